# Everything runs in .venv, from pinned dependencies; nothing outside this folder is used or changed.
PYTHON  ?= python3
WERKERS ?= 2

VENV  := .venv
BIN   := $(VENV)/bin
KLAAR := $(VENV)/.klaar
# Thousands of cases in pieces: make fuzz VEEL=1 STAND=fuzz.json MINUTEN=5, again and again.
STUKKEN = $(if $(STAND),--stand $(STAND)) $(if $(MINUTEN),--minuten $(MINUTEN))
LEVEREN := .venv-leveren
HUIS := spuk.py cli.py finance scenarios reports
EENBESTAND := .venv-eenbestand

# A parent virtual environment or the user's own packages must not leak in.
export PYTHONNOUSERSITE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH

define CONTROLEER_PYTHON
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
  echo "spuk heeft Python 3.11 of nieuwer nodig; '$(PYTHON)' is dat niet of bestaat niet."; \
  echo "Installeer een nieuwere Python, of wijs hem aan: make PYTHON=python3.12 raming"; \
  echo "(spuk needs Python 3.11 or newer; point to it with PYTHON=...)"; \
  exit 1; } >&2
endef

# With the hash of every file, so that nothing else can be installed in its place.
LEG_VAST := .venv-lock/bin/uv pip compile pyproject.toml --quiet --no-annotate --generate-hashes --universal \
  --custom-compile-command 'make lock'
EXTRAS := --extra dashboard --extra dask --extra database --extra dienst --extra parquet --extra pdf --extra site --extra dev

.DEFAULT_GOAL := help
.PHONY: help setup raming test check mutaties fuzz storingen notebooks ijking beelden site bench snelmeting wheel sbom \
  reuse lock clean test-laagst eenbestand platformen standaarden

help: ## Toon deze hulp
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(KLAAR) ## Maak .venv met de vastgelegde pakketten

raming: setup ## Reken het voorbeeld Westfriesland door naar de map uitvoer
	$(BIN)/spuk raming voorbeeld:westfriesland --uit uitvoer

test: check ## Controleer de code en draai alle tests
	$(BIN)/python -m pytest -n $(WERKERS) --dist worksteal

check: setup ## Controleer stijl, opmaak en typen
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

mutaties: setup ## Zet foute regels in de geldkern en kijk of de tests ze opmerken
	$(BIN)/python -m tests.mutaties

storingen: setup ## Breek iedere opdracht die schrijft op ieder punt af; cijfers in docs/betrouwbaarheid.md
	$(BIN)/python -m tests.storingen --regels 50 --schrijf $(STUKKEN)

fuzz: setup ## Verminkte invoer bij duizenden; make fuzz VEEL=1 voor 10.000 regiomappen en 10.000 boekingbestanden
	$(BIN)/python -m tests.fuzz --werkers $(WERKERS) $(if $(VEEL),--veel --schrijf) $(STUKKEN)

test-laagst: ## Draai de snelle tests en een raming met de laagste toegestane versies; uitslag in docs/betrouwbaarheid.md
	@$(CONTROLEER_PYTHON)
	$(PYTHON) -m venv --clear .venv-laagst
	.venv-laagst/bin/python -m pip install --quiet --require-hashes --requirement requirements-laagst.lock
	.venv-laagst/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	.venv-laagst/bin/python -m tests.laagst --werkers $(WERKERS)

notebooks: setup ## Draai de notebooks en zet hun pagina's in docs/notebooks
	$(BIN)/python -m reports.grond.notitie $(filter-out notebooks/dashboard.py,$(wildcard notebooks/*.py)) docs/notebooks

ijking: setup ## Toets de ramingen op het verleden en op eigen geschiedenissen; vernieuwt docs/terugblik.md
	$(BIN)/python -m docs.beelden.terugblik

beelden: setup ## Maak de schermafbeeldingen van de handleiding opnieuw (Chromium, LibreOffice)
	$(BIN)/python -m docs.beelden.schermen

site: setup ## Bouw de handleiding als site in de map site, ook te openen vanaf de schijf
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# The packages to compare with are many and large; only this target installs them.
bench: setup ## Meet de snelheid, ook van vergelijkbare pakketten
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-bench.lock
	$(BIN)/python -m benchmarks

snelmeting: setup ## Meet in drie minuten of een wijziging iets trager maakt
	$(BIN)/python -m benchmarks --snel

wheel: setup ## Bouw het installeerbare pakket in dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

sbom: wheel $(LEVEREN)/.klaar ## Zet naast het pakket in dist zijn stuklijst (CycloneDX) en de sha256 van beide
	$(LEVEREN)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	  --output-file dist/spuk.cdx.json $(BIN)/python
	cd dist && sha256sum *.whl spuk.cdx.json > SHA256SUMS

# Minutes, so no part of `make test`; the workflow file does it, on Windows too.
eenbestand: wheel ## Maak dist/spuk: een programma van één bestand, en probeer het
	$(PYTHON) -m venv --clear $(EENBESTAND)
	$(EENBESTAND)/bin/python -m pip install --quiet --require-hashes --requirement requirements-eenbestand.lock
	$(EENBESTAND)/bin/python -m pip install --quiet --no-deps dist/spuk-*.whl
	$(EENBESTAND)/bin/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath $(EENBESTAND)/werk \
	  verpakking/eenbestand.spec
	$(BIN)/python -m tests.eenbestand dist/spuk

platformen: setup ## Controleer de typen zoals zij op Windows en op een Mac zijn
	$(BIN)/mypy --platform win32 $(HUIS)
	$(BIN)/mypy --platform darwin $(HUIS)

standaarden: setup ## Maak de JSON-schema's, het gegevenswoordenboek en de DCAT-beschrijving opnieuw uit de code
	$(BIN)/python -m docs.standaarden

reuse: $(LEVEREN)/.klaar ## Controleer of van ieder bestand de licentie vaststaat
	$(LEVEREN)/bin/reuse lint

lock: ## Leg de nieuwste passende versies en de laagste vast, met hun hashes
	@$(CONTROLEER_PYTHON)
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
	rm -f requirements*.lock
	$(LEG_VAST) $(EXTRAS) --output-file requirements.lock
	$(LEG_VAST) $(EXTRAS) --extra bench --constraints requirements.lock --output-file requirements-bench.lock
	$(LEG_VAST) $(EXTRAS) --resolution lowest-direct --output-file requirements-laagst.lock
	$(LEG_VAST) --extra leveren --output-file requirements-leveren.lock
	$(LEG_VAST) --extra eenbestand --constraints requirements.lock --output-file requirements-eenbestand.lock
	rm -rf .venv-lock

clean: ## Verwijder .venv en alles wat gebouwd is; de map uitvoer blijft staan
	rm -rf $(VENV) .venv-lock .venv-laagst $(LEVEREN) $(EENBESTAND) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find finance scenarios reports benchmarks tests -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf __pycache__

$(LEVEREN)/.klaar: requirements-leveren.lock
	@$(CONTROLEER_PYTHON)
	$(PYTHON) -m venv --clear $(LEVEREN)
	$(LEVEREN)/bin/python -m pip install --quiet --require-hashes --requirement requirements-leveren.lock
	touch $@

# The stamp comes last, so that a broken-off installation starts afresh next time.
$(KLAAR): pyproject.toml requirements.lock
	@$(CONTROLEER_PYTHON)
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@
