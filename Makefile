# Two commands: `make run` shows what zhitu does, `make test` runs every check.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: run test docs pictures benchmarks clean

run: $(VENV)/.installed
	@$(BIN)/zhitu demo -o out

test: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python web/build.py check
	$(BIN)/pytest --numprocesses auto --dist loadscope --cov --cov-report=term

benchmarks: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("zhitu 需要 Python 3.11 以上 / zhitu needs Python 3.11 or later: make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "安装 zhitu …… / installing zhitu ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fast,pictures]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

docs: $(VENV)/.installed-dev
	$(BIN)/python -m graph_builder.pages

# Pictures of real output; needs Debian's chromium and fonts-noto-cjk.
pictures: $(VENV)/.installed-dev
	mkdir -p out docs/pictures
	$(BIN)/zhitu export flow --size slide -o docs/pictures/flow.png
	$(BIN)/zhitu export partners --size slide --theme dark -o docs/pictures/partners.png
	$(BIN)/zhitu export honours --size slide --theme print -o docs/pictures/honours.png
	$(BIN)/zhitu export trace 市交校 五菱 --size slide -o docs/pictures/trace.png
	$(BIN)/zhitu export network -o out/network.html
	chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
	  --disable-component-update --disable-sync --user-data-dir="$$(mktemp -d)" \
	  --window-size=1280,800 --virtual-time-budget=3000 \
	  --screenshot=docs/pictures/network.png "file://$(CURDIR)/out/network.html"
	$(BIN)/python -m tests.serve.pages.screenshots docs/pictures

clean:
	rm -rf $(VENV) web/node_modules graph_builder/serve/static/web out dist build .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
