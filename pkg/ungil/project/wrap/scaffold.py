"""The library in `meson.build` and `build_ffi.py`: edited as `ungil new` left them, else told.

A file that its author has changed is the author's: the lines to add are printed.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ungil import output
from ungil.project import new
from ungil.project.error import CommandError
from ungil.project.wrap.linking import Link

_BUILDER = re.compile(r'^    ("[^"]+"), headers=\[("[^"]+")\], sources=\[("[^"]+")\]\n', re.M)


@dataclass(frozen=True, slots=True)
class Binding:
    """What the build must know: the declaration header, relative to the project, and the rest.

    link: None for a library that was not found.
    include: the folder of the library's header, where C does not look by itself; else "".
    """

    header: str
    prefix: str
    link: Link | None
    include: str

    @property
    def own_include(self) -> str:
        """That folder, where it is the project's."""
        return "" if os.path.isabs(self.include) else self.include


@dataclass(frozen=True, slots=True)
class Edits:
    """Files that were changed, and lines that are left to the author, by file."""

    changed: tuple[str, ...]
    lines: dict[str, tuple[str, ...]]


def connect(binding: Binding, root: Path | None) -> Edits:
    """Makes a project build with the library, or says how. Raises CommandError.

    root: the project's folder; None outside of one.
    """
    header = _meson_text(binding.header)
    by_meson = root is None or (root / "meson.build").is_file()
    builder = _builder_arguments(binding, by_meson=by_meson)
    lines = {
        "build_ffi.py": (f'headers: "{binding.header}"', *builder),
        "meson.build": (f"depend_files: files({header})", *_meson_arguments(binding)),
    }
    if binding.own_include:
        folder = _meson_text(binding.own_include)
        lines["meson.build"] += (f"include_directories: {folder}",)
    if root is None:
        return Edits((), lines)
    if not by_meson:
        del lines["meson.build"]
    if os.path.dirname(binding.header) != "cdefs" or not _is_fresh(root, lines):
        return Edits((), lines)
    edited = {"build_ffi.py": _edited_script(root, binding, builder)}
    if "meson.build" in lines:
        edited["meson.build"] = _edited_meson(root, binding)
    try:
        output.write(root, {name: text.encode() for name, text in edited.items()})
    except OSError as error:
        raise CommandError(f"cannot write to {root}: {error.strerror or error}") from error
    return Edits(tuple(edited), {})


def _builder_arguments(binding: Binding, *, by_meson: bool) -> list[str]:
    """What `ungil.builder` takes besides the headers. Meson finds folders of libraries anew."""
    libraries: list[str] = []
    folders: list[str] = []
    include = [binding.include] if binding.include else []
    if binding.link is not None:
        libraries = binding.link.libraries
        if not by_meson:
            folders = binding.link.folders("-L")
            include += binding.link.folders("-I")
    arguments = [
        f"{name}={_list(values)}"
        for name, values in (
            ("libraries", libraries),
            ("library_dirs", folders),
            ("include_dirs", include),
        )
        if values
    ]
    arguments += [f'prefix="{binding.prefix}"'] if binding.prefix else []
    return arguments


def _meson_arguments(binding: Binding) -> list[str]:
    """What `py.extension_module` takes besides what it has."""
    arguments = []
    if binding.link is not None and binding.link.name:
        arguments.append(f"dependencies: {binding.link.meson}")
    if binding.include and not binding.own_include:
        arguments.append(f"c_args: {_meson_text(f'-I{binding.include}')}")
    return arguments


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(json.dumps(word, ensure_ascii=False) for word in words)}]"


def _meson_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


# --- projects as `ungil new` makes them --------------------------------------------------------


def _is_fresh(root: Path, files: Iterable[str]) -> bool:
    """Whether a project's build files are still what `ungil new` wrote."""
    try:
        with open(root / "pyproject.toml", "rb") as file:
            name = new.check_name(tomllib.load(file)["project"]["name"])
        backend = "meson" if (root / "meson.build").is_file() else "setuptools"
        return all(
            (root / file).read_text(encoding="utf-8") == new.file_text(file, name, backend)
            for file in files
        )
    except (OSError, ValueError, KeyError, TypeError, CommandError):
        return False


def _edited_script(root: Path, binding: Binding, added: Sequence[str]) -> str:
    text = (root / "build_ffi.py").read_text(encoding="utf-8")
    found = _BUILDER.search(text)
    assert found is not None, "the template of build_ffi.py is not what this edits"
    module, headers, sources = found.groups()
    arguments = [module, f'headers=[{headers}, "{binding.header}"]', f"sources=[{sources}]"]
    arguments += added
    lines = "".join(f"    {argument},\n" for argument in arguments)
    return f"{text[: found.start()]}{lines}{text[found.end() :]}"


def _edited_meson(root: Path, binding: Binding) -> str:
    text = (root / "meson.build").read_text(encoding="utf-8")
    arguments = _meson_arguments(binding)
    folders = "'cdefs'"
    if binding.own_include:
        folders = f"['cdefs', {_meson_text(binding.own_include)}]"
    lines = "".join(f"  {argument},\n" for argument in arguments)
    for old, new_text in (
        ("files('cdefs/kernels.h')", f"files('cdefs/kernels.h', {_meson_text(binding.header)})"),
        ("  include_directories: 'cdefs', ", f"{lines}  include_directories: {folders}, "),
    ):
        assert old in text, "the template of meson.build is not what this edits"
        text = text.replace(old, new_text)
    return text
