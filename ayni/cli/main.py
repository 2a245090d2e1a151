"""`ayni`: the commands, and how a refusal or a failure reads in a terminal."""

import os
import sys

import django
import typer
from django.db import OperationalError

from ayni.kernel.refusals import Refused


def run() -> None:
    """The program `ayni`. Exit status: 0 done, 1 refused or failed, 2 written wrongly, 130 interrupted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    try:
        django.setup()
        commands()()
    except Refused as refused:
        _stop(str(refused))
    except OperationalError as error:
        _stop(
            f"The database did not answer: {str(error).strip()}\n"
            "If DATABASE_URL names a server, check that it runs and may be reached; else look in the log in AYNI_HOME."
        )
    except OSError as error:
        _stop(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}. {_remedy(error)}")
    except KeyboardInterrupt:
        _stop("Stopped. The same command goes on from where it was.", status=130)


def commands() -> typer.Typer:
    from ayni.cli import administration, chain, demo, files, money, rules, serving

    app = typer.Typer(
        help="Ayni: an integrated social protection information system.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for module in (demo, serving, files, chain, money, rules, administration):
        module.add_to(app)
    return app


def _stop(text: str, status: int = 1) -> None:
    print(text, file=sys.stderr)
    sys.exit(status)


def _remedy(error: OSError) -> str:
    import errno

    remedies = {
        errno.ENOSPC: "The disk is full: make room and give the same command again; it goes on from where it was.",
        errno.EACCES: "You may not read or write there: choose another place, or set AYNI_HOME to a folder of yours.",
        errno.EROFS: "That disk cannot be written: set AYNI_HOME to a folder that can.",
        errno.ENOENT: "Check the name.",
    }
    return remedies.get(error.errno or 0, "")
