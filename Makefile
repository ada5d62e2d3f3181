# Everything happens in .venv; nothing outside the folder is touched.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test accuracy test-repairs clean

demo: .venv/run.done  ## diagnose the simulated environment with the disabled service principal
	@$(BIN)/ajo-doctor demo

test: .venv/dev.done  ## everything a reviewer would run
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/check

accuracy: .venv/dev.done  ## measure the diagnosis in full and write ACCURACY.md
	@$(BIN)/python scripts/accuracy.py --write

test-repairs: .venv/dev.done  ## run every printed repair with the real az against the simulated environment
	@$(BIN)/python scripts/repairs.py

.venv/run.done: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ajo-doctor needs Python 3.11 or newer: make demo PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/dev.done: .venv/run.done
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

clean:
	rm -rf .venv .venv-az dist
