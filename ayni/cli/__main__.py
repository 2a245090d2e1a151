"""`python -m ayni.cli` is `ayni`."""

from ayni.cli.main import run

run()
