"""Changing the key that seals."""

from __future__ import annotations

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.commons.sealing import keys, permissions, rotating


@action(permissions.ROTATE, says="rotated the keys of sensitive answers", everywhere=True)
def rotate_keys(*, by: User) -> Work:
    """Make a new key that seals from now on, and begin to rewrite what earlier ones sealed.

    While a rewriting is unfinished it is taken up again, and no other key is made. Refuses: KeyMissing, KeyWrong.
    """
    number = keys.newest().number
    if not rotating.left(number):
        number = keys.new().number
    return running.start("sealing.rotate", key=f"sealing.rotate/{number}", by=by, number=number)


@action(permissions.ROTATE, says="took a retired key out of the file of keys", everywhere=True)
def forget_key(*, number: int, by: User) -> None:
    """Take a retired key out of the file: what copies of the database it sealed can then never be read.

    Refuses: NoSuchKey, KeyInUse.
    """
    del by
    rotating.forget(number)
