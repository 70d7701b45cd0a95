"""Speed and size, measured against the bare engine in one run: `make bench`.

Every figure is a ratio of medians of runs that alternate, so that a busy machine touches both sides
alike. Writes `benchmarks/results.md`.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import kaderwijzer
from kaderwijzer.search import models

HERE = Path(__file__).parent
QUESTION = "Wie beslist over samenwerking met een dienst uit een risicoland?"
VERDICT = "Moet de minister beslissen over samenwerking met een dienst uit risicoland"
PASSAGES = "Wanneer beslist de minister over samenwerking met een dienst uit risicoland"
_COLD_RUNS, _WARM_RUNS, _START_RUNS = 9, 200, 15
_BARE = """
import sys
import numpy as np
import onnxruntime
from tokenizers import Tokenizer
names = ("lower", "model")
lower, upper = (onnxruntime.InferenceSession(f"{sys.argv[1]}/onnx/{n}.onnx") for n in names)
tokenizer = Tokenizer.from_file(sys.argv[1] + "/tokenizer.json")
ids = np.array([tokenizer.encode("query: " + sys.argv[2]).ids])
mask = np.ones_like(ids)
hidden = lower.run(None, {"input_ids": ids, "attention_mask": mask})[0]
upper.run(None, {"hidden": hidden, "attention_mask": mask})
"""
_BUILD = """
import sys, time
import kaderwijzer
began = time.perf_counter()
kaderwijzer.build(index=sys.argv[1])
print(time.perf_counter() - began)
"""


def main() -> None:
    """Measure everything and write the table."""
    model = models.prepared(models.DEFAULT)
    assert model is not None, "run 'kaderwijzer build' first"
    command = [sys.executable, "-m", "kaderwijzer.cli"]
    ask, bare = [*command, "ask", QUESTION], [sys.executable, "-c", _BARE, model.location, QUESTION]
    start, nothing = [*command, "--help"], [sys.executable, "-c", "pass"]
    cold = paired(ask, bare, _COLD_RUNS)
    starting = paired(start, nothing, _START_RUNS)
    warm = warm_times(QUESTION)
    verdict = verdict_times()
    build_seconds, build_memory = build_once()
    rows = [
        ("cold `ask` / bare onnxruntime process", cold[0] / cold[1], "at most 1.5", cold),
        ("warm ask / bare encoding", warm[0] / warm[1], "at most 1.5", warm),
        ("warm verdict / warm passages", verdict[0] / verdict[1], "at most 1.3", verdict),
    ]
    lines = [
        "# Benchmarks\n",
        f"Made by `make bench`: {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, Kaderwijzer {kaderwijzer.__version__}.\n",
        "| what | ratio of medians | aim | medians (ms) |",
        "|---|---|---|---|",
    ]
    for name, ratio, aim, (own, other) in rows:
        lines.append(f"| {name} | {ratio:.2f} | {aim} | {own * 1000:.1f} / {other * 1000:.1f} |")
    extra = (starting[0] - starting[1]) * 1000
    lines += [
        "",
        "| what | measured | aim |",
        "|---|---|---|",
        f"| `--help` beyond Python itself | {extra:.0f} ms | at most 300 ms |",
        f"| building the index from converted weights | {build_seconds:.0f} s | under 60 s |",
        f"| peak memory of building | {build_memory:.0f} MiB | under 1536 MiB |",
        f"| peak memory of asking | {peak_memory(ask):.0f} MiB | under 500 MiB |",
    ]
    (HERE / "results.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def paired(one: list[str], other: list[str], runs: int) -> tuple[float, float]:
    """Return the median seconds of two commands, run in turn; the first run of each is dropped."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs + 1):
        for command, own in zip((one, other), times, strict=True):
            own.append(
                seconds(lambda c=command: subprocess.run(c, check=True, capture_output=True))
            )
    return statistics.median(times[0][1:]), statistics.median(times[1][1:])


def verdict_times() -> tuple[float, float]:
    """Return the median seconds of a verdict and of passages for a question of the same length."""
    assistant = kaderwijzer.load()
    pairs = [
        (
            seconds(lambda n=n: assistant.ask(f"{VERDICT} {n}?")),
            seconds(lambda n=n: assistant.ask(f"{PASSAGES} {n}?")),
        )
        for n in range(_WARM_RUNS)
    ]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def warm_times(text: str) -> tuple[float, float]:
    """Return the median seconds of an ask and of a bare encoding of questions, in one process."""
    assistant = kaderwijzer.load()
    questions = [f"{text} {number}" for number in range(_WARM_RUNS)]
    for question in questions[:20]:
        assistant.ask(question)
    pairs = [
        (seconds(lambda q=q: assistant.ask(q)), seconds(lambda q=q: assistant.encode(q)))
        for q in questions
    ]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def build_once() -> tuple[float, float]:
    """Return seconds and peak memory (MiB) of building the index once, into a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _BUILD, folder]
        output, memory = measured(command)
    return float(output), memory


def peak_memory(command: list[str]) -> float:
    """Return the peak memory of a command in MiB."""
    return measured(command)[1]


def measured(command: list[str]) -> tuple[str, float]:
    """Run a command under a parent of its own; return its output and its peak memory in MiB."""
    code = (
        "import resource, subprocess, sys;"
        "r = subprocess.run(sys.argv[1:], check=True, capture_output=True, text=True);"
        "print(r.stdout.strip().splitlines()[-1]);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], check=True, capture_output=True, text=True
    )
    output, kilobytes = done.stdout.strip().splitlines()
    unit = 1024 if sys.platform != "darwin" else 1024**2
    return output, int(kilobytes) / unit


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
