"""On whose behalf the program reads and writes now: what the database's own policies go by.

    with acting.as_user(officer): ...

Every door sets it: the screens, the API, the commands, the background work and each action. Where nobody is named the
database shows nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Scope:
    """Whose it is, and for each kind of rows the pairs of area path and institution in which it is open to them.

    `/` is every area, None every institution.
    """

    user: int
    places: dict[str, tuple[tuple[str, int | None], ...]] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """The scope as the database reads it."""
        return {"user": self.user, **self.places}


_now: ContextVar[Scope | None] = ContextVar("scope", default=None)


def now() -> Scope | None:
    return _now.get()


@contextmanager
def as_user(user: Any) -> Iterator[None]:
    """Inside, the database shows what is this user's to see. Nobody, or somebody not signed in, sees nothing."""
    current = _now.get()
    if current is not None and current.user == getattr(user, "pk", None):
        yield
        return
    token = _now.set(getattr(user, "scope", None))
    try:
        yield
    finally:
        _now.reset(token)


@contextmanager
def throughout(user: Any, *kinds: str) -> Iterator[None]:
    """Inside, rows of these kinds are reached wherever they lie: for what an action must do whole or not at all, once
    it has asked whether its officer may."""
    token = _now.set(Scope(user.pk, dict.fromkeys(kinds, (("/", None),))))
    try:
        yield
    finally:
        _now.reset(token)


@contextmanager
def apart() -> Iterator[None]:
    """Whoever is named inside, by `become`, is forgotten at the end."""
    token = _now.set(None)
    try:
        yield
    finally:
        _now.reset(token)


def become(user: Any) -> None:
    """From here on, to the end of what stands around it: a request that has shown its key, a command of an officer."""
    _now.set(getattr(user, "scope", None))
