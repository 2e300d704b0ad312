"""`python -m ungil` is the `ungil` command."""

from ungil.cli import main

main(prog_name="ungil")
