"""The one file that joins the stages: read → search → answer.

`build` makes an index of a corpus; `load` opens it for asking; `Assistant.ask` answers a question.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kaderwijzer
from kaderwijzer.answer.compose import Frame, compose_passages, compose_refusal
from kaderwijzer.answer.quote import MAX_CHARACTERS, Passage, quote, select
from kaderwijzer.answer.scope import judge, unreadable
from kaderwijzer.errors import AnchorError, IndexProblem, QuestionError, StaleIndex
from kaderwijzer.home import corpus_folder, index_folder
from kaderwijzer.model import (
    Answer,
    CitationKind,
    Cited,
    Corpus,
    Document,
    DocumentId,
    Language,
    LookUp,
    Neighbours,
    Quote,
    Receipt,
    RefusalReason,
    Role,
)
from kaderwijzer.read.cleaning import source_spans
from kaderwijzer.read.language import learn_language, recognise_language
from kaderwijzer.search import models
from kaderwijzer.search.expand import Glossary
from kaderwijzer.search.index import FORMAT, Index, Settings, current_build, read_settings
from kaderwijzer.search.passages import QUESTION_KINDS, passages
from kaderwijzer.search.retrieve import Retriever, Weights, ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kaderwijzer.cite.lookup import Catalogue

DEFAULT_QUOTES = 5
MAX_QUOTES = 10
_NEAREST = 3
# A passage below this share of the best one's score is not shown: it only looks like the question.
_WORTH_SHOWING = 0.2
# A question that may name an article; cheap, so that reading patterns waits until one does.
_NAMES_ARTICLE = re.compile(r"\bart", re.IGNORECASE)
Say = Callable[[str], None]
Facts = Mapping[str, str]


def _silent(_message: str) -> None:
    pass


# --- build -------------------------------------------------------------------------------------


def build(
    corpus: str | Path | None = None,
    index: str | Path | None = None,
    *,
    model: str = models.DEFAULT,
    weights: Path | None = None,
    say: Say = _silent,
    progress: bool = False,
) -> str:
    """Read a corpus, check all that was written about it, and write its index; return its name.

    Args:
      corpus: folder with `manifest.yaml`; None for the project's.
      index: folder for the index; None for the project's.
      model: "default", or a folder or hub name of a sentence-transformers model.
      weights: weight file for the default model, where no package brings it.
      say: receives one line per step.
      progress: show a progress bar on standard error.

    Raises CorpusError, AnchorError or ModelError; the index that exists then stays as it is.
    """
    from kaderwijzer.read.corpus import read_corpus
    from kaderwijzer.read.manifest import held_sources
    from kaderwijzer.search.embed import embed
    from kaderwijzer.search.index import Contents, write_index

    source = corpus_folder(corpus)
    say(f"Reading {source}")
    content = with_canonical_questions(read_corpus(source))
    if models.prepared(model) is None:
        say("Preparing the language model (once)")
    encoder = models.prepare(model, weights)
    found = passages(content)
    say(f"Embedding {len(found.keys)} texts for {len(found.units)} sentences")
    texts = [k.text for k in found.keys if k.kind not in QUESTION_KINDS]
    questions = [k.text for k in found.keys if k.kind in QUESTION_KINDS]
    vectors = embed(encoder.location, texts, questions, progress=progress)
    odds = learn_language((key.language, key.text) for key in found.keys)
    settings = Settings(
        FORMAT,
        kaderwijzer.__version__,
        content.sha256,
        encoder.choice,
        encoder.fingerprint,
        _tables_sha256(),
    )
    held = held_sources(source)
    cited = _cited(_catalogue(content.documents, held))
    name = write_index(
        index_folder(index),
        Contents(settings, content, cited, held, found, vectors, odds),
    )
    say(f"Index {name} written to {index_folder(index)}")
    return name


def with_canonical_questions(corpus: Corpus) -> Corpus:
    """Add the decision tables' questions, after proving the tables on the text they are about."""
    from kaderwijzer.decide.template import DOCUMENT, canonical_questions, faults, read_templates

    for document in corpus.documents:
        if document.source.entry.id == DOCUMENT:
            templates = read_templates()
            if wrong := faults(templates, document):
                raise AnchorError("\n".join(wrong))
            added = tuple(canonical_questions(templates, document))
            notes = replace(corpus.annotations, questions=(*corpus.annotations.questions, *added))
            return replace(corpus, annotations=notes)
    return corpus


def _cited(catalogue: Catalogue) -> tuple[Cited, ...]:
    """Return every source cited in the documents, with its pinpoint, for the answers."""
    from kaderwijzer.cite.labels import show_pinpoint

    return tuple(
        Cited(
            c.probable or c.id,
            f"{c.label}, {show_pinpoint(c.pinpoint)}" if c.pinpoint else c.label,
            c.document,
            c.footnote,
            c.spans,
            c.url,
            c.id in catalogue.held,
        )
        for c in catalogue.citations
        if c.kind is not CitationKind.SECTION
    )


def is_current(corpus: str | Path | None = None, index: str | Path | None = None) -> bool:
    """Tell whether the index is whole and made from this corpus with a model that is there."""
    try:
        _settings(corpus, index)
    except IndexProblem:
        return False
    return True


# --- cite --------------------------------------------------------------------------------------


def read_catalogue(corpus: str | Path | None = None) -> Catalogue:
    """Read the documents of a corpus and parse every citation in them; needs no index or model."""
    from kaderwijzer.read.corpus import read_document
    from kaderwijzer.read.manifest import held_sources, read_manifest

    folder = corpus_folder(corpus)
    documents = tuple(read_document(folder, entry) for entry in read_manifest(folder))
    return _catalogue(documents, held_sources(folder))


def _catalogue(documents: tuple[Document, ...], held: Mapping[str, DocumentId]) -> Catalogue:
    from kaderwijzer.cite.lookup import Catalogue
    from kaderwijzer.cite.parse import parse
    from kaderwijzer.sources import held_citations

    citations = tuple(citation for document in documents for citation in parse(document))
    return Catalogue(citations, documents, held_citations(citations, held))


def cite(query: str, corpus: str | Path | None = None) -> LookUp:
    """Look up where a source is cited, what a footnote or section relies on.

    Never raises for what people type; raises CorpusError where the corpus cannot be read.
    """
    from kaderwijzer.cite.lookup import look_up

    return look_up(query, _opened_catalogue(str(corpus_folder(corpus))))


@lru_cache(maxsize=1)
def _opened_catalogue(corpus: str) -> Catalogue:
    return read_catalogue(corpus)


# --- load --------------------------------------------------------------------------------------


def load(
    corpus: str | Path | None = None,
    index: str | Path | None = None,
    *,
    search_weights: Weights | None = None,
    default_encoder: Future[Any] | None = None,
) -> Assistant:
    """Open an index for asking, after checking that it is whole and made from this corpus.

    `default_encoder` is the default model's encoder where it is being opened already.

    Raises IndexProblem or StaleIndex with the command that mends it.
    """
    from kaderwijzer.search.index import read_index

    build_folder, model = _settings(corpus, index)
    with ThreadPoolExecutor(1) as pool:  # the encoder loads while the index is read
        if default_encoder is None or model.choice != models.DEFAULT:
            default_encoder = pool.submit(_encoder, model)
        encoder = default_encoder
        content = read_index(build_folder)
        return Assistant(content, encoder.result(), search_weights)


def _settings(corpus: str | Path | None, index: str | Path | None) -> tuple[Path, models.Model]:
    """Return the current build and its model; raises IndexProblem where either does not fit."""
    from kaderwijzer.read.corpus import corpus_sha256

    build_folder = current_build(index_folder(index))
    settings = read_settings(build_folder)
    if settings.corpus_sha256 != corpus_sha256(corpus_folder(corpus)):
        raise StaleIndex(
            f"{build_folder.parent}: the corpus changed since the index was built; "
            "run 'kaderwijzer build'"
        )
    return build_folder, _model_of(settings)


def _model_of(settings: Settings) -> models.Model:
    model = models.prepared(settings.model_choice)
    if model is None:
        raise IndexProblem("the language model is not there yet; run 'kaderwijzer build'")
    if model.fingerprint != settings.model_fingerprint:
        raise StaleIndex("the index was built with another model; run 'kaderwijzer build'")
    return model


def _encoder(model: models.Model) -> Any:
    if model.choice == models.DEFAULT:
        from kaderwijzer.search.encode import QueryEncoder

        return QueryEncoder(Path(model.location), model.query_prefix)
    from kaderwijzer.search.embed import ModelEncoder

    return ModelEncoder(model.location)


def facts_from(pairs: Iterable[str]) -> dict[str, str]:
    """Return facts written as `name=value`; raises QuestionError for anything else."""
    facts = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise QuestionError(f"'{wrong[0]}' is no fact; write it as name=value")
    return facts


def today() -> str:
    """Return today's date, ISO."""
    return datetime.date.today().isoformat()


def _tables_sha256() -> str:
    digest = hashlib.sha256()
    tables = resources.files("kaderwijzer.decide").joinpath("templates")
    for table in sorted(tables.iterdir(), key=lambda t: t.name):
        digest.update(table.read_bytes())
    return digest.hexdigest()


def rules_sha256(tables: str) -> str:
    """Return one hash over the tables (by theirs) and the data files by which questions are read."""
    digest = hashlib.sha256(tables.encode())
    for package, name in (
        ("kaderwijzer.search", "fusion.json"),
        ("kaderwijzer.answer", "scope.json"),
    ):
        digest.update(resources.files(package).joinpath(name).read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _default() -> Assistant:
    return load()


def ask(question: str, *, language: Language | None = None, quotes: int = 5) -> Answer:
    """Answer a question from the project's own index, which stays open for the next one."""
    return _default().ask(question, language=language, quotes=quotes)


# --- ask ---------------------------------------------------------------------------------------


class Assistant:
    """An open index; answers questions, holds nothing of them, and serves several threads."""

    def __init__(self, index: Index, encoder: Any, weights: Weights | None = None) -> None:
        self.index = index
        self._encoder = encoder
        self._retriever = Retriever(index, weights)
        self._glossary = Glossary(index.terms)
        self.texts = [self._sentence(u) for u in range(len(index.units))]
        self._receipt = Receipt(
            index.settings.corpus_sha256,
            rules_sha256(index.settings.tables_sha256),
            index.name,
            kaderwijzer.__version__,
        )

    def ask(
        self,
        question: str,
        *,
        language: Language | None = None,
        quotes: int = DEFAULT_QUOTES,
        facts: Facts | None = None,
        id: str | None = None,
    ) -> Answer:
        """Answer a question with at most `quotes` verbatim passages (1 to 10), or refuse it.

        Raises QuestionError where the number of quotes is out of range.
        """
        if not 1 <= quotes <= MAX_QUOTES:
            raise QuestionError(f"quotes is {quotes}; use a number from 1 to {MAX_QUOTES}")
        began = time.perf_counter()
        answer = self._answer(question, language, quotes, id)
        return replace(answer, milliseconds=(time.perf_counter() - began) * 1000)

    def _answer(
        self, question: str, language: Language | None, quotes: int, id: str | None
    ) -> Answer:
        language = language or recognise_language(question[:500], self.index.language_odds)
        frame = self._frame(question, language, id)
        problem = unreadable(question, self.index.language_odds, language)
        if problem:
            return compose_refusal(frame, RefusalReason.UNREADABLE, problem, ())
        text = " ".join(question.split())
        added = self._glossary.added_words(text, language)
        found = self._retriever.find(text, self._encoder.encode(text), language, added)
        judgement = judge(text, found.neighbours, self.index.outside_reasons)
        scores = found.scores.tolist()
        chosen = select(ranked(found.scores), scores, self.index.units, self.texts)
        named = self._named_members(text)
        if judgement.refuse and not named:
            nearest = [self._quote(p, Role.CONTEXT) for p in islice(chosen, _NEAREST)]
            return compose_refusal(frame, judgement.refuse, None, nearest)
        shown = [self._quote(p, Role.BASIS) for p in named[: quotes - 1]]
        shown += self._worth_showing(list(islice(chosen, quotes - len(shown))))
        return compose_passages(frame, shown, self.index.cited, judgement.confidence)

    def _named_members(self, text: str) -> list[Passage]:
        """Return the members of held laws that a question names, each as its first sentences."""
        if not self.index.held or not _NAMES_ARTICLE.search(text):
            return []
        from kaderwijzer.opening import open_question

        opened = open_question(text, self.index.held, self.index.documents)
        named = {(o.document, p) for o in opened for p in o.paragraphs}
        found: dict[tuple[str, str], Passage] = {}
        for number, unit in enumerate(self.index.units):
            document = self.index.documents[unit.document]
            place = document.source.entry.id, document.paragraphs[unit.paragraph].id
            if place in named:
                first = found.get(place, Passage(number, number, 0.0)).first
                if sum(len(t) + 1 for t in self.texts[first : number + 1]) <= MAX_CHARACTERS:
                    found[place] = Passage(first, number, 0.0)
        return list(found.values())

    def with_weights(self, weights: Weights) -> Assistant:
        """Return an assistant over the same index that weighs the ways of searching otherwise."""
        return Assistant(self.index, self._encoder, weights)

    def scores(self, question: str, *, glossary: bool = True) -> NDArray[np.float32]:
        """Return the score of every sentence for a question, shape (sentences,)."""
        language = recognise_language(question, self.index.language_odds)
        added = self._glossary.added_words(question, language) if glossary else []
        vector = self._encoder.encode(question)
        return self._retriever.find(question, vector, language, added).scores

    def encode(self, question: str) -> NDArray[np.float32]:
        """Return the vector of a question, shape (dimensions,)."""
        vector: NDArray[np.float32] = self._encoder.encode(question)
        return vector

    def spans(self, passage: Passage) -> list[tuple[int, int]]:
        """Return the source spans of a passage."""
        return [(s.start, s.end) for s in self._quote(passage, Role.CONTEXT).spans]

    def chance_outside(self, question: str, language: Language) -> float:
        """Return the probability that the corpus does not answer a question."""
        return judge(
            question, self.neighbours(question, language), self.index.outside_reasons
        ).probability_outside

    def neighbours(
        self, text: str, language: Language, hidden: frozenset[int] = frozenset()
    ) -> Neighbours:
        """Return which written questions lie nearest; for training and for looking into a refusal."""
        scores = self._retriever.scores_by_engine(text, self._encoder.encode(text), language)
        return self._retriever.neighbours(scores, language, hidden)

    def _worth_showing(self, chosen: list[Passage]) -> list[Quote]:
        """Return the quotes of passages that score near the best; that one is the basis."""
        best = chosen[0].score
        worth = [p for p in chosen if p.score >= _WORTH_SHOWING * best]
        roles = [Role.BASIS] + [Role.CONTEXT] * (len(worth) - 1)
        return [self._quote(p, role) for p, role in zip(worth, roles, strict=True)]

    def _quote(self, passage: Passage, role: Role) -> Quote:
        from kaderwijzer.read.corpus import has_pages

        unit = self.index.units[passage.first]
        document = self.index.documents[unit.document]
        paragraph = document.paragraphs[unit.paragraph]
        sentences = range(unit.sentence, unit.sentence + passage.last - passage.first + 1)
        start = paragraph.sentences[sentences[0]].start
        end = paragraph.sentences[sentences[-1]].end
        spans = source_spans(paragraph.clean, start, end, document.source.text)
        notes = self.index.notes.get((document.source.entry.id, paragraph.id), ())
        return quote(
            document,
            paragraph,
            sentences,
            notes,
            role=role,
            spans=spans,
            main=unit.document == 0,
            paged=has_pages(document.source.entry.file),
        )

    def _sentence(self, unit: int) -> str:
        place = self.index.units[unit]
        paragraph = self.index.documents[place.document].paragraphs[place.paragraph]
        span = paragraph.sentences[place.sentence]
        return paragraph.clean.text[span.start : span.end]

    def _frame(self, question: str, language: Language, id: str | None) -> Frame:
        entry = self.index.documents[0].source.entry
        name = id or hashlib.sha256(question.encode("utf-8", "replace")).hexdigest()[:12]
        return Frame(name, question, language, entry.regime, entry.date, self._receipt)
