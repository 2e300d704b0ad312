"""The options that all benches of contenders have."""

from __future__ import annotations

import argparse
import sys
import sysconfig
from pathlib import Path

from benchmarks import contenders
from benchmarks.contenders import Contender
from benchmarks.workshop import Workshop


def add(parser: argparse.ArgumentParser) -> None:
    """Which contenders, and where they are built."""
    parser.add_argument("--only", nargs="+", default=[], choices=contenders.ORDER, metavar="NAME")
    add_folder(parser)


def add_folder(parser: argparse.ArgumentParser) -> None:
    """Where things are built."""
    parser.add_argument(
        "--build-dir",
        type=Path,
        default=Path(__file__).parent / "build",
        metavar="DIR",
        help="where things are built, and kept for the next run",
    )
    parser.add_argument("--rebuild", action="store_true", help="build even what is up to date")


def workshop(arguments: argparse.Namespace) -> Workshop:
    """A folder of this interpreter's own, from which modules can be imported."""
    tag = sysconfig.get_config_var("SOABI") or "unknown"
    folder = arguments.build_dir.resolve() / tag
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(folder))
    return Workshop(folder, arguments.rebuild)


def build(arguments: argparse.Namespace, shop: Workshop) -> tuple[list[Contender], dict[str, str]]:
    """The contenders that were asked for, and why some are missing; exits where all are."""
    found, missing = contenders.build(shop, arguments.only)
    if not found:
        sys.exit("no contender could be built: " + "; ".join(missing.values()))
    return found, missing
