"""A download that broke off → what is kept of it, so that the next try asks for the rest only.

Kept is what one version of a file begins with: the publisher's own mark of that version (a strong
ETag, else Last-Modified) stands beside it, and the publisher sends the rest only where the mark holds.
Without a mark nothing is kept on disk and a download starts anew.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


class Partial:
    """The beginning of the file at one address, in memory and, where a folder is named, on disk.

    >>> partial = Partial(None, "https://zoek.officielebekendmakingen.nl/kst-25877-3.pdf")
    >>> partial.restart({"etag": '"a1"'}); partial.add(b"%PDF")
    >>> partial.headers()
    {'Range': 'bytes=4-', 'If-Range': '"a1"'}
    """

    def __init__(self, folder: Path | None, url: str, *, at_most: int = 50_000_000) -> None:
        self.url = url
        self.data = bytearray()
        self.mark = ""
        self._file = folder / f"{_slug(url)}.part" if folder else None
        self._open: BinaryIO | None = None
        self._read(at_most)

    def headers(self) -> dict[str, str]:
        """Return what to send to get the rest only; nothing where the whole is to be had."""
        if not (self.data and self.mark):
            return {}
        return {"Range": f"bytes={len(self.data)}-", "If-Range": self.mark}

    def continues(self, headers: Mapping[str, str]) -> bool:
        """Tell whether an answer is the rest: of this version, and from where this ends."""
        found = _RANGE.fullmatch(headers.get("content-range", "").strip())
        if found is None or int(found[1]) != len(self.data):
            return False
        return mark_of(headers) in ("", self.mark)

    def restart(self, headers: Mapping[str, str]) -> None:
        """Begin anew with the version that an answer is of."""
        self.drop()
        self.mark = mark_of(headers)
        if self._file and self.mark:
            with contextlib.suppress(OSError):
                self._file.parent.mkdir(parents=True, exist_ok=True)
                head = json.dumps({"url": self.url, "mark": self.mark})
                self._file.write_bytes(head.encode() + b"\n")

    def add(self, chunk: bytes) -> None:
        """Put bytes behind those that are there; a full disk only costs the resuming."""
        self.data += chunk
        if self._file is None or not self.mark:
            return
        try:
            self._open = self._open or self._file.open("ab")
            self._open.write(chunk)
        except OSError:
            self._close()
            self._file = None

    def pause(self) -> None:
        """Leave what is there on disk, whole to the last byte that came."""
        self._close()

    def drop(self) -> None:
        """Forget everything, on disk too; a folder that this leaves empty goes with it."""
        self._close()
        self.data.clear()
        self.mark = ""
        if self._file:
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)
                self._file.parent.rmdir()

    def _close(self) -> None:
        if self._open:
            with contextlib.suppress(OSError):
                self._open.close()
        self._open = None

    def _read(self, at_most: int) -> None:
        """Take up what an earlier run left; what is no such file, or of another address, is dropped."""
        if self._file is None or not self._file.is_file():
            return
        try:
            if self._file.stat().st_size > at_most:
                raise ValueError("larger than any file that is fetched")
            head, _, data = self._file.read_bytes().partition(b"\n")
            said = json.loads(head)
            if said["url"] != self.url:
                raise ValueError("of another address")
            self.data, self.mark = bytearray(data), str(said["mark"])
        except (OSError, ValueError, KeyError, TypeError):
            self.drop()


def mark_of(headers: Mapping[str, str]) -> str:
    """Return how a publisher marks the version it sends, or nothing where it does not.

    >>> mark_of({"etag": 'W/"a1"', "last-modified": "Fri, 02 Jan 2026 10:00:00 GMT"})
    'Fri, 02 Jan 2026 10:00:00 GMT'
    """
    tag = headers.get("etag", "").strip()
    # A weak tag promises the same meaning, not the same bytes (RFC 9110, 13.1.5).
    return tag if tag.startswith('"') else headers.get("last-modified", "").strip()


def _slug(url: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", url.partition("://")[2]).strip("-.")
