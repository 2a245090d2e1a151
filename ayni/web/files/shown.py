"""A file as its page shows it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from ayni.commons.jobs import queries as jobs
from ayni.engines.files import errors, findings, mapping
from ayni.intake.queries import files as queries
from ayni.intake.queries import files_kept
from ayni.web.files import words

#: What is waited for behind a page of a file.
KINDS = ("intake.check_file", "intake.load_file", "intake.undo_file")


def page(file: Any, user: Any) -> dict[str, Any]:
    """Everything that the page of a file tells."""
    report = file.report
    return {
        "file": file,
        "state": words.STATES[file.status],
        "kind": words.KINDS.get(file.described.get("kind", ""), ""),
        "steps": steps(file),
        "works": works(file, user),
        "before": queries.loaded_before(file),
        "found": [told(one) for one in report.get("found", [])],
        "needs_another": _needs_another(file, user),
        "is_kept": files_kept.is_kept(file.pk),
        "problems": _problems(file),
    }


def _needs_another(file: Any, user: Any) -> bool:
    return bool(file.rows > settings.AYNI_FILE_TWO_OFFICERS and file.uploaded_by_id == user.pk)


def _problems(file: Any) -> list[str]:
    """What is still to be said before the file can be checked."""
    try:
        mapping.read(file.mapping)
    except errors.FileUnreadable as refused:
        return str(refused).split("\n")
    return []


def works(file: Any, user: Any) -> list[Any]:
    """What goes on with the file now, and the last that failed."""
    found, _total = jobs.seen_by(user, limit=30)
    mine = [one for one in found if one.kind in KINDS and one.arguments.get("file") == file.pk]
    return [one for one in mine if not one.is_over] or [one for one in mine[:1] if one.status == "failed"]


def steps(file: Any) -> list[dict[str, Any]]:
    """The way of a file: what is done, what is next."""
    order = ("uploaded", "mapped", "checked", "loaded")
    done = {"loading": "checked", "undone": "loaded", "withdrawn": "uploaded"}.get(file.status, file.status)
    told = (
        ("uploaded", _("Uploaded"), file.uploaded_by, file.uploaded_at),
        ("mapped", _("Columns mapped"), None, None),
        ("checked", _("Checked"), None, file.checked_at),
        (
            "loaded",
            _("In the registry"),
            file.loaded_by if done == "loaded" else None,
            file.loaded_at if done == "loaded" else None,
        ),
    )
    at = order.index(done)
    return [
        {
            "label": label,
            "state": "done" if place <= at else "now" if place == at + 1 else "later",
            "who": who,
            "at": moment,
        }
        for place, (_name, label, who, moment) in enumerate(told)
    ]


def told(one: dict[str, Any]) -> dict[str, Any]:
    """What was found, in words."""
    meaning = findings.MEANINGS[one["code"]]
    value, detail = one.get("value"), one.get("detail")
    return {
        **one,
        "reason": findings.reason(one["code"], value or "…", detail or "…", gettext),
        "remedy": findings.remedy(one["code"], gettext),
        "refuses": meaning.refuses,
    }
