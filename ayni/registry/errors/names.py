"""Refusals about names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class NameMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("No name is written. Write the given name, the family name, or both."))


class NoName(Refused):
    """Something in a name that is no letter: a picture, or a sign that is not seen and may turn round what is read."""

    def __init__(self, sign: str, name: str, *, turns: bool) -> None:
        shown = {"sign": sign, "name": "".join(one for one in name if one.isprintable())[:60]}
        if turns:
            told = _("A hidden sign in the name “%(name)s” turns the writing round. Type it anew, letter by letter.")
        elif sign.isprintable():
            told = _("“%(sign)s” in the name “%(name)s” is no letter. Write it with letters, as on a document.")
        else:
            told = _("There is a hidden sign in the name “%(name)s”. Type it anew, letter by letter.")
        super().__init__(told % shown)
