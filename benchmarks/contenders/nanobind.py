"""nanobind, with arrays as its documentation recommends."""

from __future__ import annotations

import importlib
from pathlib import Path

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import FLAGS, FREE_THREADED, HERE, MissingError, Workshop, compiler


def build(workshop: Workshop) -> Contender:
    """Compiles nanobind's own library, and nanobind.cpp."""
    try:
        import nanobind  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        raise MissingError("nanobind is not installed") from error
    home = Path(nanobind.include_dir()).parent
    options = (
        *("-std=c++17", "-fno-strict-aliasing"),
        *(["-DNB_FREE_THREADED"] if FREE_THREADED else []),
        *(f"-I{nanobind.include_dir()}", f"-I{home / 'ext' / 'robin_map' / 'include'}"),
    )
    library = workshop.folder / "nanobind_library.o"
    if workshop.due(library, []):
        source = home / "src" / "nb_combined.cpp"
        command = [*compiler("CXX", "c++"), *FLAGS, *workshop.includes, *options]
        workshop.run([*command, "-c", source, "-o", library])
    workshop.extension(
        "nanobind_kernels",
        [HERE / "nanobind.cpp", library],
        *options,
        language="c++",
    )
    module = importlib.import_module("nanobind_kernels")
    calls = cases.scalars(module.add, module.multiply, keywords=True)
    calls |= cases.arrays(module.add_arrays, module.add_arrays_released)
    return Contender(
        "nanobind",
        nanobind.__version__,
        "nanobind_kernels",
        calls,
        "arguments are `ndarray<…, ndim<1>, c_contig>` with `noconvert`; lengths are not compared.",
    )
