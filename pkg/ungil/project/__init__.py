"""What the `ungil` command does with a project: it drives the tools."""
