"""Opening the index once for all visitors, with what to do where that fails."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

import kaderwijzer
from app.texts import text
from kaderwijzer.errors import CorpusError, IndexProblem, KaderwijzerError, ModelError, StaleIndex
from kaderwijzer.model import Language

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant
    from kaderwijzer.pipeline import Say

    Load = Callable[[], Assistant]
    Build = Callable[[Say], object]

# The first class that fits names the sentence; StaleIndex is also an IndexProblem.
_FAILURES = (
    (StaleIndex, "failure_stale"),
    (IndexProblem, "failure_index"),
    (ModelError, "failure_model"),
    (CorpusError, "failure_corpus"),
    (KaderwijzerError, "failure_other"),
)


def load_index(load: Load = kaderwijzer.load) -> Assistant:
    """Open the project's index.

    It stays open until the app ends, so Python's search for garbage, during which all visitors wait, leaves
    it out.
    """
    assistant = load()
    gc.collect()
    gc.freeze()
    return assistant


def build_index(say: Say) -> object:
    """Build the project's index; `say` receives a line per step."""
    return kaderwijzer.build(say=say)


def opened(language: Language, load: Load, build: Build) -> Assistant:
    """Return the open index; where it cannot be opened, say why, offer to build it, and stop."""
    try:
        # A spinner shows nothing where the index is open already, and costs no time then.
        with st.spinner(text(language, "opening")):
            return _assistant(load)
    except KaderwijzerError as error:
        _offer_build(language, error, build)
        st.stop()


@st.cache_resource(show_spinner=False)
def _assistant(_load: Load) -> Assistant:
    return _load()


def _offer_build(language: Language, error: KaderwijzerError, build: Build) -> None:
    _show_failure(language, error)
    if not st.button(text(language, "build"), type="primary", key="build"):
        return
    status = st.status(text(language, "building"), expanded=True)
    try:
        with status:
            build(_say)
    except KaderwijzerError as failed:
        status.update(label=text(language, "building_failed"), state="error")
        _show_failure(language, failed)
    else:
        st.rerun()


def _say(line: str) -> None:
    st.text(line)


def _show_failure(language: Language, error: KaderwijzerError) -> None:
    """Say in a sentence what is wrong; below it, as plain text, what the program said of it."""
    name = next(name for kind, name in _FAILURES if isinstance(error, kind))
    st.error(text(language, name))
    st.caption(text(language, "failure_said"))
    st.text(str(error))
