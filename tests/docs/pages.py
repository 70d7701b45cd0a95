"""The pages of the documentation that were written by hand, and the code blocks in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GENERATED = {"cli.md", "rules.nl.md", "rules.en.md", "citations.md"}
PAGES = sorted(path for path in DOCS.glob("*.md") if path.name not in GENERATED)
NAMES = [path.name for path in PAGES]


def blocks(page: Path, kind: str) -> list[str]:
    """Return the code blocks of a kind in a page, in order."""
    return re.findall(rf"```{kind}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
