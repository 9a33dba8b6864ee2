# KamiDesk: everything one types while developing. Works with GNU make 3.81 (macOS) and newer; needs Python >= 3.11.
#   make run    the whole product with a demo shop, in your browser
#   make test   style, types, import rules, all tests and the short fault test

SHELL  := /bin/sh
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
PINNED := -c constraints.txt
EXTRAS := telegram,wechat,discord,semantic,dev
WORKERS := auto
# Folders of labelled questions (train.tsv, test.tsv, oos.tsv) to measure the FAQ on, besides its own.
FAQ_DATA ?= ../shared/data/faq
FAQ_SETS = $(patsubst %/train.tsv,%,$(wildcard $(FAQ_DATA)/*/train.tsv))

.DEFAULT_GOAL := help
.PHONY: help run test check lint fmt bench faults faq-report faq-bench demo-reset channels pins clean

help:  ## what one can type here
	@grep -E '^[a-z-]+:.*##' Makefile | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/.runtime  ## start the demo shop; prints the two pages to open
	@$(BIN)/kamidesk demo

demo-reset: $(VENV)/.runtime  ## forget the demo shop; the next `make run` seeds it anew
	@$(BIN)/kamidesk demo-reset

test: lint  ## style, types, import rules, all tests, the short fault test
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

check:  ## exactly what the continuous integration runs
	@./.ci/run

lint: $(VENV)/.dev  ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

fmt: $(VENV)/.dev  ## format the code
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(VENV)/.dev  ## measure; writes build/bench.json
	$(BIN)/python -m benchmarks

faults: $(VENV)/.dev  ## the long fault test (hundreds of kills); writes build/faults.json
	$(BIN)/python -m tests.faults

faq-report: $(VENV)/.runtime  ## how well and how fast the FAQ answers; writes build/faq-report.json
	@$(BIN)/kamidesk faq report $(FAQ_SETS)

faq-bench: $(VENV)/.peers  ## the FAQ's matcher beside its peers; writes docs/faq.md
	@$(BIN)/python -m benchmarks.faqbench $(FAQ_SETS)

channels: $(VENV)/.dev  ## walk every buyer channel with every staff room, and print docs/channels.md anew
	KAMIDESK_RECORD=1 $(BIN)/python -m pytest -q tests/flows/matrix/test_every_pair.py
	$(BIN)/python -m docs.channels

pins: $(BIN)/python  ## write constraints.txt anew from the newest versions that pyproject.toml allows
	rm -rf build/pins && $(BIN)/python -m venv build/pins
	build/pins/bin/python -m pip --disable-pip-version-check --quiet install -e '.[$(EXTRAS),peers]'
	build/pins/bin/python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9._-]+==[^ ]+$$' | LC_ALL=C sort -f > build/pins.txt
	mv build/pins.txt constraints.txt && rm -rf build/pins

clean:  ## remove the virtual environment and what was built (var/ with the demo shop stays)
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# ---------------------------------------------------------------- installed once; again when the requirements change

$(VENV)/.runtime: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing KamiDesk into $(VENV) (once; a minute or two) ..."
	@$(PIP) install $(PINNED) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing KamiDesk and its test tools into $(VENV) (once; a minute or two) ..."
	@$(PIP) install $(PINNED) -e '.[$(EXTRAS)]'
	@touch $@ $(VENV)/.runtime

$(VENV)/.peers: $(VENV)/.dev
	@echo "Installing what the FAQ is measured against into $(VENV) (once) ..."
	@$(PIP) install $(PINNED) -e '.[$(EXTRAS),peers]'
	@touch $@

# A Python that is new enough and can make virtual environments (Debian and Ubuntu keep that part in a package of its own).
$(BIN)/python:
	@old=; \
	for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14; do \
	  command -v $$name >/dev/null 2>&1 || continue; \
	  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	  $$name -c 'import ensurepip, venv' >/dev/null 2>&1 || { old=$$name; continue; }; \
	  echo "Making $(VENV) with $$name ..."; \
	  exec $$name -m venv $(VENV); \
	done; \
	if [ -n "$$old" ]; then \
	  echo "$$old is here, but it cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install python3-venv"; \
	else \
	  echo "KamiDesk needs Python 3.11 or newer, and there is none here."; \
	  echo "Debian, Ubuntu: sudo apt-get install python3 python3-venv    macOS: brew install python@3.12"; \
	  echo "Is it somewhere else? make run PYTHON=/path/to/python3"; \
	fi >&2; exit 1
