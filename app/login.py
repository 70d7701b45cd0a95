"""Logging in, only where this installation asks for it: an [auth] section in secrets.toml (docs/team.md).

Where those settings cannot be used nobody gets in, instead of everybody.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitAuthError, StreamlitSecretNotFoundError

from app.texts import text, words
from kaderwijzer.model import Language

_word = partial(words, "login")


def require(language: Language) -> None:
    """Let pass who is logged in, and everyone where that is not asked; offer it to others, and stop."""
    try:
        if not wanted():
            return
    except StreamlitSecretNotFoundError as error:
        _refuse(language, error)
    if st.user.get("is_logged_in") is True:
        _who(language)
        return
    st.html(f"<p>{_word(language, 'needed')}</p>")
    if st.button(_word(language, "log_in"), type="primary", key="log-in"):
        try:
            st.login()
        except StreamlitAuthError as error:
            _refuse(language, error)
    st.stop()


def wanted() -> bool:
    """Tell whether people must log in here.

    Raises StreamlitSecretNotFoundError where settings are there but cannot be read.
    """
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        if any(Path(each).exists() for each in st.get_option("secrets.files")):
            raise
        return False


def _who(language: Language) -> None:
    """Say who is logged in, as plain text, beside the way out."""
    name = st.user.get("name") or st.user.get("email") or ""
    with st.container(
        key="who", horizontal=True, horizontal_alignment="right", vertical_alignment="center"
    ):
        st.text(_word(language, "who", person=name), width="content")
        st.button(_word(language, "log_out"), type="tertiary", key="log-out", on_click=st.logout)


def _refuse(language: Language, error: Exception) -> None:
    st.error(_word(language, "failed"))
    st.caption(text(language, "failure_said"))
    st.text(str(error))
    st.stop()
