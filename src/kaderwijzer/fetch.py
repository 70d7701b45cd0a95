"""The one file that uses the network: official addresses only, and only when asked to.

A download is taken as a whole or not at all; one that breaks off goes on where it ended, if the
publisher can send the rest of the same version (`partial.py`), and else from its beginning. Every
address, and every address that one refers on to, must be one of the publisher's; nothing is larger
than the limit; one request a second.
"""

from __future__ import annotations

import datetime
import email.utils
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from kaderwijzer.errors import KaderwijzerError
from kaderwijzer.partial import Partial
from kaderwijzer.sources import PUBLISHER

if TYPE_CHECKING:
    import httpx2

OFFICIAL_HOSTS = frozenset(
    {"zoek.officielebekendmakingen.nl", "repository.overheid.nl", "wetten.overheid.nl"}
)
UNFINISHED = ".unfinished"  # folder beside the sources, with what broke off
_AGENT = "kaderwijzer (reads cited sources once, by hand)"
_TYPES = {
    ".xml": ("application/xml", "text/xml"),
    ".pdf": ("application/pdf",),
    ".html": ("text/html", "application/xhtml+xml"),
}
_ENDS = {
    ".xml": re.compile(rb"</[^<>]+>\s*$|/>\s*$|-->\s*$"),
    ".pdf": re.compile(rb"%%EOF"),
    ".html": re.compile(rb"</html\s*>", re.IGNORECASE),
}
_BUSY = frozenset({429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
Progress = Callable[[int, int | None], None]


class FetchError(KaderwijzerError):
    """A source could not be fetched; the message says what to do by hand."""


class NoNetwork(FetchError):
    """The publisher could not be reached at all: no network, or a proxy that forbids it."""


class NotThere(FetchError):
    """The publisher has nothing of this kind at this address."""


class _TryAgain(Exception):
    """A passing failure: why, and the seconds that the server asks to wait."""

    def __init__(self, why: str, wait: float | None = None, *, unreachable: bool = False) -> None:
        super().__init__(why)
        self.wait = wait
        self.unreachable = unreachable


@dataclass(frozen=True)
class Limits:
    """How much, how long (seconds) and how often."""

    bytes: int = 50_000_000
    pause: float = 1.0
    attempts: int = 4
    first_wait: float = 2.0
    longest_wait: float = 120.0
    silence: float = 30.0
    whole: float = 600.0
    redirects: int = 5


def _silent(_done: int, _whole: int | None) -> None:
    pass


@dataclass
class Fetcher:
    """Fetches from the publisher; `base` stands in for the publisher's site in tests.

    `unfinished` is the folder in which downloads that break off are kept; None keeps none for later.
    `client`, `sleep` and `clock` are replaced by tests; a client must not follow redirects by itself.
    """

    base: str = PUBLISHER
    client: httpx2.Client | None = None
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    progress: Progress = _silent
    unfinished: Path | None = None
    _last: float | None = None

    def get(self, url: str, suffix: str) -> bytes:
        """Return the body at an official address, checked for its type.

        Raises NotThere where there is none, NoNetwork where the publisher is out of reach, and
        FetchError for the rest.
        """
        place = url.replace(PUBLISHER, self.base, 1)
        partial = Partial(self.unfinished, url, at_most=self.limits.bytes)
        wait = self.limits.first_wait
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return self._once(place, suffix, partial)
            except FetchError:
                partial.drop()
                raise
            except _TryAgain as failure:
                if attempt == self.limits.attempts:
                    kind = NoNetwork if failure.unreachable else FetchError
                    raise kind(f"{url}: {failure} ({attempt} times)") from failure
                self.sleep(self._pause(url, failure, wait))
                wait *= 2
            finally:
                partial.pause()
        raise AssertionError("unreachable")

    def forget(self, url: str) -> None:
        """Drop what broke off of the download at an address, where it is no longer needed."""
        Partial(self.unfinished, url, at_most=self.limits.bytes).drop()

    def _pause(self, url: str, failure: _TryAgain, wait: float) -> float:
        if failure.wait is not None and failure.wait > self.limits.longest_wait:
            raise FetchError(f"{url}: {failure}; try again in {failure.wait:.0f} seconds")
        return max(wait, failure.wait or 0.0)

    def _once(self, url: str, suffix: str, partial: Partial) -> bytes:
        for _ in range(self.limits.redirects + 1):
            self._check_host(url)
            self._keep_pace()
            with self._answer(url, partial.headers()) as response:
                if response.status_code not in _MOVED:
                    return self._body(response, suffix, partial)
                url = self._next(url, response.headers.get("location", ""))
        raise FetchError(f"{url}: more than {self.limits.redirects} redirects; open it by hand")

    def _check_host(self, url: str) -> None:
        parts, own = urlsplit(url), urlsplit(self.base)
        official = parts.hostname in OFFICIAL_HOSTS and parts.port in (None, 80, 443)
        if parts.scheme not in ("http", "https") or not (official or parts.netloc == own.netloc):
            raise FetchError(f"{url}: not an official address; nothing was fetched from it")

    def _next(self, url: str, location: str) -> str:
        following = urljoin(url, location)
        if urlsplit(url).scheme == "https" and urlsplit(following).scheme != "https":
            raise FetchError(f"{url}: refers on to {following}, which is not https; refused")
        try:
            self._check_host(following)
        except FetchError as error:
            raise FetchError(f"{url}: refers on to another host ({following}); refused") from error
        return following

    def _keep_pace(self) -> None:
        """Wait until a second has passed since the last request."""
        now = self.clock()
        if self._last is not None and now < self._last + self.limits.pause:
            self.sleep(self._last + self.limits.pause - now)
        self._last = self.clock()

    @contextmanager
    def _answer(self, url: str, headers: dict[str, str]) -> Iterator[httpx2.Response]:
        import httpx2

        try:
            with self._client().stream("GET", url, headers=headers) as response:
                yield response
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
            raise _TryAgain(f"no connection ({error})", unreachable=True) from error
        except httpx2.TimeoutException as error:
            raise _TryAgain("no answer in time") from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise _TryAgain(f"broken off ({error})") from error
        except (httpx2.InvalidURL, httpx2.HTTPError) as error:
            raise FetchError(f"{url}: {error}") from error

    def _client(self) -> httpx2.Client:
        import httpx2

        if self.client is None:
            # Without compression a small body cannot swell to a large one.
            headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
            self.client = httpx2.Client(headers=headers, timeout=self.limits.silence)
        return self.client

    def _body(self, response: httpx2.Response, suffix: str, partial: Partial) -> bytes:
        self._check_status(response, partial)
        given = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if given not in _TYPES[suffix]:
            raise NotThere(f"{response.url}: {given or 'no type'} instead of {suffix[1:].upper()}")
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise FetchError(f"{response.url}: sent compressed, which was not asked for; refused")
        if response.status_code == 200:
            partial.restart(response.headers)
        self._receive(response, partial)
        if not _ENDS[suffix].search(bytes(partial.data[-2048:])):
            # A body can end early although the connection closed in order; nothing vouches for it.
            partial.drop()
            raise _TryAgain("the document breaks off before its end")
        body = bytes(partial.data)
        partial.drop()
        return body

    def _receive(self, response: httpx2.Response, partial: Partial) -> None:
        """Take the body in, as long as it keeps within the limits of size and time."""
        length = response.headers.get("content-length", "")
        whole = len(partial.data) + int(length) if length.isdigit() else None
        until = self.clock() + self.limits.whole
        self._check_size(response, whole or 0)
        for chunk in response.iter_raw():
            partial.add(chunk)
            self._check_size(response, len(partial.data))
            if self.clock() > until:
                raise _TryAgain(f"not complete after {self.limits.whole:.0f} seconds")
            self.progress(len(partial.data), whole)

    def _check_status(self, response: httpx2.Response, partial: Partial) -> None:
        status = response.status_code
        rest = status == 206 and bool(partial.headers())
        if (rest and not partial.continues(response.headers)) or (status == 416 and partial.data):
            partial.drop()
            raise _TryAgain("the rest does not fit what was kept of it")
        if status in _GONE:
            raise NotThere(f"{response.url}: not there ({status})")
        if status in _BUSY:
            wait = seconds_to_wait(response.headers.get("retry-after", ""))
            raise _TryAgain(f"the server is busy ({status})", wait)
        if status == 407:
            raise NoNetwork(f"{response.url}: the proxy wants a name and password")
        if status != 200 and not rest:
            raise FetchError(f"{response.url}: refused by the server ({status})")

    def _check_size(self, response: httpx2.Response, size: int) -> None:
        if size > self.limits.bytes:
            limit = self.limits.bytes // 1_000_000
            raise FetchError(f"{response.url}: larger than {limit} MB; refused")


def seconds_to_wait(header: str, now: datetime.datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or a date.

    >>> seconds_to_wait("7")
    7.0
    """
    if header.strip().isdigit():
        return float(header)
    try:
        until = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - (now or datetime.datetime.now(datetime.UTC))).total_seconds())
