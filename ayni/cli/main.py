"""`ayni`: the commands, and how a refusal or a failure reads in a terminal."""

import importlib
import os
import sys
from types import ModuleType
from typing import NamedTuple

import typer

from ayni.commons.audit import origin
from ayni.kernel.refusals import Refused


class Command(NamedTuple):
    """Where a command is. Its module has `add_to(app)`, and is imported when the command is given."""

    module: str
    says: str  # the first line of its own help
    is_plain: bool = False  # its module can be imported without Django; what needs the registry calls `ready`


COMMANDS = {
    "demo": Command("demo", "Take a country from a household survey to paid families, then open the application."),
    "serve": Command("serving", "Open the application: the web server and the worker together."),
    "worker": Command(
        "serving", "Do background work: one of these is started by `serve`; start more on other machines."
    ),
    "generate": Command(
        "files", "Make up a plausible country and write it as a survey folder, ready for `ayni load survey`."
    ),
    "load": Command("files", "Bring people into the registry."),
    "file": Command("file_loads", "Bring files of people into the registry, and take them back."),
    "card": Command("cards", "Cards: check one without a network; the keys they are signed with.", is_plain=True),
    "link": Command("linking", "Find who is twice in a file, or in two files; needs no database.", is_plain=True),
    "measure": Command(
        "measuring",
        "Assess any file by any method: poverty, deprivation, proxy means, food, growth, targeting; needs no database.",
        is_plain=True,
    ),
    "same": Command("same", "The same person once: look for doubles, read pairs, merge and part, link a file."),
    "changes": Command("changes", "Changes of records, who is asked again, and the quality of the data."),
    "snapshot": Command(
        "snapshots", "Write the registry out as columns: what assessments and decisions are made from."
    ),
    "assess": Command(
        "chain", "Apply an instrument to a snapshot: figures for the population, a result for each household or person."
    ),
    "decide": Command("chain", "Decide every household and person of a snapshot by the programmes in force."),
    "search": Command("chain", "Find people and households: names in any order, codes, telephone numbers."),
    "explain": Command("chain", "Why a household and its members receive a programme, or not."),
    "payments": Command("money", "Every payment cycle and how its payments stand."),
    "ledger": Command(
        "money", "The trial balance, and each total held against the payments. Exit status 1 when one does not hold."
    ),
    "provider": Command(
        "money",
        "A mobile money provider to try payments on. It moves no money; name it to Ayni in AYNI_PROVIDER_URL.",
    ),
    "dictionary": Command("dictionary", "The dictionary of what is asked."),
    "areas": Command("places", "Areas, their codes and shapes."),
    "places": Command("places", "Offices and delivery points."),
    "forms": Command("forms", "Questionnaires, and the phones that fill them in."),
    "keys": Command("keys", "The keys that sensitive answers are sealed with."),
    "brief": Command("briefs", "A brief from the figures of a measure: PDF, spreadsheet, table.", is_plain=True),
    "rules": Command("rules", "Programmes' rules.", is_plain=True),
    "privacy": Command("privacy", "The rights of people, and what their data are used for."),
    "campaigns": Command("campaigns", "Registration campaigns: how far they are, and samples to be checked again."),
    "users": Command("administration", "Who signs in."),
    "token": Command("administration", "Make a key for the API. It is shown once."),
    "tokens": Command("administration", "One's own keys for the API."),
    "service-accounts": Command("administration", "Service accounts of other systems."),
    "work": Command("administration", "Background work, newest first."),
    "audit": Command("audit", "Who did what, who looked at whom, and the proof of it."),
    "check": Command(
        "checking",
        "What this installation still lacks, and what to do about each. Exit status 1 when something grave does.",
    ),
    "backup": Command(
        "backup", "Copy the database and the files as they are at one moment, with the proof that the copy is whole."
    ),
    "restore": Command(
        "backup", "Put a backup back, and prove that it is all there. Stop the server and the workers before."
    ),
}


def run() -> None:
    """The program `ayni`. Exit status: 0 done, 1 refused or failed, 2 written wrongly, 130 interrupted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    given = (word for word in sys.argv[1:] if not word.startswith("-"))
    try:
        with origin.coming_from(road=origin.COMMAND):
            commands(next(given, ""))()
    except Refused as refused:
        _stop(str(refused))
    except OSError as error:
        _stop(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}. {_remedy(error)}")
    except KeyboardInterrupt:
        _stop("Stopped. The same command goes on from where it was.", status=130)
    except Exception as error:
        from django.db import OperationalError  # not before: many a command does without Django

        if not isinstance(error, OperationalError):
            raise
        _stop(
            f"The database did not answer: {str(error).strip()}\n"
            "If DATABASE_URL names a server, check that it runs and may be reached; else look in the log in AYNI_HOME."
        )


def commands(given: str) -> typer.Typer:
    """Every command by its name and first line; whole are those of the module that has the one that was given."""
    app = typer.Typer(
        help="Ayni: an integrated social protection information system.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    chosen = COMMANDS.get(given)
    for name, command in COMMANDS.items():
        if chosen is None or command.module != chosen.module:
            app.command(name, short_help=command.says)(_not_given)
        elif name == given:
            whole(command).add_to(app)
    return app


def whole(command: Command) -> ModuleType:
    """The module of a command, imported."""
    if not command.is_plain:
        from ayni.cli import ready

        ready.django()
    return importlib.import_module(f"ayni.cli.{command.module}")


def _not_given() -> None:
    raise AssertionError("only the command that was given is run")


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
