"""A survey's files as they are sent by screen: in a folder of their own, until they are loaded."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.engines.surveys import errors as survey_errors
from ayni.engines.surveys import mapping as mappings
from ayni.intake import errors, permissions
from ayni.intake.queries import files_kept

MAPPING = "mapping.yaml"


@action(permissions.LOAD, says="received a survey", unsaid=("mapping",), everywhere=True)
def receive(sent: Sequence[Any], *, mapping: Any, by: User) -> str:
    """Keep the files of a survey until its job has read them; the name of their folder.

    Refuses: SurveyUnreadable, when neither the mapping nor one that we know is of these files.
    """
    name = secrets.token_hex(8)
    folder = place(name)
    folder.mkdir(mode=0o700)
    try:
        given = [(Path(one.name).name, one) for one in sent]
        for title, one in [*given, *([(MAPPING, mapping)] if mapping else [])]:
            with (folder / title).open("xb") as out:
                for block in one.chunks():
                    out.write(block)
        mappings.find(folder)
    except survey_errors.SurveyError as refused:
        shutil.rmtree(folder)
        raise errors.SurveyUnreadable([str(problem).replace(str(folder), "") for problem in refused.problems]) from None
    except FileExistsError:
        shutil.rmtree(folder)
        raise errors.SurveyUnreadable(["The two files have one name."]) from None
    return name


def place(name: str) -> Path:
    return files_kept.folder() / f"survey-{name}"


def forget(name: str) -> None:
    """The files of a survey are gone once it is loaded, or could not be."""
    shutil.rmtree(place(name), ignore_errors=True)
