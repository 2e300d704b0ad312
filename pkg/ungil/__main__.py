"""`python -m ungil` is the `ungil` command."""

from __future__ import annotations

import sys


def run() -> None:
    """Runs the command; Ctrl-C while it is still being imported shows no traceback either."""
    try:
        from ungil.cli import main
    except KeyboardInterrupt:
        sys.exit(130)
    main(prog_name="ungil")


if __name__ == "__main__":
    run()
