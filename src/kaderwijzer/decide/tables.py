"""The tables as the index keeps them: decoded one by one, when a question needs them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from kaderwijzer.decide.template import template_of
from kaderwijzer.model import Template


class Tables:
    """All decision tables of an index, by id."""

    def __init__(self, stored: str) -> None:
        self._data: dict[str, Any] = json.loads(stored)
        self.get = lru_cache(maxsize=None)(self._decoded)

    def __contains__(self, id: str) -> bool:
        return id in self._data

    def __iter__(self) -> Any:
        return iter(self._data)

    def _decoded(self, id: str) -> Template:
        return template_of(self._data[id])
