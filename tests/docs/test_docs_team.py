"""The set-up for a team: its settings are ones that Streamlit knows, and the app starts as written."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from streamlit import config
from tests.browser.serving import await_answer, free_port
from tests.docs.pages import DOCS, ROOT, blocks

TEAM = DOCS / "team.md"
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")


def test_the_settings_for_logging_in_are_complete() -> None:
    (written,) = blocks(TEAM, "toml")
    settings = tomllib.loads(written)["auth"]
    needed = {"redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"}
    assert set(settings) == needed
    assert settings["redirect_uri"] == blocks(TEAM, "text")[0].strip()
    assert settings["redirect_uri"].endswith("/kaderwijzer/oauth2callback")


@pytest.mark.parametrize(
    "text", [TEAM.read_text(encoding="utf-8"), CONTAINER], ids=["team", "image"]
)
def test_every_setting_is_one_of_streamlit(text) -> None:
    known = {
        "STREAMLIT_" + re.sub(r"([A-Z])", r"_\1", name).replace(".", "_").upper()
        for name in config.get_config_options()
    }
    named = set(re.findall(r"STREAMLIT_[A-Z_]+", text))
    assert "STREAMLIT_SERVER_BASE_URL_PATH" in named
    assert named <= known


def test_the_proxies_pass_on_the_path_of_the_app() -> None:
    (nginx,), (caddy,) = blocks(TEAM, "nginx"), blocks(TEAM, "caddy")
    (unit,) = blocks(TEAM, "ini")
    assert "STREAMLIT_SERVER_BASE_URL_PATH=kaderwijzer\n" in unit and "--port 8501" in unit
    assert "location /kaderwijzer/ {\n        proxy_pass http://127.0.0.1:8501;" in nginx
    assert "proxy_set_header Upgrade $http_upgrade;" in nginx
    assert "reverse_proxy /kaderwijzer/* 127.0.0.1:8501" in caddy
    (log_format,) = re.findall(r"log_format .*?;", nginx, re.DOTALL)
    assert not {"$request ", "$request_uri", "$args", "$http_referer"} & set(log_format.split('"'))
    assert (
        "$uri" in log_format
        and "access_log /var/log/nginx/kaderwijzer.log without_questions" in nginx
    )


# --- the app below a path ------------------------------------------------------------------------


@contextmanager
def served(port: int) -> Iterator[None]:
    """Run the line of the documentation that tries the app below a path, on a port."""
    (line,) = (
        line for block in blocks(TEAM, "console") for line in block.splitlines()
        if line.startswith("STREAMLIT_SERVER_BASE_URL_PATH=")
    )  # fmt: skip
    setting, _, *options = line.split()
    name, value = setting.split("=")
    options[options.index("--port") + 1] = str(port)
    process = subprocess.Popen(
        [sys.executable, "-m", "kaderwijzer.cli", *options],
        cwd=ROOT,
        env={**os.environ, name: value},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        await_answer(f"http://localhost:{port}/kaderwijzer", process)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


@pytest.mark.enable_socket
def test_the_app_answers_below_its_path_and_nowhere_else() -> None:
    port = free_port()
    with served(port):
        home = f"http://localhost:{port}/kaderwijzer"
        with urlopen(f"{home}/_stcore/health") as answer:
            assert answer.read() == b"ok"
        for page in ("", "read", "citations"):
            with urlopen(f"{home}/{page}") as answer:
                assert b'<div id="root">' in answer.read()
        for outside in ("", "_stcore/health"):
            with pytest.raises(HTTPError) as error:
                urlopen(f"http://localhost:{port}/{outside}")
            assert error.value.code == 404
            error.value.close()


# --- the container -------------------------------------------------------------------------------


def _lines(instruction: str) -> list[str]:
    joined = CONTAINER.replace("\\\n", " ")
    return re.findall(rf"^{instruction} (.+)$", joined, re.MULTILINE)


def test_the_image_is_slim_and_of_a_python_that_the_project_runs_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (base,) = _lines("FROM")
    assert base.endswith(":3.11-slim") and project["requires-python"] == ">=3.11"


def test_the_container_runs_without_rights_and_opens_one_port() -> None:
    (user,) = _lines("USER")
    assert user != "0" and f"--uid {user} " in CONTAINER
    assert _lines("EXPOSE") == ["8501"]
    joined = CONTAINER.replace("\\\n", " ")
    order = [
        joined.index(f"\n{word} ") for word in ("COPY app", "USER", "RUN kaderwijzer build", "CMD")
    ]
    assert order == sorted(order)


def test_all_that_is_copied_is_there_and_no_secret_is() -> None:
    sources = [part for line in _lines("COPY") for part in line.split()[:-1]]
    assert {"src", "app", "corpus", "evaluation", ".streamlit/config.toml"} <= set(sources)
    assert [each for each in sources if not (ROOT / each).exists()] == []
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in kept and not {"!.streamlit", "!.streamlit/secrets.toml", "!.git"} & set(kept)
    assert [each for each in sources if not any(k[1:].startswith(each) for k in kept)] == []


def test_the_same_torch_is_installed_everywhere() -> None:
    pinned = re.findall(r"torch==[\d.]+", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    elsewhere = [
        CONTAINER,
        (ROOT / "Makefile").read_text("utf-8"),
        (DOCS / "how-to.md").read_text("utf-8"),
    ]
    assert len(set(pinned)) == 1
    assert all(re.findall(r"torch==[\d.]+", text) == pinned[:1] for text in elsewhere)
