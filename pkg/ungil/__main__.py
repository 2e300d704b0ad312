"""`python -m ungil` is the `ungil` command."""

from __future__ import annotations

import signal
import sys


def run() -> None:
    """Runs the command; Ctrl-C shows no traceback while it is imported or Python ends either."""
    try:
        from ungil.cli import main

        main(prog_name="ungil")
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    run()
