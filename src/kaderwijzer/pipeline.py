"""Joins the stages that build: read → cite → decide → search → index. Asking is in `assistant.py`.

`build` makes an index of a corpus; `load` opens it for asking; `cite` looks a citation up; `check` proves a
saved answer again.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import kaderwijzer
from kaderwijzer.assistant import Assistant
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
    Unit,
)
from kaderwijzer.read.language import learn_language
from kaderwijzer.search import models
from kaderwijzer.search.index import FORMAT, Settings, current_build, read_settings
from kaderwijzer.search.passages import QUESTION_KINDS, passages
from kaderwijzer.search.retrieve import Weights

if TYPE_CHECKING:
    from kaderwijzer.cite.lookup import Catalogue

Say = Callable[[str], None]


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
    from kaderwijzer.search.index import Contents, key_hash, known_vectors, write_index

    source = corpus_folder(corpus)
    say(f"Reading {source}")
    content = with_canonical_questions(read_corpus(source))
    if models.prepared(model) is None:
        say("Preparing the language model (once)")
    encoder = models.prepare(model, weights)
    found = passages(content)
    known = known_vectors(index_folder(index), encoder.fingerprint)
    new = [k for k in found.keys if key_hash(k) not in known]
    say(f"Embedding {len(new)} of {len(found.keys)} texts for {len(found.units)} sentences")
    texts = [k.text for k in new if k.kind not in QUESTION_KINDS]
    questions = [k.text for k in new if k.kind in QUESTION_KINDS]
    if new:
        made = embed(encoder.location, texts, questions, progress=progress)
        known |= dict(zip(map(key_hash, new), made, strict=True))
    vectors = np.array([known[key_hash(k)] for k in found.keys])
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
        Contents(
            settings, content, cited, held, found, vectors, odds, *_tables(content, found.units)
        ),
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


def _tables(corpus: Corpus, units: tuple[Unit, ...]) -> tuple[str, dict[str, list[int]]]:
    """Return the tables for asking, and per table the sentences in which its proof stands, by number."""
    from kaderwijzer.decide.template import DOCUMENT, proofs, read_templates, tables_json

    for number, document in enumerate(corpus.documents):
        if document.source.entry.id == DOCUMENT:
            names = [paragraph.id for paragraph in document.paragraphs]
            places = {
                (names[u.paragraph], u.sentence): n
                for n, u in enumerate(units)
                if u.document == number
            }
            return tables_json(), {
                table: sorted(places[place] for place in proof)
                for table, proof in proofs(read_templates(), document)
            }
    return "{}", {}


def _cited(catalogue: Catalogue) -> tuple[Cited, ...]:
    """Return every source cited in the documents, with its pinpoint, for the answers."""
    return tuple(
        Cited(
            c.probable or c.id,
            c.label,
            c.document,
            c.footnote,
            c.spans,
            c.url,
            c.id in catalogue.held,
        )
        for c in catalogue.citations
        if c.kind not in (CitationKind.SECTION, CitationKind.FOOTNOTE)
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


# --- check -------------------------------------------------------------------------------------


def check(saved: str | Path, corpus: str | Path | None = None) -> list[str]:
    """Return what in an answer saved as JSON no longer holds, a line each; empty where all does.

    Every quote is compared with its document word by word, and the verdict is decided again from its
    facts. Never raises for what the file holds.
    """
    from kaderwijzer.checks import check_answer

    return check_answer(Path(saved), str(corpus) if corpus else None)


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
    if settings.tables_sha256 != _tables_sha256():
        raise StaleIndex(
            "the decision tables changed since the index was built; run 'kaderwijzer build'"
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


@lru_cache(maxsize=1)
def _default() -> Assistant:
    return load()


def ask(
    question: str,
    *,
    language: Language | None = None,
    quotes: int = 5,
    facts: Mapping[str, str] | None = None,
) -> Answer:
    """Answer a question from the project's own index, which stays open for the next one."""
    return _default().ask(question, language=language, quotes=quotes, facts=facts)
