"""The app and a browser for it, both on this machine: shared by the tests, the pictures and the timing."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
_START = 120  # seconds in which the app must answer at all


def chromium() -> str | None:
    """Return the Chromium of this machine, if it has one."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, filter(None, names)) if path), None)


@contextmanager
def running_app() -> Iterator[str]:
    """Run the app on a free port of this machine, over the index that is there; yield its address."""
    port = free_port()
    address = f"http://localhost:{port}"
    command = [sys.executable, "-m", "kaderwijzer.cli", "app", "--no-browser", "--port", str(port)]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        kept = {"KADERWIJZER_FEEDBACK": str(Path(folder) / "feedback.jsonl")}  # not the user's own
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **kept},
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            await_answer(address, process)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # the app is a child of the command
            process.wait()


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
        return port


def await_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the app says that it is well.

    Raises RuntimeError where it ends instead, or never answers.
    """
    for _ in range(_START * 5):
        if process.poll() is not None:
            raise RuntimeError(f"the app ended with code {process.returncode}")
        try:
            urlopen(f"{address}/_stcore/health").close()
        except (URLError, ConnectionError):
            sleep(0.2)
        else:
            return
    raise RuntimeError(f"the app did not answer in {_START} seconds")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Open the Chromium of this machine, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium())
        try:
            yield browser
        finally:
            browser.close()
