"""Why a model is not kept or made to answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.kernel.refusals import Refused


class ModelUnreadable(Refused):
    """What is given is no model of linkage, or its columns are not those of the registry."""

    def __init__(self, why: str) -> None:
        super().__init__(_("The model could not be kept: %(why)s") % {"why": why})


class NoSuchModel(Refused):
    """There is none of this version."""

    def __init__(self, version: int, known: Sequence[int]) -> None:
        listed = ", ".join(map(str, known)) or "–"
        super().__init__(
            _("There is no model %(version)s. Kept are: %(known)s.") % {"version": version, "known": listed}
        )


class ModelDecided(Refused):
    """The model answers already, is being prepared for, or answered once."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _("Model %(version)s is not waiting for approval. Look at the list of models for one that is.")
            % {"version": version}
        )


class ModelComing(Refused):
    """Everybody is being prepared for another model."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _("Everybody is being prepared for model %(version)s. Wait until it answers, then approve the next.")
            % {"version": version}
        )


class ReasonMissing(Refused):
    """Somebody is said to be another person, without a word why."""

    def __init__(self) -> None:
        super().__init__(_("Say in a few words how you know that it is somebody else."))


class LooksRegistered(Refused):
    """People of a household are very likely on record, and nobody said whether they are."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            ngettext(
                "%(names)s is very likely registered already. Say whether it is the same person, then register.",
                "%(names)s are very likely registered already. Say of each whether it is the same person, then "
                "register.",
                len(names),
            )
            % {"names": ", ".join(names)}
        )
