"""References to articles of laws, in both notations and in enumerations, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kaderwijzer.cite.found import Context, Found
from kaderwijzer.cite.patterns import laws, ordinals, statute_pieces
from kaderwijzer.model import Article, LawId, Pinpoint, PinpointKind

_LIST = re.compile(r"\d+[a-z]?|t/m|[-–]|[^\W\d_]+")
# Every form of the word "artikel" has one of these in it: most texts are passed over quickly.
_WORDS = ("rtikel", "RTIKEL", "rticle", "rt ", "rt.", "rtt", "rt\u00a0", "rt\n", "§")
_COLON = re.compile(r"\d+:\d+")
_RANGE_WORDS = {"tot", "met", "t/m", "-", "–"}
_MAX_RANGE = 60


@dataclass(frozen=True)
class _Item:
    """One article of a list with what hangs on it."""

    start: int
    end: int
    articles: tuple[str, ...]
    members: tuple[str, ...] = ()
    parts: Pinpoint | None = None
    law: LawId | None = None


def find_articles(text: str, context: Context) -> list[Found]:
    """Return every article reference of a paragraph, one per article and member.

    >>> context = Context("d", frozenset(), "BWBR0013409")
    >>> [f.reference.member for f in find_articles("artikel 59 leden 5 en 6 Wiv 2002", context)]
    ['5', '6']
    """
    found: list[Found] = []
    if not any(word in text for word in _WORDS):
        return found
    before: dict[int, re.Match[str]] = {}
    if " van artikel " in text:
        before = {m.end(): m for m in statute_pieces()["head_after_member"].regex.finditer(text)}
    for head in statute_pieces()["head"].regex.finditer(text):
        if found and head.start() < found[-1].end:
            continue
        chain = _chain(text, head, before.get(head.start()))
        found += [f for item in _with_laws(chain) for f in _expand(item, context)]
    return sorted(found + _members_alone(text, found), key=lambda f: f.start)


def _chain(text: str, head: re.Match[str], before: re.Match[str] | None) -> list[_Item]:
    """Read the articles that one "artikel(en)" governs."""
    plural = head["word"].lower().rstrip(".") in ("artikelen", "artt", "articles")
    plural = plural or _listed_in_singular(text, head.end())
    start = before.start() if before else head.start()
    item = _item(text, start, head.end(), plural)
    items: list[_Item] = []
    while item is not None:
        items.append(item)
        item = _next(text, item, plural or head["word"].lower() == "art.", plural)
    if head["word"] == "§":
        return [i for i in items if i.law and i.law in laws().by_id and laws().by_id[i.law].foreign]
    if before and items and not items[0].members:
        printed = before["ordinals"]
        members = _in_words(printed) if printed else _listed(before["members"])
        items[0] = replace(items[0], members=members)
    return items


def _listed_in_singular(text: str, at: int) -> bool:
    """Tell whether "art. 34, 35 en 36 lid 1" lists articles: a member or a law follows the last.

    >>> _listed_in_singular("art. 12 en 13 Wiv 2002", 5), _listed_in_singular("art. 12 en 3 keer", 5)
    (True, False)
    """
    pieces = statute_pieces()
    first = pieces["article"].regex.match(text, at)
    listed = pieces["listed_articles"].regex.match(text, first.end()) if first else None
    if listed is None:
        return False
    end = listed.end()
    return _members(text, end, True)[0] != () or _law(text, end)[0] is not None


def _next(text: str, last: _Item, ranged: bool, plural: bool) -> _Item | None:
    more = statute_pieces()["more_members"].regex.match(text, last.end)
    if more and last.members:
        return _same_article(text, last, more)
    joint = statute_pieces()["next"].regex.match(text, last.end)
    if joint is None or (last.law and not joint["juncto"]):
        return None
    # "artikel 8:27, 8:28 of 8:45": such numbers can only be articles.
    surely = _COLON.match(text, joint.end()) is not None
    if joint["range"]:
        return _range(text, last, joint.end()) if (ranged or surely) and not last.members else None
    if joint["juncto"]:
        start = joint.start("again") if joint["again"] else joint.end()
        return _item(text, start, joint.end(), plural)
    return _item(text, joint.end(), joint.end(), plural) if plural or surely else None


def _same_article(text: str, last: _Item, more: re.Match[str]) -> _Item:
    """Read "en het vijfde lid": another member of the article before it, with its own parts."""
    parts, end = _parts(text, more.end())
    law, end = (last.law, end) if last.law else _law(text, end)
    return _Item(more.start("whole"), end, last.articles, _in_words(more["ordinals"]), parts, law)


def _range(text: str, last: _Item, at: int) -> _Item | None:
    item = _item(text, at, at, True)
    first, end = last.articles[-1], item.articles[0] if item else ""
    if item is None or not (first.isdigit() and end.isdigit()):
        return item
    if not int(first) < int(end) < int(first) + _MAX_RANGE:
        return None
    return replace(item, articles=tuple(map(str, range(int(first) + 1, int(end) + 1))))


def _item(text: str, start: int, at: int, plural: bool) -> _Item | None:
    pieces = statute_pieces()
    article = pieces["article"].regex.match(text, at)
    if article is None:
        return None
    articles, end = _ranged(text, article)
    law, end = _law(text, end)
    members, end = _members(text, end, plural)
    parts, end = _parts(text, end)
    bracket = pieces["member_in_brackets"].regex.match(text, end)
    if bracket and not members:
        members, end = (bracket["members"],), bracket.end()
        parts = _letters(bracket["parts"]) if bracket["parts"] else None
    if law is None:
        law, end = _law(text, end)
    return _Item(start, end, articles, members, parts, law)


def _ranged(text: str, article: re.Match[str]) -> tuple[tuple[str, ...], int]:
    """Read "31-33": the articles of a range in one piece, or else the one article."""
    first = article["article"]
    more = statute_pieces()["article_range"].regex.match(text, article.end())
    if more is None or not first.isdigit() or not int(first) < int(more["last"]):
        return (first,), article.end()
    if int(more["last"]) >= int(first) + _MAX_RANGE:
        return (first,), article.end()
    return tuple(map(str, range(int(first), int(more["last"]) + 1))), more.end()


def _members(text: str, at: int, plural: bool) -> tuple[tuple[str, ...], int]:
    pieces = statute_pieces()
    words = pieces["member_in_words"].regex.match(text, at)
    if words:
        return _in_words(words["ordinals"]), words.end()
    numbers = pieces["member"].regex.match(text, at)
    if not numbers:
        return (), at
    printed = numbers["members"]
    # "artikelen 17 lid 1 en 32": one member, then the next article.
    if plural and numbers["joint"] in (" en ", " and ") and "leden" not in numbers.group():
        printed = re.split(r"\s(?:en|and)\s(?=\d)", printed)[0]
    return _listed(printed), numbers.start("members") + len(printed)


def _listed(printed: str) -> tuple[str, ...]:
    """Write out a list of members.

    >>> _listed("2 tot en met 4")
    ('2', '3', '4')
    """
    out: list[str] = []
    ranged = False
    for match in _LIST.finditer(printed):
        token = match.group()
        if not token[0].isdigit():
            ranged = ranged or token in _RANGE_WORDS
            continue
        if ranged and out and out[-1].isdigit() and token.isdigit():
            out += map(str, range(int(out[-1]) + 1, int(token)))
        out.append(token)
        ranged = False
    return tuple(dict.fromkeys(out))


def _in_words(printed: str) -> tuple[str, ...]:
    numbers = ordinals()
    spelled = re.sub(r"[a-z]+", lambda m: str(numbers.get(m.group(), m.group())), printed)
    return _listed(spelled)


def _parts(text: str, at: int) -> tuple[Pinpoint | None, int]:
    match = statute_pieces()["part"].regex.match(text, at)
    return (_letters(match["parts"]), match.end()) if match else (None, at)


def _letters(printed: str) -> Pinpoint:
    """Read a list of parts: "a, c en e", "a t/m c"."""
    ranges: list[tuple[str, str]] = []
    tokens = re.findall(r"t/m|tot en met|[-–]|\b[a-z]\b", printed)
    for before, token in zip(["", *tokens], tokens, strict=False):
        if not re.fullmatch("[a-z]", token):
            continue
        if before and not before.isalpha() and ranges:
            ranges[-1] = (ranges[-1][0], token)
        else:
            ranges.append((token, token))
    return Pinpoint(PinpointKind.PART, tuple(ranges))


def _law(text: str, at: int) -> tuple[LawId | None, int]:
    """Read the law behind an article: foreign, by a name we know, or by its own description."""
    known = laws()
    foreign = known.foreign.match(text, at)
    if foreign:
        return LawId(
            f"{known.countries[foreign['country']]}-{_slug(foreign['law'])}"
        ), foreign.end()
    named = known.named.match(text, at)
    if named:
        return LawId(known.by_name[named["law"]].id), named.end()
    described = known.described.match(text, at)
    if described:
        name = described["law"] or described["short"] or described["that"]
        return LawId(f"unresolved-{_slug(name)}"), described.end()
    return None, at


def _slug(name: str) -> str:
    plain = name.lower().translate(str.maketrans("éèêëáàäâöóôüúïíç", "eeeeaaaaooouuiic"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _with_laws(chain: Sequence[_Item]) -> list[_Item]:
    """A law named at the end of a list governs the articles before it."""
    law: LawId | None = None
    out: list[_Item] = []
    for item in reversed(chain):
        law = item.law or law
        out.append(replace(item, law=law))
    return out[::-1]


def _expand(item: _Item, context: Context) -> Iterator[Found]:
    law = item.law or context.law
    for article in item.articles:
        for member in item.members or (None,):
            yield Found(item.start, item.end, Article(law, article, member), item.parts)


def _members_alone(text: str, articles: Sequence[Found]) -> list[Found]:
    """Read "(lid 2)": a member of the article named last before it."""
    out: list[Found] = []
    if not articles:
        return out
    for match in statute_pieces()["member_alone"].regex.finditer(text):
        if any(f.start <= match.start("whole") < f.end for f in articles):
            continue
        last = next((f for f in reversed(articles) if f.end <= match.start()), None)
        if last is None or not isinstance(last.reference, Article):
            continue
        for member in _listed(match["members"]):
            reference = replace(last.reference, member=member)
            out.append(Found(match.start("whole"), match.end("whole"), reference, None))
    return out
