PYTHON ?= python3
BIN := .venv/bin

.PHONY: install install-dev model run test browser check check-static bench docs evaluate format

install: $(BIN)/kaderwijzer model

$(BIN)/python:
	$(PYTHON) -m venv .venv

# torch first: with it in place nothing else pulls in another build of it.
$(BIN)/kaderwijzer: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet "torch==2.13.0"
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.dev: pyproject.toml | $(BIN)/kaderwijzer
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@

model: $(BIN)/kaderwijzer
	$(BIN)/kaderwijzer model

install-dev: install .venv/.dev

run: install
	$(BIN)/kaderwijzer build --if-needed
	$(BIN)/kaderwijzer app

test: install-dev
	$(BIN)/python -m pytest

# In a real browser: Chromium from the system, or the one that CHROMIUM names.
browser: install-dev
	$(BIN)/python -m pip install --quiet --editable ".[browser]"
	$(BIN)/python -m pytest -m browser tests/browser

check: check-static test

check-static: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/kaderwijzer build --if-needed
	$(BIN)/kaderwijzer check

evaluate: install-dev
	$(BIN)/kaderwijzer build --if-needed
	$(BIN)/kaderwijzer evaluate

bench: install-dev
	$(BIN)/python benchmarks/run.py

# The documentation as a site in dist/docs, with a fresh reference of the commands.
docs: install-dev
	$(BIN)/python docs/write_cli.py
	$(BIN)/mkdocs build --strict

format: install-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
