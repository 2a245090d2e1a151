"""Every action there is: a program imports only those it needs, a test looks at all of them."""

import importlib
from pathlib import Path

import ayni
from ayni.commons.actions import DECLARED, Declared

PACKAGE = Path(ayni.__file__).parent


def actions() -> dict[str, Declared]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "\n@action(" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(("ayni", *path.relative_to(PACKAGE).with_suffix("").parts)))
    return DECLARED
