"""Every change goes through an action: one permission, one transaction, one audit entry.

    @action("benefits.release_payments", says="released the payments")
    def release(cycle, *, by, on): ...

`by` is the acting user and is always given by name. The subject is the first argument, or what the action returns
when it creates something. Plain values among the keyword arguments are kept as the entry's facts; records by name;
those named in `unsaid`, and passwords and the like in any action, are not kept. So are what the subject's plain fields
held before and after, and by which grant, through which door and from where the actor did it.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ParamSpec, Protocol, TypeVar, runtime_checkable

from django.db import transaction

from ayni.commons import acting
from ayni.commons.actions.errors import NotEverywhere, NotPermitted, SameOfficer
from ayni.commons.audit import changes, recording
from ayni.commons.audit import queries as audit_queries

P = ParamSpec("P")
R = TypeVar("R")


@runtime_checkable
class Actor(Protocol):
    """Somebody, or a system, that acts: a user."""

    pk: Any

    def may(self, permission: str) -> bool: ...

    def where(self, permission: str) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Declared:
    """What is known of an action before it runs; the architecture tests read these."""

    function: Callable[..., Any]
    permission: str
    says: str
    not_same_as: tuple[str, ...] = ()
    everywhere: bool = False


DECLARED: dict[str, Declared] = {}
#: Arguments that no entry ever tells.
UNSAID = frozenset({"by", "password", "passphrase", "secret", "token"})


def action(
    permission: str,
    *,
    says: str,
    unsaid: tuple[str, ...] = (),
    not_same_as: str | tuple[str, ...] = (),
    does: str = "approves",
    everywhere: bool = False,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare an action. `says` is what the audit tells: "approved the payments"; `unsaid` the arguments it leaves out
    because they may be sensitive.

    `not_same_as` names the steps whose officers may not take this one ("prepared": the subject's `prepared_by`),
    whatever roles they hold, and `does` what they would do now. It refuses SameOfficer.

    `everywhere` is for what concerns all areas at once: it refuses NotEverywhere to who holds the permission in some.
    """
    apart = (not_same_as,) if isinstance(not_same_as, str) else not_same_as

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs["by"]
            if not isinstance(by, Actor):
                raise TypeError(f"{function.__qualname__} needs by=<a user>, not {by!r}")
            if not by.may(permission):
                raise NotPermitted(permission, str(by))
            if everywhere and "/" not in by.where(permission):
                raise NotEverywhere(permission, str(by))
            with acting.as_user(by), transaction.atomic():
                for step in apart:
                    _check_another(args[0], step, by, does)
                before = changes.of(args[0]) if args else None
                result = function(*args, **kwargs)
                told = {"says": says, **_facts(kwargs, UNSAID.union(unsaid))}
                _record(permission, by, args[0] if args else None, result, before, told)
                return result

        DECLARED[f"{function.__module__}.{function.__name__}"] = Declared(function, permission, says, apart, everywhere)
        return act

    return declare


def _check_another(subject: Any, step: str, by: Any, does: str) -> None:
    """Refuse the officer who took an earlier step, as the registry knows it now."""
    took = type(subject)._base_manager.filter(pk=subject.pk).values_list(f"{step}_by", flat=True).first()
    if took == by.pk:
        raise SameOfficer(str(by), step.rpartition("__")[2], does)


def _record(permission: str, by: Any, given: Any, made: Any, before: dict[str, Any] | None, facts: Any) -> None:
    """One entry: of the record that was given, else of the one that was made."""
    subject = given if audit_queries.subject_of(given) else made
    recording.entry(
        actor=by,
        permission=permission,
        subject=audit_queries.subject_of(subject),
        facts=facts,
        changes=changes.between(subject, before, changes.of(subject)),
    )


def _facts(arguments: dict[str, Any], unsaid: frozenset[str]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in arguments.items() if name not in unsaid}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value[:500]
    if isinstance(value, date | Decimal):
        return str(value)
    return audit_queries.subject_of(value) or type(value).__name__
