"""Downloads that break off: the rest is asked for, and trusted only where it is of the same version."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sources.conftest import Clock
from tests.sources.made import metadata, paper, pdf
from tests.sources.server import Publisher, Reply

from kaderwijzer.fetch import Fetcher, FetchError, Limits
from kaderwijzer.fetch_sources import fetch_all
from kaderwijzer.holding import Told, add_file
from kaderwijzer.partial import Partial
from kaderwijzer.sources import PUBLISHER

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ID = "kst-25877-3"
PAPER = f"{PUBLISHER}/{ID}.xml"
MARK = '"v1"'
XML = {"Content-Type": "application/xml", "ETag": MARK}
BODY = paper(text="Gegevens. " * 500)
HALF = len(BODY) // 2
BROKEN = Reply(BODY, headers=XML, cut=len(BODY) - HALF)
WHOLE = Reply(BODY, headers=XML, ranges=True)


@pytest.fixture
def keeping(fetcher: Fetcher, tmp_path: Path) -> Iterator[Fetcher]:
    fetcher.unfinished = tmp_path / ".unfinished"
    yield fetcher


def files(fetcher: Fetcher) -> list[Path]:
    assert fetcher.unfinished
    return list(fetcher.unfinished.glob("*"))


def test_the_next_try_asks_for_the_rest_only(site: Publisher, keeping: Fetcher) -> None:
    site.serve("/kst-25877-3.xml", BROKEN, WHOLE)
    assert keeping.get(PAPER, ".xml") == BODY
    assert site.ranges == [None, f"bytes={HALF}-"]
    assert site.sent == len(BODY)
    assert files(keeping) == []


def test_a_later_run_goes_on_where_this_one_ended(
    site: Publisher, keeping: Fetcher, clock: Clock
) -> None:
    keeping.limits = Limits(attempts=1)
    site.serve("/kst-25877-3.xml", BROKEN, WHOLE)
    with pytest.raises(FetchError, match="broken off"):
        keeping.get(PAPER, ".xml")
    (kept,) = files(keeping)
    assert kept.read_bytes().partition(b"\n")[2] == BODY[:HALF]
    later = Fetcher(keeping.base, keeping.client, sleep=clock.sleep, clock=clock.time)
    later.unfinished = keeping.unfinished
    assert later.get(PAPER, ".xml") == BODY
    assert site.ranges == [None, f"bytes={HALF}-"]
    assert not keeping.unfinished or not keeping.unfinished.exists()


def test_the_progress_of_a_resumed_download_counts_what_was_there(
    site: Publisher, keeping: Fetcher
) -> None:
    told: list[tuple[int, int | None]] = []
    keeping.progress = lambda done, whole: told.append((done, whole))
    site.serve("/kst-25877-3.xml", BROKEN, WHOLE)
    keeping.get(PAPER, ".xml")
    assert told[-1] == (len(BODY), len(BODY))
    assert [done for done, _ in told] == sorted(done for done, _ in told)


OTHER = paper(text="Een nieuwe uitgave. " * 300)
REST = BODY[HALF:]


def rest(range: str, mark: str = MARK) -> Reply:
    return Reply(REST, 206, {**XML, "ETag": mark, "Content-Range": range})


@pytest.mark.parametrize(
    ("case", "second", "body", "asked"),
    [
        ("server that cannot", Reply(BODY, headers=XML), BODY, 2),
        ("changed meanwhile", Reply(OTHER, headers={**XML, "ETag": '"v2"'}, ranges=True), OTHER, 2),
        ("no range said", rest(""), BODY, 3),
        ("from another place", rest(f"bytes {HALF + 1}-{len(BODY) - 1}/{len(BODY)}"), BODY, 3),
        ("of another version", rest(f"bytes {HALF}-{len(BODY) - 1}/{len(BODY)}", '"v2"'), BODY, 3),
        ("nothing left", Reply(b"", 416), BODY, 3),
    ],
)
def test_else_it_starts_anew(
    site: Publisher, keeping: Fetcher, case: str, second: Reply, body: bytes, asked: int
) -> None:
    site.serve("/kst-25877-3.xml", BROKEN, second, *([WHOLE] if asked == 3 else []))
    assert keeping.get(PAPER, ".xml") == body
    assert site.ranges == [None, f"bytes={HALF}-", None][:asked]
    assert files(keeping) == []


@pytest.mark.parametrize("mark", [{}, {"ETag": 'W/"v1"'}], ids=["no mark", "weak mark"])
def test_what_has_no_sure_mark_is_not_kept(
    site: Publisher, keeping: Fetcher, mark: dict[str, str]
) -> None:
    headers = {"Content-Type": "application/xml", **mark}
    broken = Reply(BODY, headers=headers, cut=HALF)
    site.serve("/kst-25877-3.xml", broken, Reply(BODY, headers=headers, ranges=True))
    assert keeping.get(PAPER, ".xml") == BODY
    assert site.ranges == [None, None]


def test_a_rest_that_was_not_asked_for_is_refused(site: Publisher, keeping: Fetcher) -> None:
    site.serve("/kst-25877-3.xml", rest(f"bytes 0-{len(REST) - 1}/{len(REST)}"))
    with pytest.raises(FetchError, match=r"refused by the server \(206\)"):
        keeping.get(PAPER, ".xml")


@pytest.mark.parametrize(("size", "refused"), [(len(BODY), False), (len(BODY) - 1, True)])
def test_the_limit_counts_what_was_kept(
    site: Publisher, keeping: Fetcher, size: int, refused: bool
) -> None:
    assert keeping.unfinished
    keeping.unfinished.mkdir()
    partial = Partial(keeping.unfinished, PAPER)
    partial.restart({"etag": MARK})
    partial.add(BODY[:HALF])
    partial.pause()
    keeping.limits = Limits(bytes=size)
    site.serve("/kst-25877-3.xml", WHOLE)
    if refused:
        with pytest.raises(FetchError, match="larger than"):
            keeping.get(PAPER, ".xml")
    else:
        assert keeping.get(PAPER, ".xml") == BODY
    assert files(keeping) == []


HEAD = json.dumps({"url": PAPER, "mark": MARK}).encode()


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (HEAD + b"\n<a>", b"<a>"),
        (HEAD, b""),
        (HEAD.replace(b"25877-3", b"25877-8") + b"\n<a>", b""),
        (b"\x00\xff<a>", b""),
        (b"[]\n<a>", b""),
        (b"", b""),
    ],
)
def test_only_what_is_of_this_address_is_taken_up(
    tmp_path: Path, content: bytes, kept: bytes
) -> None:
    Partial(tmp_path, PAPER).restart({"etag": MARK})
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert Partial(tmp_path, PAPER).data == kept
    assert Partial(tmp_path, PAPER, at_most=10).data == b""


METADATA = f"/{ID}/metadata.xml"
META = metadata(ID)
DATED = BODY.replace(b"<al>", b'<al><datum isodatum="1998-02-11"/>', 1)


@pytest.mark.parametrize(
    ("broken", "meta", "xml", "held"),
    [
        (f"/{ID}.xml", Reply(META, headers=XML), BROKEN, ".pdf"),
        (METADATA, Reply(META, headers=XML, cut=20), Reply(DATED, headers=XML), ".xml"),
    ],
    ids=["the XML", "the metadata"],
)
def test_what_broke_off_goes_once_the_source_is_held_otherwise(
    corpus: Path, site: Publisher, keeping: Fetcher, broken: str, meta: Reply, xml: Reply, held: str
) -> None:
    site.serve(METADATA, meta)
    site.serve(f"/{ID}.xml", xml)
    site.document(f"/{ID}.pdf", pdf())
    (outcome,) = fetch_all(corpus, [ID], keeping, today="2026-01-02")
    assert site.asked.count(broken) == keeping.limits.attempts
    assert outcome.held and outcome.held.file.endswith(held)
    assert keeping.unfinished and not keeping.unfinished.exists()


def test_what_broke_off_goes_where_the_source_was_added_by_hand(
    corpus: Path, site: Publisher, keeping: Fetcher, tmp_path: Path
) -> None:
    site.serve(METADATA, Reply(META, headers=XML))
    site.serve(f"/{ID}.xml", BROKEN)
    list(fetch_all(corpus, [ID], keeping, today="2026-01-02"))
    (tmp_path / "paper.xml").write_bytes(paper())
    add_file(corpus, tmp_path / "paper.xml", ID, Told(date="1998-02-11"), today="2026-01-02")
    assert len(files(keeping)) == 1
    (outcome,) = fetch_all(corpus, [ID], keeping, today="2026-01-02")
    assert outcome.before and files(keeping) == []


def test_what_broke_off_stays_while_the_source_is_not_held(
    corpus: Path, site: Publisher, keeping: Fetcher
) -> None:
    site.serve(METADATA, Reply(META, headers=XML))
    site.serve(f"/{ID}.xml", BROKEN)
    (outcome,) = fetch_all(corpus, [ID], keeping, today="2026-01-02")
    assert outcome.held is None
    assert len(files(keeping)) == 1


def test_a_folder_that_cannot_be_written_only_costs_the_resuming(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    partial = Partial(tmp_path / "file", PAPER)
    partial.restart({"etag": MARK})
    partial.add(b"<a>")
    assert partial.data == b"<a>"
    assert (tmp_path / "file").read_text() == "in the way"
