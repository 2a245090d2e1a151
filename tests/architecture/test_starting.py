"""What a program imports when it starts: no engine before there is work for it, no Django for what needs none."""

import os
import subprocess
import sys

import pytest

ENGINES = {"ibis", "duckdb", "pandas", "scipy", "pyreadstat", "sqlglot", "pyarrow.dataset"}
SLOW_SCREENS = ENGINES - {"duckdb", "pyarrow.dataset"}  # one household is looked up with DuckDB


def imported(program):
    """What a program has imported by its end."""
    said = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            f"import atexit, sys\natexit.register(lambda: print(*sys.modules))\n{program}",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "ayni.config.settings"},
    )
    return set(said.stdout.split())


def ayni(*arguments):
    return f"import sys\nsys.argv = ['ayni', *{arguments!r}]\nfrom ayni.cli import main\nmain.run()"


@pytest.mark.parametrize(
    "program",
    [
        "import django\ndjango.setup()\nfrom ayni.config import wiring",
        ayni("worker", "--help"),
        ayni("serve", "--help"),
    ],
)
def test_no_engine_is_imported_before_there_is_work(program):
    assert imported(program) & ENGINES == set()


@pytest.mark.parametrize("program", [ayni("--help"), ayni("rules", "--help")])
def test_help_needs_no_django(program):
    found = imported(program)
    assert "ayni.cli.main" in found
    assert found & {"django", *ENGINES} == set()


@pytest.mark.parametrize("addresses", ["ayni.config.urls", "ayni.web.urls", "ayni.exchange.api.urls"])
def test_screens_leave_whole_registries_to_the_worker(addresses):
    found = imported(f"import django\ndjango.setup()\nimport {addresses}")
    assert addresses in found
    assert found & SLOW_SCREENS == set()
