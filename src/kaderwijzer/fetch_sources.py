"""Identifiers of cited sources → sources held: fetched in the best format that there is, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kaderwijzer.errors import CorpusError, KaderwijzerError
from kaderwijzer.fetch import Fetcher, FetchError, NoNetwork
from kaderwijzer.holding import Held, Told, hold
from kaderwijzer.read.describe import Description, kind_by_content, read_metadata
from kaderwijzer.read.manifest import held_sources
from kaderwijzer.sources import (
    CitedSource,
    canonical,
    downloads,
    metadata_address,
    why_not,
)


@dataclass(frozen=True)
class Outcome:
    """What became of one source: held now, held before, or why not.

    `has_address` is False where there is nothing to fetch, so that it must be added by hand.
    """

    source_id: str
    held: Held | None = None
    before: bool = False
    why: str | None = None
    has_address: bool = True


def fetch_all(
    folder: Path,
    ids: Iterable[str],
    fetcher: Fetcher,
    *,
    listed: Iterable[CitedSource] = (),
    today: str,
    format: str | None = None,
) -> Iterator[Outcome]:
    """Fetch and hold sources one by one; what is held already is passed over, so it can be resumed.

    Without a network the first failure ends it: the sources left are named, each with what to do.
    """
    by_id = {s.id: s for s in listed}
    cut_off = ""
    for id in [name if name in by_id else canonical(name) for name in ids]:
        if id in held_sources(folder):
            _forget_the_rest(fetcher, id)
            yield Outcome(id, before=True)
        elif not downloads(id):
            yield Outcome(id, why=why_not(by_id.get(id), id), has_address=False)
        elif cut_off:
            yield Outcome(id, why=_by_hand(id, cut_off))
        else:
            try:
                yield Outcome(id, held=fetch_one(folder, id, fetcher, today=today, format=format))
            except NoNetwork as error:
                cut_off = "no network"
                yield Outcome(id, why=_by_hand(id, str(error)))
            except KaderwijzerError as error:
                yield Outcome(id, why=_by_hand(id, str(error)))


def fetch_one(
    folder: Path, id: str, fetcher: Fetcher, *, today: str, format: str | None = None
) -> Held:
    """Fetch a source in the best format that there is, and hold it; raises FetchError or CorpusError."""
    faults: list[str] = []
    said = _metadata(fetcher, id)
    for suffix, url in downloads(id):
        if format and suffix != f".{format}":
            continue
        try:
            data = fetcher.get(url, suffix)
            _check_kind(url, suffix, data)
            told = Told(title=said.title, date=said.date)
            held = hold(folder, data, id, told, origin=url, today=today)
        except NoNetwork:
            raise
        except (FetchError, CorpusError) as error:
            faults.append(str(error))
        else:
            _forget_the_rest(fetcher, id)
            return held
    raise FetchError("; ".join(faults) or f"{id}: not published as {format}")


def _forget_the_rest(fetcher: Fetcher, id: str) -> None:
    """Drop what broke off in the other formats of a source that is held now."""
    for url in (metadata_address(id), *(url for _, url in downloads(id))):
        fetcher.forget(url)


def _metadata(fetcher: Fetcher, id: str) -> Description:
    """Return title and date by the publisher's metadata; nothing where there are none to be had."""
    url = metadata_address(id)
    try:
        said = read_metadata(url, fetcher.get(url, ".xml"))
    except NoNetwork:
        raise
    except (FetchError, CorpusError):
        return Description()
    return said


def _check_kind(url: str, suffix: str, data: bytes) -> None:
    """Refuse a body that is not of the kind that its address says, whatever type was declared."""
    found = kind_by_content(url, data)
    if found != suffix:
        raise FetchError(f"{url}: the body is {found[1:].upper()}, not {suffix[1:].upper()}")


def _by_hand(id: str, why: str) -> str:
    address = next((url for _, url in downloads(id)), "")
    return (
        f"{id}: {why}. By hand: download {address} (or .pdf, .html), "
        f"then run 'kaderwijzer sources add FILE --id {id}'"
    )
