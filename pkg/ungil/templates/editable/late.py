"""Starts the loader of an editable install when one of its packages is first imported.

What the loader imports takes 40 ms, and every start of this Python would wait for it.
"""

import _thread
import importlib
import sys


class Later:
    """Stands in for the finder of a meson-python loader until it is needed."""

    def __init__(self, loader, packages):
        self._loader = loader
        self._packages = packages
        self._finder = None
        self._lock = _thread.RLock()

    def find_spec(self, name, path=None, target=None):
        """What the loader's own finder finds; it stands in front of this one from then on."""
        if name.partition(".")[0] not in self._packages:
            return None
        with self._lock:
            if self._finder is None:
                importlib.import_module(self._loader).init()
                self._finder = sys.meta_path[0]
        return self._finder.find_spec(name, path, target)


def start(loader, packages):
    """Has the loader started once one of the top-level packages is looked for."""
    # each project has this module of its own; in a virtual environment .pth files run twice
    if not any(isinstance(finder, Later) for finder in sys.meta_path):
        sys.meta_path.insert(0, Later(loader, packages))
