"""Why a model is not kept or made to answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class ModelUnreadable(Refused):
    """What is given is no model of linkage, or its columns are not those of the registry."""

    def __init__(self, why: str) -> None:
        super().__init__(_("The model could not be kept: %(why)s") % {"why": why})


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
