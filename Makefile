# Needs Python >= 3.12, make and a package registry; tools/uv brings uv where there is none.
UV := tools/uv
RUN := $(UV) run --frozen
FUZZ_SECONDS ?= 45
# A process for each core; the tests of a file stay together, because they share what is dear to make. In the
# order of their names the long ones of the browser come first, and the many short ones fill the gaps.
SPREAD ?= -n auto --dist loadfile --no-loadscope-reorder
# Types of the database are read from the settings; no database is asked.
CHECKED := DATABASE_URL=postgresql://nobody@localhost/none MAJLIS_SECRET_KEY=for-checks-only-and-for-no-site-of-any-kind
ROOM ?=
DEMO ?=
VENV ?= $(or $(UV_PROJECT_ENVIRONMENT),.venv)

.PHONY: help up test test-rest test-all lint format bench reference

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -e 's/:.*## /\t/' | expand -t 12

up: ## start the demonstration; DEMO=0 a real site, MAJLIS_PORT=... on another port
	@if [ -x "$(VENV)/bin/majlis" ]; then $(UV) sync --frozen --inexact --no-dev --quiet; else \
	    echo "Installing what Majlis needs (once)" >&2; $(UV) sync --frozen --inexact --no-dev; fi
	@$(if $(DEMO),MAJLIS_DEMO='$(DEMO)' )exec "$(VENV)/bin/majlis" up --with-parent

test: ## run the tests (all but the slow ones)
	@sh tools/chromium.sh
	$(RUN) pytest $(SPREAD) -m "not slow"

test-rest: ## run the slow tests, and fuzz the readers for a minute
	$(RUN) --group fuzz python tests/fuzz/atheris_readers.py -max_total_time=$(FUZZ_SECONDS)
	$(RUN) pytest $(SPREAD) -m slow

test-all: test test-rest ## run every test, and fuzz the readers

lint: ## check style, types, dead code and the floors between packages
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) python tools/dead_code.py
	$(RUN) djangofmt --check --quiet src
	$(CHECKED) $(RUN) mypy
	$(RUN) lint-imports

format: ## lay out Python and templates as lint wants them
	$(RUN) ruff format
	$(RUN) djangofmt --quiet src

bench: ## measure against yardsticks; one room with ROOM=textkit
	$(RUN) python bench/run.py $(ROOM)

reference: ## write anew what the manual shows of the program
	$(RUN) python tools/reference.py
