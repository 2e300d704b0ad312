def pytest_configure(config):
    """Builds what has changed once, before pytest-xdist starts workers that import it together."""
    if not hasattr(config, "workerinput"):
        import my_proj  # noqa: F401
