"""What the site does beyond its pages: a hook of MkDocs, named in mkdocs.yml.

Some pages lie outside docs/ and stay there; links to them are written as they hold in the repository
(`../evaluation/report.md`). Lists that were written with two blanks per level get the four that the site's
Markdown asks for.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
BESIDE = (
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "benchmarks/results.md",
    "evaluation/README.md",
    "evaluation/history.md",
    "evaluation/report.md",
    *sorted(str(plot.relative_to(ROOT)) for plot in (ROOT / "evaluation" / "plots").glob("*.svg")),
)
_OUTSIDE = re.compile(r"\]\(\.\./(?=[\w.-])")
_LEVEL = re.compile(r"^( {2,})(?=[-*] )", re.MULTILINE)


def on_files(files: Files, config: Any) -> Files:
    """Add what lies outside docs/, under the address that it has in the repository."""
    for path in BESIDE:
        files.append(File.generated(config, path, abs_src_path=str(ROOT / path)))
    icon = ROOT / "app" / "icon.svg"
    files.append(File.generated(config, "pictures/icon.svg", abs_src_path=str(icon)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    r"""Return a page as the site's Markdown wants it.

    >>> on_page_markdown("- [a](../evaluation/report.md)\n  - b")
    '- [a](evaluation/report.md)\n    - b'
    """
    inside = _OUTSIDE.sub("](", markdown)
    return _LEVEL.sub(lambda blanks: blanks[1] * 2, inside)
