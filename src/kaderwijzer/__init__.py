"""Kaderwijzer: legal questions answered from a legal framework text, proven by verbatim passages.

    >>> import kaderwijzer
    >>> assistant = kaderwijzer.load()                                   # doctest: +SKIP
    >>> assistant.ask("What is the third party rule?").quotes[0].pages   # doctest: +SKIP
    (16,)

The names `build`, `load`, `ask`, `cite` and `check` are all that other programs need.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kaderwijzer.pipeline import ask, build, check, cite, load

__version__ = "0.15.0"
__all__ = ["ask", "build", "check", "cite", "load"]


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used; importing the package does nothing."""
    if name in __all__:
        from kaderwijzer import pipeline

        return getattr(pipeline, name)
    raise AttributeError(name)


class _Package(ModuleType):
    """Keeps `kaderwijzer.cite` the function, though a subpackage of that name is imported later."""

    @property
    def cite(self) -> Any:
        from kaderwijzer import pipeline

        return pipeline.cite

    @cite.setter
    def cite(self, _subpackage: ModuleType) -> None: ...


sys.modules[__name__].__class__ = _Package
