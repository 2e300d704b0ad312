"""`ungil demo`: the product's story, told by doing it.

`story` tells it, `package` writes and builds the project that it shows, `measure` takes the
figures, `verdict` says what each of them means, `page` prints within 80 columns, `plot` draws.
"""

from __future__ import annotations

from ungil.project.demo.story import tell

__all__ = ["tell"]
