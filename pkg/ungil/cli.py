"""The `ungil` command. It only parses arguments; `ungil.project` does what they ask."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ungil import __version__
from ungil.command import Group, debug


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 done; 1 it cannot be done, or an error was found; 2 wrong usage; 70 an"
    " error in ungil itself; 130 interrupted.",
)
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=debug,
    help="Show a traceback of ungil's own with each error.",
)
@click.version_option(__version__, prog_name="ungil", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Annotate a C header, get a Python package."""
    if os.environ.get("NO_COLOR"):
        context.color = False


@main.command()
@click.option(
    "--keep",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Leave the project in DIR, a new or empty folder.",
)
@click.option(
    "--plot",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Draw the figures as a picture too (.png, .svg, .pdf); needs matplotlib.",
)
@click.option("--json", "as_json", is_flag=True, help="Report the figures as JSON, no story.")
def demo(keep: Path | None, plot: Path | None, as_json: bool) -> None:
    """Build a small package, call it from threads, and measure.

    It takes half a minute. Everything happens in a temporary folder, without network. Wanted: a
    C compiler and Python's header files.
    """
    from ungil.project.demo import tell

    tell(keep, plot, as_json=as_json)


@main.command()
@click.argument("name")
@click.option(
    "--backend",
    type=click.Choice(["meson", "setuptools"]),
    default="meson",
    show_default=True,
    help="What compiles the C.",
)
@click.option(
    "--path",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The project's folder, new or empty (default: NAME, in the current one).",
)
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def new(name: str, backend: str, path: Path | None, as_json: bool) -> None:
    """Start a project that builds and passes its tests.

    NAME is what it is called in an index; Python imports it with '_' for '-' and '.'.
    """
    from ungil.project import new as command

    command.run(name, backend, path, as_json=as_json)


@main.command()
@click.option("--watch", is_flag=True, help="Build at every save, until Ctrl-C.")
@click.option("--check", is_flag=True, help="With --watch: run the lint after each good build.")
@click.option(
    "--exec", "execute", metavar="COMMAND", help="Run COMMAND in a shell after each good build."
)
@click.option(
    "--python",
    metavar="PY",
    type=click.Path(path_type=Path),
    help="The interpreter to install for (default: the active environment's).",
)
@click.option("--sanitize", is_flag=True, help="Build with the address and UB sanitizers.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON, a line an event.")
def develop(
    watch: bool,
    check: bool,
    execute: str | None,
    python: Path | None,
    sanitize: bool,
    as_json: bool,
) -> None:
    """Install the project in place; imports build what has changed.

    With --watch every save is built at once, and what was built last stays importable while the
    source is broken.
    """
    if check and not watch:
        raise click.UsageError("--check goes with --watch; by itself it is `ungil check`")
    from ungil.project import develop as command

    status = command.run(
        watch=watch,
        check=check,
        execute=execute,
        python=python,
        sanitize=sanitize,
        as_json=as_json,
    )
    sys.exit(status)


@main.command()
@click.option(
    "--output-dir",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the files go (default: build/generated in the project).",
)
@click.option("--check", is_flag=True, help="Write nothing; status 1, with a diff, if stale.")
@click.option("--explain", is_flag=True, help="Write nothing; say how each function is bound.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def generate(output_dir: Path | None, check: bool, explain: bool, as_json: bool) -> None:
    """Write the C and the stub of the project in this folder.

    --check compares what is in DIR, or without DIR the stub in the package's folder, with what
    would be written now. --explain tells, function by function, how it is bound, or why it is
    reached through `lib` only.
    """
    if check and explain:
        raise click.UsageError("--check and --explain exclude each other")
    from ungil.project import generate as command

    command.run(output_dir, check=check, explained=explain, as_json=as_json)


@main.command()
@click.argument("header")
@click.option(
    "--library",
    metavar="NAME",
    help="What to link: pkg-config's name of it, or z of -lz (default: looked for).",
)
@click.option("--prefix", metavar="P", default="", help="What names lose in Python.")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The header to write (default: cdefs/x_bind.h in the project).",
)
@click.option(
    "-I",
    "include",
    metavar="DIR",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Look for headers in DIR too.",
)
@click.option("-D", "define", metavar="NAME[=VALUE]", multiple=True, help="Define a macro.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def wrap(
    header: str,
    library: str | None,
    prefix: str,
    out: Path | None,
    include: tuple[Path, ...],
    define: tuple[str, ...],
    as_json: bool,
) -> None:
    """Start a binding of an existing library.

    Reads HEADER, such as zlib.h, and writes a declaration header with what can be told of it:
    words that are guesses are marked, and what may write, keep or free memory is not bound before
    it has been read. Wanted: a C compiler, and libclang (pip install 'ungil[wrap]').
    """
    from ungil.project import wrap as command

    command.run(command.Options(header, library, prefix, out, include, define, as_json=as_json))


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option(
    "--sarif",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the findings as SARIF 2.1.0 too, for code hosts.",
)
@click.option(
    "--stress/--no-stress",
    default=None,
    help="Run the functions under sanitizers too, or do not (default: where gcc has them).",
)
@click.option("--seed", type=int, metavar="N", help="Replay the stress of an earlier run.")
def check(
    paths: tuple[Path, ...],
    as_json: bool,
    sarif: Path | None,
    stress: bool | None,
    seed: int | None,
) -> None:
    """Look for what goes wrong when threads call this project's C.

    Compares declarations with definitions and generated files with what would be written now,
    and follows every exported function to the objects that it shares with other threads. Wanted:
    a C compiler, and libclang (pip install 'ungil[check]').

    PATHS limits the findings to some files and folders. Status 1 where there is an error.
    """
    from ungil.project import check as command

    if not command.run(command.Options(paths, as_json, sarif, stress, seed)):
        sys.exit(1)


@main.command()
@click.argument("functions", nargs=-1, metavar="[FUNCTION]...")
@click.option(
    "--save",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the results as JSON, for --compare.",
)
@click.option(
    "--compare",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Compare with earlier results; status 1 where a function has become slower.",
)
@click.option(
    "--tolerance",
    metavar="PERCENT",
    type=click.FloatRange(min=0),
    default=10.0,
    show_default=True,
    help="How much slower is no regression.",
)
@click.option(
    "--plot",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Draw the figures as a picture (.png, .svg, .pdf); needs matplotlib.",
)
@click.option(
    "--seconds",
    metavar="S",
    type=click.FloatRange(min=0.1),
    default=3.0,
    show_default=True,
    help="About how long each function is measured at each size.",
)
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def bench(
    functions: tuple[str, ...],
    save: Path | None,
    compare: Path | None,
    tolerance: float,
    plot: Path | None,
    seconds: float,
    as_json: bool,
) -> None:
    """Measure what calls cost, and which lock policy suits them.

    Builds the project's C once more, in a temporary folder, with each function under every
    policy; calls them alone, beside a thread that runs Python, and from two threads. Arguments
    are made up from the declarations, or given in [tool.ungil.bench.FUNCTION] of pyproject.toml.
    """
    from ungil.project import bench as command

    options = command.Options(
        functions, save, compare, tolerance / 100, plot, as_json=as_json, seconds=seconds
    )
    if not command.run(options):
        sys.exit(1)


@main.command()
@click.option("--release", is_flag=True, help="Audit the wheel, and bundle the libraries it needs.")
@click.option("--sdist", is_flag=True, help="Build the source distribution only.")
@click.option("--sanitize", is_flag=True, help="Build with the address and UB sanitizers.")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the files go (default: dist in the project).",
)
@click.option("--no-isolation", is_flag=True, help="Build with what is installed here.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def build(
    release: bool,
    sdist: bool,
    sanitize: bool,
    out: Path | None,
    no_isolation: bool,
    as_json: bool,
) -> None:
    """Build the sdist and from it the wheel; install and import it.

    Done is said when that has worked. Wanted: pip install 'ungil[build]'.
    """
    from ungil.project import distribution

    wanted = distribution.Wanted(release, sdist, sanitize, isolated=not no_isolation)
    distribution.run(wanted, out, as_json=as_json)


@main.command()
@click.option(
    "--repository",
    metavar="URL",
    help="An index's URL for uploads, or a section of ~/.pypirc (default: PyPI).",
)
@click.option(
    "--from",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the files are (default: dist in the project).",
)
@click.option("--skip-existing", is_flag=True, help="Go on where an upload was interrupted.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def publish(
    repository: str | None, folder: Path | None, skip_existing: bool, as_json: bool
) -> None:
    """Upload what `ungil build` has made, by twine.

    That is the wheel and the sdist of the project's present version. Credentials are twine's to
    find: TWINE_USERNAME and TWINE_PASSWORD, ~/.pypirc, keyring. Wanted:
    pip install 'ungil[publish]'.
    """
    from ungil.project import publication

    publication.run(repository, folder, skip_existing=skip_existing, as_json=as_json)
