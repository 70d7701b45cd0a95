"""Fetching, end to end against a server of the tests' own: the good, the slow, the broken, the hostile."""

import datetime
from pathlib import Path

import pytest
import yaml
from tests.sources.conftest import Clock
from tests.sources.made import metadata, page, paper, pdf
from tests.sources.server import TYPES, Publisher, Reply

from kaderwijzer.errors import CorpusError
from kaderwijzer.fetch import Fetcher, FetchError, Limits, NoNetwork, NotThere, seconds_to_wait
from kaderwijzer.fetch_sources import Outcome, fetch_all
from kaderwijzer.read.manifest import held_sources
from kaderwijzer.sources import PUBLISHER, list_sources

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
DAY = "2026-01-02"
XML = {"Content-Type": "application/xml"}
PAPER = f"{PUBLISHER}/kst-25877-3.xml"


def described(site: Publisher, id: str = "kst-25877-3", **changes: str) -> None:
    site.serve(f"/{id}/metadata.xml", Reply(metadata(id, **changes), headers=XML))


def fetch(folder: Path, fetcher: Fetcher, *ids: str, format: str | None = None) -> list[Outcome]:
    return list(
        fetch_all(folder, ids, fetcher, listed=list_sources(folder), today=DAY, format=format)
    )


def nothing_held(folder: Path) -> bool:
    return held_sources(folder) == {} and not list(folder.glob("sources/*"))


# --- what is fetched -----------------------------------------------------------------------------


def test_the_xml_is_taken_where_there_is_one(
    corpus: Path, site: Publisher, fetcher: Fetcher
) -> None:
    described(site)
    for suffix, body in ((".xml", paper()), (".pdf", pdf()), (".html", page())):
        site.document(f"/kst-25877-3{suffix}", body)
    (outcome,) = fetch(corpus, fetcher, "kst-25877-3")
    assert outcome.held and outcome.held.file == "sources/kst-25877-3.xml"
    assert site.asked == ["/kst-25877-3/metadata.xml", "/kst-25877-3.xml"]
    item = yaml.safe_load((corpus / "held.yaml").read_text())["documents"][0]
    assert (item["title"], item["date"]) == ("Memorie van toelichting", "1998-02-11")
    assert (item["retrieved_from"], item["retrieved_on"]) == (PAPER, DAY)
    assert (corpus / "sources" / "kst-25877-3.xml").read_bytes() == paper()


@pytest.mark.parametrize(
    ("there", "taken"), [([".pdf", ".html"], ".pdf"), ([".html"], ".html"), ([".xml"], ".xml")]
)
def test_else_the_pdf_else_the_page(
    corpus: Path, site: Publisher, fetcher: Fetcher, there: list[str], taken: str
) -> None:
    described(site)
    bodies = {".xml": paper(), ".pdf": pdf(), ".html": page()}
    for suffix in there:
        site.document(f"/kst-25877-3{suffix}", bodies[suffix])
    (outcome,) = fetch(corpus, fetcher, "kst-25877-3")
    assert outcome.held and outcome.held.file.endswith(taken)


def test_a_format_can_be_asked_for(corpus: Path, site: Publisher, fetcher: Fetcher) -> None:
    described(site)
    site.document("/kst-25877-3.xml", paper())
    site.document("/kst-25877-3.pdf", pdf())
    (outcome,) = fetch(corpus, fetcher, "kst-25877-3", format="pdf")
    assert outcome.held and outcome.held.file == "sources/kst-25877-3.pdf"


def test_what_is_held_is_passed_over_so_that_fetching_can_go_on(
    corpus: Path, site: Publisher, fetcher: Fetcher
) -> None:
    described(site)
    site.document("/kst-25877-3.xml", paper())
    described(site, "kst-25877-8")
    fetch(corpus, fetcher, "kst-25877-3", "kst-25877-8")
    assert list(held_sources(corpus)) == ["kst-25877-3"]
    site.document("/kst-25877-8.xml", paper(number="8"))
    site.asked.clear()
    first, second = fetch(corpus, fetcher, "kst-25877-3", "kst-25877-8")
    assert first.before and second.held
    assert not [path for path in site.asked if "25877-3" in path]


def test_without_metadata_and_date_it_is_left_to_the_user(
    corpus: Path, site: Publisher, fetcher: Fetcher
) -> None:
    site.document("/kst-25877-3.xml", paper())
    (outcome,) = fetch(corpus, fetcher, "kst-25877-3")
    assert outcome.why and "add --date YYYY-MM-DD" in outcome.why
    assert nothing_held(corpus)


@pytest.mark.parametrize("id", ["BWBR0013409", "ctivd-22a", "kst-29924-3"])
def test_what_has_no_address_asks_the_network_nothing(
    corpus: Path, site: Publisher, fetcher: Fetcher, id: str
) -> None:
    (outcome,) = fetch(corpus, fetcher, id)
    assert outcome.why and not outcome.has_address
    assert site.asked == []


def test_a_wrong_identifier_stops_before_anything_is_fetched(
    corpus: Path, site: Publisher, fetcher: Fetcher
) -> None:
    site.document("/kst-25877-3.xml", paper())
    with pytest.raises(CorpusError, match="is no identifier"):
        fetch(corpus, fetcher, "kst-25877-3", "25877 nr 8")
    assert site.asked == []


# --- what is refused -----------------------------------------------------------------------------

BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><kamerwrk><al>&x;</al></kamerwrk>'
LOCAL = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LIKE = "https://zoek.officielebekendmakingen.nl@example.org/x"
OPEN = b"<?xml version='1.0'?><kamerwrk><al></kamerwrk>"


def xml(body: bytes) -> Reply:
    return Reply(body, headers=XML)


def moved(to: str) -> Reply:
    return Reply(b"", 302, {"Location": to})


BAD = [
    ("error page as XML", xml(page()), "the body is HTML, not XML"),
    ("wrong type", Reply(paper(), headers={"Content-Type": "text/html"}), "text/html instead of"),
    ("no type", Reply(paper()), "no type instead of XML"),
    ("bomb", xml(BOMB), "document type or entities"),
    ("local file", xml(LOCAL), "document type or entities"),
    ("not well-formed", xml(OPEN), "not well-formed"),
    ("another paper", xml(paper(number="4")), "this is kst-25877-4, not kst-25877-3"),
    ("forbidden", Reply(b"nee", 403), "refused by the server (403)"),
    ("gone", Reply(b"", 410), "not there (410)"),
    ("compressed", Reply(b"x", headers={**XML, "Content-Encoding": "gzip"}), "sent compressed"),
    ("redirect in a circle", moved("/kst-25877-3.xml"), "more than 5 redirects"),
    ("redirect to another host", moved("http://example.org/x"), "host (http://example.org/x)"),
    ("redirect to another port", moved("//127.0.0.1:9/x.xml"), "refers on to another host"),
    ("redirect to a file", moved("file:///etc/passwd"), "refers on to another host"),
    ("redirect to a look-alike", moved(LIKE), "refers on to another host"),
]


@pytest.mark.parametrize(("case", "reply", "says"), BAD, ids=[b[0] for b in BAD])
def test_nothing_is_stored_of_what_is_not_as_it_should_be(
    corpus: Path, site: Publisher, fetcher: Fetcher, case: str, reply: Reply, says: str
) -> None:
    described(site)
    site.serve("/kst-25877-3.xml", reply)
    (outcome,) = fetch(corpus, fetcher, "kst-25877-3", format="xml")
    assert outcome.why and says in outcome.why
    assert "By hand: download" in outcome.why
    assert "'kaderwijzer sources add FILE --id kst-25877-3'" in outcome.why
    assert nothing_held(corpus)
    assert "root:" not in outcome.why


@pytest.mark.parametrize("announced", [True, False])
def test_two_hundred_megabytes_are_refused_by_the_limit(
    site: Publisher, fetcher: Fetcher, announced: bool
) -> None:
    site.serve("/kst-25877-3.xml", Reply(headers=XML, size=200_000_000, announced=announced))
    with pytest.raises(FetchError, match="larger than 50 MB; refused"):
        fetcher.get(PAPER, ".xml")
    # What was sent beyond the limit lay in the buffers of the connection.
    assert site.sent < (20_000_000 if announced else 70_000_000)


@pytest.mark.parametrize(("size", "refused"), [(999, False), (1000, False), (1001, True)])
def test_the_limit_itself(site: Publisher, fetcher: Fetcher, size: int, refused: bool) -> None:
    fetcher.limits = Limits(bytes=1000)
    body = b"<a>" + b"x" * (size - 7) + b"</a>"
    site.serve("/kst-25877-3.xml", Reply(body, headers=XML, announced=False))
    if refused:
        with pytest.raises(FetchError, match="larger than"):
            fetcher.get(PAPER, ".xml")
    else:
        assert fetcher.get(PAPER, ".xml") == body


@pytest.mark.parametrize(
    "url", ["http://example.org/x.xml", "ftp://zoek.officielebekendmakingen.nl/x"]
)
def test_only_official_addresses_are_opened(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchError, match="not an official address"):
        fetcher.get(url, ".xml")


def test_a_redirect_within_the_site_is_followed(site: Publisher, fetcher: Fetcher) -> None:
    site.serve("/kst-25877-3.xml", Reply(b"", 301, {"Location": "/nieuw/kst-25877-3.xml"}))
    site.document("/nieuw/kst-25877-3.xml", paper())
    assert fetcher.get(PAPER, ".xml") == paper()


def test_https_is_not_left_for_http() -> None:
    fetcher = Fetcher()
    with pytest.raises(FetchError, match="which is not https"):
        fetcher._next(PAPER, "http://zoek.officielebekendmakingen.nl/x.xml")
    assert fetcher._next(PAPER, "https://repository.overheid.nl/x.xml").startswith("https://repo")


# --- what is tried again -------------------------------------------------------------------------

GOOD = Reply(paper(), headers=XML)
PASSING = [
    ("busy", Reply(b"", 429), [2.0]),
    ("busy, says when", Reply(b"", 429, {"Retry-After": "7"}), [7.0]),
    ("unavailable", Reply(b"", 503, {"Retry-After": "1"}), [2.0]),
    ("failure", Reply(b"", 500), [2.0]),
    ("slow", Reply(paper(), headers=XML, delay=0.6), [2.0]),
    ("truncated", Reply(paper(), headers=XML, cut=40), [2.0]),
    ("truncated unawares", Reply(paper(), headers=XML, cut=40, announced=False), [2.0]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "reply", "waits"), PASSING, ids=[p[0] for p in PASSING])
def test_a_passing_failure_is_tried_again_after_a_pause(
    site: Publisher, fetcher: Fetcher, clock: Clock, case: str, reply: Reply, waits: list[float]
) -> None:
    site.serve("/kst-25877-3.xml", reply, GOOD)
    assert fetcher.get(PAPER, ".xml") == paper()
    assert len(site.asked) == 2
    assert clock.slept == waits


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_a_body_that_breaks_off_in_order_is_noticed(
    site: Publisher, fetcher: Fetcher, suffix: str
) -> None:
    body = {".pdf": pdf(), ".html": page()}[suffix]
    headers = {"Content-Type": TYPES[suffix]}
    broken = Reply(body, headers=headers, cut=20, announced=False)
    site.serve(f"/kst-25877-3{suffix}", broken, Reply(body, headers=headers))
    assert fetcher.get(f"{PUBLISHER}/kst-25877-3{suffix}", suffix) == body
    assert len(site.asked) == 2


def test_the_pauses_grow_and_end(site: Publisher, fetcher: Fetcher, clock: Clock) -> None:
    site.serve("/kst-25877-3.xml", Reply(b"", 503))
    with pytest.raises(FetchError, match=r"the server is busy \(503\) \(4 times\)"):
        fetcher.get(PAPER, ".xml")
    assert clock.slept == [2.0, 4.0, 8.0]


@pytest.mark.parametrize(("asked", "gives_up"), [("120", False), ("121", True)])
def test_a_server_that_asks_for_a_long_wait_is_left_alone(
    site: Publisher, fetcher: Fetcher, clock: Clock, asked: str, gives_up: bool
) -> None:
    site.serve("/kst-25877-3.xml", Reply(b"", 429, {"Retry-After": asked}), GOOD)
    if gives_up:
        with pytest.raises(FetchError, match="try again in 121 seconds"):
            fetcher.get(PAPER, ".xml")
        assert clock.slept == []
    else:
        assert fetcher.get(PAPER, ".xml") == paper()
        assert clock.slept == [120.0]


def test_what_is_not_there_is_not_asked_for_again(
    site: Publisher, fetcher: Fetcher, clock: Clock
) -> None:
    with pytest.raises(NotThere, match=r"not there \(404\)"):
        fetcher.get(PAPER, ".xml")
    assert (len(site.asked), clock.slept) == (1, [])


def test_a_second_passes_between_two_requests(
    site: Publisher, fetcher: Fetcher, clock: Clock
) -> None:
    site.document("/kst-25877-3.xml", paper())
    for _ in range(3):
        fetcher.get(PAPER, ".xml")
    assert clock.slept == [1.0, 1.0]
    clock.now += 0.75
    fetcher.get(PAPER, ".xml")
    assert clock.slept == [1.0, 1.0, 0.25]


def test_a_download_that_never_ends_is_broken_off(site: Publisher, clock: Clock) -> None:
    import httpx2

    class Slow(Clock):
        def time(self) -> float:
            self.now += 400.0
            return self.now

    slow = Slow()
    with httpx2.Client(trust_env=False, timeout=5) as client:
        fetcher = Fetcher(site.base, client, Limits(attempts=1), slow.sleep, slow.time)
        site.serve("/kst-25877-3.xml", Reply(headers=XML, size=300_000))
        with pytest.raises(FetchError, match="not complete after 600 seconds"):
            fetcher.get(PAPER, ".xml")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("Fri, 02 Jan 2026 10:00:30 GMT", 30.0),
        ("Fri, 02 Jan 2026 09:00:00 GMT", 0.0),
        ("", None),
        ("straks", None),
    ],
)
def test_how_long_a_server_asks_to_wait(header: str, seconds: float | None) -> None:
    now = datetime.datetime(2026, 1, 2, 10, tzinfo=datetime.UTC)
    assert seconds_to_wait(header, now) == seconds


# --- no network ----------------------------------------------------------------------------------


def test_without_a_network_every_source_says_what_to_do_by_hand(corpus: Path, clock: Clock) -> None:
    import httpx2

    with httpx2.Client(trust_env=False, timeout=0.25) as client:
        nobody = Fetcher("http://127.0.0.1:9", client, sleep=clock.sleep, clock=clock.time)
        first, second = fetch(corpus, nobody, "kst-25877-3", "kst-25877-8")
    for outcome, id in ((first, "kst-25877-3"), (second, "kst-25877-8")):
        assert outcome.why
        assert f"download {PUBLISHER}/{id}.xml" in outcome.why
        assert f"'kaderwijzer sources add FILE --id {id}'" in outcome.why
    assert "no connection" in (first.why or "")
    assert "no network" in (second.why or "")
    assert [s for s in clock.slept if s > 1] == [2.0, 4.0, 8.0]  # the second one was not tried
    assert nothing_held(corpus)


def test_a_proxy_that_wants_a_password_counts_as_no_network(
    site: Publisher, fetcher: Fetcher
) -> None:
    site.serve("/kst-25877-3.xml", Reply(b"", 407))
    with pytest.raises(NoNetwork, match="the proxy wants a name and password"):
        fetcher.get(PAPER, ".xml")


def test_the_progress_of_a_download_is_told(site: Publisher, fetcher: Fetcher) -> None:
    told: list[tuple[int, int | None]] = []
    fetcher.progress = lambda done, whole: told.append((done, whole))
    body = paper(text="x" * 200_000)
    site.document("/kst-25877-3.xml", body)
    fetcher.get(PAPER, ".xml")
    assert told[-1] == (len(body), len(body))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
