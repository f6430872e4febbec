# Needs Python >= 3.12, make and a package registry; tools/uv brings uv where there is none.
UV := tools/uv
RUN := $(UV) run --frozen
FUZZ_SECONDS ?= 45
# A process for each core; the tests of a file stay together, because they share what is dear to make. The long ones
# come first (tests/support/schedule.py), and the many short ones fill the gaps.
SPREAD ?= -n auto --dist loadfile --no-loadscope-reorder
# Types of the database are read from the settings; no database is asked.
CHECKED := DATABASE_URL=postgresql://nobody@localhost/none MAJLIS_SECRET_KEY=for-checks-only-and-for-no-site-of-any-kind
# Compiled Python is kept: where it is not, each of the many processes of a run compiles all packages anew.
unexport PYTHONDONTWRITEBYTECODE
# The database server, unless the site has another one.
EXTRAS := $(if $(DATABASE_URL)$(MAJLIS_POSTGRES_PROGRAMS),,--extra embedded)
ROOM ?=
DEMO ?=
VENV ?= $(or $(UV_PROJECT_ENVIRONMENT),.venv)

.PHONY: help up test test-rest test-all lint format bench reference
.PHONY: lint-types lint-style lint-layers

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -e 's/:.*## /\t/' | expand -t 12

up: ## start the demonstration; DEMO=0 a real site, MAJLIS_PORT=... on another port
	@if [ -x "$(VENV)/bin/majlis" ]; then $(UV) sync --frozen --inexact --no-dev $(EXTRAS) --quiet; else \
	    echo "Installing what Majlis needs (once)" >&2; $(UV) sync --frozen --inexact --no-dev $(EXTRAS); fi
	@$(if $(DEMO),MAJLIS_DEMO='$(DEMO)' )exec "$(VENV)/bin/majlis" up --with-parent

test: ## run the tests (all but the slow ones)
	@sh tools/chromium.sh
	$(RUN) pytest $(SPREAD) -m "not slow"

test-rest: ## run the slow tests, and fuzz the readers for a minute
	@sh tools/chromium.sh
	@$(UV) sync --frozen --inexact --group fuzz --quiet
	@said=$$(mktemp); \
	$(RUN) --no-sync python tests/fuzz/atheris_readers.py -max_total_time=$(FUZZ_SECONDS) > $$said 2>&1 & fuzz=$$!; \
	$(RUN) --no-sync pytest $(SPREAD) -m slow; slow=$$?; \
	wait $$fuzz; fuzzed=$$?; cat $$said; rm $$said; \
	test $$slow = 0 && test $$fuzzed = 0

test-all: test test-rest ## run every test, and fuzz the readers

lint: ## check style, types, dead code and the floors between packages
	@$(UV) sync --frozen --inexact --quiet
	@$(MAKE) --no-print-directory --output-sync=target -j2 lint-types lint-style lint-layers

lint-types:
	$(CHECKED) $(RUN) --no-sync mypy

lint-style:
	$(RUN) --no-sync ruff check
	$(RUN) --no-sync ruff format --check
	$(RUN) --no-sync djangofmt --check --quiet src

lint-layers:
	$(RUN) --no-sync lint-imports
	$(RUN) --no-sync python tools/dead_code.py

format: ## lay out Python and templates as lint wants them
	$(RUN) ruff format
	$(RUN) djangofmt --quiet src

bench: ## measure against yardsticks; one room with ROOM=textkit
	$(RUN) python bench/run.py $(ROOM)

reference: ## write anew what the manual shows of the program
	$(RUN) python tools/reference.py
