"""Sources and the places that rely on them → HTML for the page "Citations".

Every text that is not the app's own passes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from app.citations_data import (
    Listing,
    articles,
    chapter_ids,
    chapters,
    law_link,
    leaning,
    paragraph_of,
    times,
    way_to,
)
from app.reading_marks import address
from app.texts import words
from kaderwijzer.answer.labels import label
from kaderwijzer.cite.identity import law_name
from kaderwijzer.cite.labels import show_pinpoint
from kaderwijzer.model import (
    Citation,
    CitationKind,
    Language,
    Note,
    Occurrence,
    SourceMatch,
    Suggestion,
)

_OPEN = 4  # so many places are shown at once in a list of sources; more can be opened
_STEPS = (1, 3, 6, 11, 21)  # the counts at which a cell of the picture becomes darker


def link_to(source: str, language: Language, shown: str) -> str:
    """Return a link to the page of a source."""
    href = escape(address("citations", language, source=source))
    return f'<a href="{href}">{escape(shown)}</a>'


def said(note: Note, language: Language) -> str:
    """Return a remark in the language of the page, escaped."""
    return escape(note.nl if language is Language.DUTCH else note.en)


def _outward(url: str) -> str:
    """Return an address as text that can be followed; nothing is loaded until someone does."""
    if not url.startswith("https://"):
        return escape(url)
    return f'<a href="{escape(url)}" target="_blank" rel="noreferrer noopener">{escape(url)}</a>'


# --- a source ------------------------------------------------------------------------------------


def source_html(match: SourceMatch, of: Listing, language: Language, *, whole: bool) -> str:
    """Return a source with the places that rely on it; `whole` on its own page, with all about it."""
    return "".join(_source(match, of, language, whole))


def _source(match: SourceMatch, of: Listing, language: Language, whole: bool) -> Iterator[str]:
    own = match.kind in (CitationKind.FOOTNOTE, CitationKind.SECTION)
    name = escape(match.label) if whole or own else link_to(match.id, language, match.label)
    yield f'<article class="kw-card"><h3 class="kw-heading" lang="nl">{name}</h3>'
    yield f'<p class="kw-who">{summary(match, of, language)}</p>'
    yield from (_remark(note, language) for note in match.notes)
    if whole and not own:
        yield from _having(match, language)
    yield from _places(match, of, language, whole)
    yield "</article>"


def summary(match: SourceMatch, of: Listing, language: Language) -> str:
    """Return the kind of a source, how often and in which chapters it is cited, whether it is held."""
    count, cited = times(match), chapters(match, of.document)
    parts = [words("citations", language, f"kind_{match.kind.value}")]
    if match.kind is not CitationKind.FOOTNOTE:
        name = "times_one" if count == 1 else "times_many"
        parts.append(words("citations", language, name, count=count))
        inside = [c for c in chapter_ids(of.document) if c in cited]
        listed = ", ".join(inside)
        parts += [words("citations", language, "in_chapters", chapters=listed)] if inside else []
    if match.kind not in (CitationKind.FOOTNOTE, CitationKind.SECTION):
        parts.append(words("citations", language, "held" if match.held else "not_held"))
    return escape(" · ".join(parts))


def _remark(note: Note, language: Language) -> str:
    name = words("citations", language, "remark")
    return f'<p class="kw-remark"><b>{name}:</b> {said(note, language)}</p>'


def _having(match: SourceMatch, language: Language) -> Iterator[str]:
    """Yield the identifier, what is known of it, the address, and how to get what is not held."""
    name = words("citations", language, "id")
    known = words("citations", language, f"existence_{match.existence.value}")
    yield f'<p class="kw-note">{name}: <code>{escape(match.id)}</code>. {known}</p>'
    if match.url:
        yield f'<p class="kw-note">{words("citations", language, "address")}: {_outward(match.url)}</p>'
    else:
        yield f'<p class="kw-note">{words("citations", language, "no_address")}</p>'
    if not match.held:
        way = way_to(match)
        how = words(
            "citations",
            language,
            way.name,
            id=way.id,
            carrier=way.carrier,
            candidates=way.candidates,
        )
        yield f'<p class="kw-note"><b>{words("citations", language, "way")}:</b> {escape(how)}</p>'


# --- its places ----------------------------------------------------------------------------------


def _places(match: SourceMatch, of: Listing, language: Language, whole: bool) -> Iterator[str]:
    name = words("citations", language, "where")
    found = [place_html(at, of, language) for at in match.occurrences]
    few = whole or len(found) <= _OPEN
    listed = f'<ol class="kw-places">{"".join(found)}</ol>'
    if few:
        yield f'<h4 class="kw-sub">{name}</h4>{listed}'
    else:
        yield f"<details><summary>{name} ({len(found)})</summary>{listed}</details>"


def place_html(at: Occurrence | Citation, of: Listing, language: Language) -> str:
    """Return a place that relies on a source: where, what it points to, as printed, for which sentence."""
    return f"<li>{''.join(_place(at, of, language))}</li>"


def _place(at: Occurrence | Citation, of: Listing, language: Language) -> Iterator[str]:
    paragraph = paragraph_of(at, of.document)
    shown = escape(where(at, of, language))
    if paragraph:
        shown = f'<a href="{escape(address("read", language, p=paragraph))}">{shown}</a>'
    pinpoint = show_pinpoint(at.pinpoint) if at.pinpoint else ""
    points = words("citations", language, "points_to", pinpoint=pinpoint) if pinpoint else ""
    yield f'<p class="kw-place">{shown}{escape(f" – {points}" if points else "")}</p>'
    printed = at.verbatim if isinstance(at, Citation) else at.text
    name = words("citations", language, "printed")
    yield f'<p class="kw-note">{name}: <span lang="nl">“{escape(printed)}”</span></p>'
    yield from _supported(at.proposition, of, language)
    yield from (_remark(note, language) for note in at.notes)


def _supported(sentence: str, of: Listing, language: Language) -> Iterator[str]:
    if not sentence:
        return
    yield f'<p class="kw-note">{words("citations", language, "supports")}:</p>'
    yield f'<blockquote class="kw-quote" lang="nl">{escape(sentence)}</blockquote>'
    english = of.english.get(sentence) if language is Language.ENGLISH else None
    if english:
        name = label(language, "translation")
        yield f'<p class="kw-translation"><i>{name}:</i> <span lang="en">{escape(english)}</span></p>'


def where(at: Occurrence | Citation, of: Listing, language: Language) -> str:
    """Return the section, page and note of a place, in words."""
    own = at.document == of.document.source.entry.id
    parts = [f"{label(language, 'section' if '.' in at.section else 'chapter')} {at.section}"]
    parts.append(f"{label(language, 'page')} {at.page}")
    if at.footnote is not None:
        parts.append(f"{label(language, 'footnote')} {at.footnote}")
    if not own:
        parts.append(words("citations", language, "place_other", document=at.document))
    return ", ".join(parts)


def suggestions_html(near: Sequence[Suggestion], language: Language, name: str) -> str:
    """Return the sources near to one that was looked up."""
    items = "".join(f'<li lang="nl">{link_to(s.id, language, s.label)}</li>' for s in near)
    return f'<p class="kw-note">{words("citations", language, name)}</p><ul>{items}</ul>'


# --- the statute, article by article -------------------------------------------------------------


def statute_html(of: Listing, language: Language, only: str | None = None) -> str:
    """Return every law with its articles that are cited; `only` of one law."""
    return "".join(
        part
        for law, rows in articles(of).items()
        if only in (None, law)
        for part in _law(law, rows, of, language)
    )


def _law(law: str, rows: Sequence[SourceMatch], of: Listing, language: Language) -> Iterator[str]:
    held = words("citations", language, "held" if law in of.catalogue.held else "not_held")
    yield f'<h3 class="kw-heading" lang="nl">{escape(law_name(law))}</h3>'
    yield f'<p class="kw-who">{held} · <code>{escape(law)}</code></p>'
    url = law_link(law, of)
    if url:
        name = words("citations", language, "address")
        yield f'<p class="kw-note">{name}: {_outward(url)}</p>'
    for match in rows:
        count = times(match)
        name = "times_one" if count == 1 else "times_many"
        yield f'<details class="kw-article"><summary lang="nl"><b>{escape(match.label)}</b> – '
        yield f'<span lang="{language.value}">{words("citations", language, name, count=count)}'
        yield f'</span></summary><p class="kw-note">{link_to(match.id, language, match.id)}</p>'
        places = "".join(place_html(at, of, language) for at in match.occurrences)
        yield f'<ol class="kw-places">{places}</ol></details>'


# --- what is odd ---------------------------------------------------------------------------------


def odd_html(found: Sequence[Citation], of: Listing, language: Language) -> str:
    """Return the citations with a remark: as printed, as probably meant, and why."""
    return "".join(
        f'<article class="kw-card">{"".join(_odd(c, of, language))}</article>' for c in found
    )


def _odd(citation: Citation, of: Listing, language: Language) -> Iterator[str]:
    yield f'<h3 class="kw-heading" lang="nl">{link_to(citation.id, language, citation.label)}</h3>'
    if citation.probable:
        name = words("citations", language, "probable")
        yield f'<p class="kw-note"><b>{name}:</b> '
        yield f"{link_to(citation.probable, language, citation.probable)}</p>"
    yield from _place(citation, of, language)


# --- the picture ---------------------------------------------------------------------------------


def picture_html(of: Listing, language: Language) -> str:
    """Return how much each chapter leans on each source, as a table whose cells are coloured."""
    rows, ids = leaning(of), chapter_ids(of.document)
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in ids)
    body = "".join(
        f'<tr><th scope="row" lang="nl">{link_to(name, language, shown)}</th>'
        + "".join(_cell(count[c]) for c in ids)
        + f"<td><b>{count.total()}</b></td></tr>"
        for name, shown, count in rows
    )
    name = escape(words("citations", language, "picture_alt"))
    source = words("citations", language, "column_label")
    total = words("citations", language, "total")
    return (
        f'<div class="kw-wide" role="region" aria-label="{name}" tabindex="0">'
        f'<table class="kw-picture"><caption>{name}</caption><thead><tr><th scope="col">{source}</th>'
        f'{head}<th scope="col">{total}</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cell(count: int) -> str:
    step = sum(count >= least for least in _STEPS)
    return f'<td class="kw-heat-{step}">{count or "–"}</td>'


def picture_words(of: Listing, language: Language) -> str:
    """Return what the picture shows, in sentences."""
    rows = leaning(of)
    lines = []
    for chapter in chapter_ids(of.document):
        total = sum(count[chapter] for _, _, count in rows)
        best = max(rows, key=lambda row: row[2][chapter], default=None)
        if best and total:
            sentence = words(
                "citations",
                language,
                "picture_says",
                chapter=chapter,
                count=total,
                label=best[1],
                most=best[2][chapter],
            )
            lines.append(f"<li>{escape(sentence)}</li>")
    return f"<ul>{''.join(lines)}</ul>"
