# The two main targets are `make brief` and `make test`; each sets up what it needs.
# The environment is in .venv and is updated when a lock file or pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FUZZ ?= 40
# veraPDF, the reference validator of PDF/UA and PDF/A, needs Java. Without Java, the tests skip it and say so.
VALIDATOR := $(if $(shell command -v java 2>/dev/null),$(VENV)/.validator)
# axe-core checks the accessibility of HTML editions in Chromium. The tests run it if Chromium and npm are installed.
BROWSER := $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name) 2>/dev/null)))
AXE := $(if $(and $(BROWSER),$(shell command -v npm 2>/dev/null)),$(VENV)/.axe)
AXE_VERSION := 4.14.1
# The Nu Html Checker of the W3C checks the pages of the site. The tests run it if Java and npm are installed.
VNU := $(if $(and $(shell command -v java 2>/dev/null),$(shell command -v npm 2>/dev/null)),$(VENV)/.vnu)
VNU_VERSION := 26.9.27
# The tests read right-to-left pages with PDF.js, the viewer of Firefox, if npm is installed.
PDFJS := $(if $(shell command -v npm 2>/dev/null),$(VENV)/.pdfjs)
PDFJS_VERSION := 5.6.205

FAST := not process and not engine and not browser and not cluster and not validator and not slow

# Each test process and command would otherwise compile all modules again.
unexport PYTHONDONTWRITEBYTECODE

# Check the style, then the types while the tests run, in this many processes and with options for pytest.
define verify
$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . || exit; \
$(BIN)/mypy >$(VENV)/types.txt 2>&1 & types=$$!; \
$(BIN)/python -m pytest -n $(1) --maxprocesses 4 $(2); tests=$$?; \
wait $$types; types=$$?; cat $(VENV)/types.txt; exit $$((tests > types ? tests : types))
endef

.PHONY: help brief check test mutants fuzz bench engine-tests proof lint types docs site lock clean
.DEFAULT_GOAL := help

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST)

brief: $(VENV)/.brief ## Build the shipped briefs into out/
	@$(BIN)/brief build

check: $(VENV)/.dev ## Check style, format and types, and run the fast tests (about a minute)
	@$(call verify,logical,-m "$(FAST)")

test: $(VENV)/.dev $(VALIDATOR) $(AXE) $(VNU) $(PDFJS) ## Run the style check, the type check and the tests
	@$(call verify,auto)

fuzz: $(VENV)/.dev ## Run the random tests (mutants of files, kills, parallel builds) FUZZ times as often
	@BRIEF_FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/pipeline/test_fuzz.py tests/pipeline/test_crash.py tests/incremental/test_list.py

mutants: $(VENV)/.mutants ## Run mutation tests of the rules and the lower rooms (SAMPLE=200 of them), and count the survivors
	@$(BIN)/python -m tests.mutation.run $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) $(MODULES)

bench: $(VENV)/.dev ## Compare the speed with WeasyPrint and Typst, and write docs/benchmarks.md (takes an hour)
	@$(BIN)/python -m tests.bench.speed --write

engine-tests: $(VENV)/.dev ## Run WeasyPrint's own tests with and without the patches (downloads the tests)
	@$(BIN)/python -m tests.engine.run

proof: $(VENV)/.dev ## Measure each promise of docs/trust.md against naive code (takes a quarter of an hour)
	@$(BIN)/python -m tests.bench.trust

lint: $(VENV)/.dev ## Check the style of the code
	@$(BIN)/ruff check .

types: $(VENV)/.dev ## Check the types
	@$(BIN)/mypy

docs: $(VENV)/.dev ## Update the generated documentation and the expected findings
	@$(BIN)/python -m tests.house.write_findings_page
	@$(BIN)/python -m tests.house.write_architecture
	@$(BIN)/python -m tests.house.write_reference
	@cd / && $(CURDIR)/$(BIN)/brief schema -o $(CURDIR)/docs/schemas >/dev/null
	@$(BIN)/python -m tests.load.write_findings
	@$(BIN)/python -m tests.importing.write_expected
	@$(BIN)/python -m tests.compose.citations.write_entries
	@$(BIN)/python -m tests.house.write_pages
	@$(BIN)/python -m tests.house.write_gallery
	@$(BIN)/python -m tests.house.write_tutorial
	@$(BIN)/python -m tests.house.write_drawings
	@$(BIN)/python -m tests.house.write_cascade
	@$(BIN)/python -m tests.house.write_sessions

site: $(VENV)/.dev ## Make the website of the documentation, in out/documentation/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "out/documentation/index.html"

lock: ## Update the lock files from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra preview pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group pyproject.toml:validator -o requirements-validator.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group pyproject.toml:mutants -c requirements-dev.lock -o requirements-mutants.lock

clean: ## Remove everything that was built, and the environment
	rm -rf out dist $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Run: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 5; }
	@echo "setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "The module venv is missing. On Debian and Ubuntu, run: sudo apt-get install -y python3-venv" >&2; rm -rf $(VENV); exit 5; }

# The command: its locked dependencies, the package itself (editable), and the native libraries.
$(VENV)/.brief: $(BIN)/python requirements.lock pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(BIN)/brief doctor --fix >$(VENV)/doctor.txt || { cat $(VENV)/doctor.txt; exit 5; }
	@touch $@

# The additional dependencies of the tests.
$(VENV)/.dev: $(VENV)/.brief requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The additional dependencies of mutation testing.
$(VENV)/.mutants: $(VENV)/.dev requirements-mutants.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-mutants.lock
	@touch $@

# The reference validator, 24 MB. Without it, the tests report what they could not check.
$(VENV)/.validator: $(VENV)/.dev requirements-validator.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-validator.lock && touch $@ || echo "the validator could not be installed" >&2

# None of the package's scripts are run. Without axe-core, the tests report what they could not check.
$(VENV)/.axe: $(VENV)/.dev Makefile
	@npm install --silent --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --prefix $(VENV)/axe axe-core@$(AXE_VERSION) && touch $@ || echo "axe-core could not be installed" >&2

$(VENV)/.vnu: $(VENV)/.dev Makefile
	@npm install --silent --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --prefix $(VENV)/vnu vnu-jar@$(VNU_VERSION) && touch $@ || echo "the Nu Html Checker could not be installed" >&2

$(VENV)/.pdfjs: $(VENV)/.dev Makefile
	@npm install --silent --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --omit=optional --prefix $(VENV)/pdfjs pdfjs-dist@$(PDFJS_VERSION) && touch $@ || echo "PDF.js could not be installed" >&2
