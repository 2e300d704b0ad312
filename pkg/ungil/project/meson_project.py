"""A project that Meson builds, installed so that it is imported from where it lies."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ungil.project import ninja, sanitizers, script, target, tool
from ungil.project.build_folder import BuildFolder, Outcome
from ungil.project.error import CommandError
from ungil.project.target import Target
from ungil.project.tool import ToolError


@dataclass
class MesonProject:
    """Meson builds it, in a folder that ninja looks after at every import."""

    root: Path
    target: Target
    folder: BuildFolder
    sanitize: bool

    @property
    def name(self) -> str:
        """What pip calls it."""
        return _name(self.root)

    def install(self, *, quiet: bool) -> None:
        """Installs it, and builds it for that. Raises CommandError with what is wrong in it."""
        variables = self.target.variables | self.folder.prepare()
        # The calls themselves, not the author's C, are built without optimisation: that halves
        # the time from a save to a module. The assembler works beside the compiler.
        flags = "-DUNGIL_DEVELOP" if os.name == "nt" else "-pipe -DUNGIL_DEVELOP"
        variables["CFLAGS"] = f"{variables.get('CFLAGS', '')} {flags}".strip()
        settings = [f"build-dir={self.folder.path}"]
        if self.sanitize:
            settings += [f"setup-args={argument}" for argument in sanitizers.OPTIONS]
        options = [f"--config-settings={setting}" for setting in settings]
        lock = ninja.take(".ungil-install", str(self.folder.path))
        try:
            _install(self.root, self.target, options, variables, quiet=quiet)
        except CommandError as error:
            # The whole of what the compiler says, not just the first line, if it is that.
            outcome = self.folder.build() if self.folder.is_configured else None
            if outcome is None or outcome.ok:
                raise
            self.folder.publish_commands()
            if isinstance(error, ToolError):
                error.path.unlink(missing_ok=True)
            raise CommandError(f"the build failed\n{outcome.text}") from error
        finally:
            os.close(lock)
        outcome = self.folder.build()
        if not outcome.ok:
            raise CommandError(f"the build failed\n{outcome.text}")
        self.folder.publish_commands()

    def build(self, changed: Iterable[Path] = ()) -> Outcome:
        """Has ninja build what has changed."""
        outcome = self.folder.build(changed)
        self.folder.publish_commands()
        return outcome


def find(python: Path | None, *, sanitize: bool, quiet: bool) -> MesonProject:
    """The project of the current folder, and the environment to install it into.

    What the environment lacks to build it is installed. Raises CommandError.
    """
    root = script.find().parent
    if not target.is_built_by_meson(root):
        raise CommandError(
            f"{root / 'pyproject.toml'} names a build backend that is not Meson's: an import"
            " rebuilds what has changed only where Meson builds it",
            hint="install it again after each change: pip install --no-build-isolation -e .",
        )
    environment = target.find(python)
    target.require(environment, root, quiet=quiet)
    name = f"{environment.tag}-sanitize" if sanitize else environment.tag
    folder = BuildFolder(root, root / "build" / name, environment)
    return MesonProject(root, environment, folder, sanitize)


def _install(
    root: Path, environment: Target, options: list[str], variables: dict[str, str], *, quiet: bool
) -> None:
    command = [*environment.installer(), "--no-build-isolation", *options]
    if "uv" in Path(command[0]).stem:
        command += ["--reinstall-package", _name(root)]
    tool.run(
        f"installing {_name(root)}",
        [*command, "--editable", str(root)],
        root,
        variables,
        quiet=quiet,
    )


def _name(root: Path) -> str:
    try:
        name: str = target.project_table(root)["name"]
    except KeyError as error:
        raise CommandError(f"{root / 'pyproject.toml'} has no project.name") from error
    return name
