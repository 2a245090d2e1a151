"""Why a change is not taken back."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.kernel.refusals import Refused

#: What stands upon a record, by its table.
STANDING = {
    "registry_person": gettext_lazy("the person's own record"),
    "registry_household": gettext_lazy("the household's record"),
    "registry_membership": gettext_lazy("where somebody lives"),
    "registry_kinship": gettext_lazy("who is kin to whom"),
    "registry_dwelling": gettext_lazy("where the household lives"),
    "registry_residence": gettext_lazy("a stay in an institution"),
    "registry_identifier": gettext_lazy("numbers of documents"),
    "registry_phone": gettext_lazy("telephone numbers"),
    "registry_personname": gettext_lazy("other names"),
    "registry_personfacts": gettext_lazy("answers of the person"),
    "registry_householdfacts": gettext_lazy("answers of the household"),
    "registry_personsealed": gettext_lazy("answers of the person"),
    "registry_householdsealed": gettext_lazy("answers of the household"),
    "intake_changerequest": gettext_lazy("another change that was asked for"),
    "intake_submission": gettext_lazy("a filled-in form"),
    "enrolment_decision": gettext_lazy("a decision about a programme"),
    "enrolment_enrolment": gettext_lazy("an enrolment in a programme"),
}


class OutsideAreaInPart(Refused):
    """A part of a change lies out of the officer's reach, and so it is not taken back by halves."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A part of this lies in another area, out of your reach, so nothing was taken back. Somebody whose"
                " areas hold both must do it."
            )
        )


class LaterFacts(Refused):
    """A change cannot be taken back: what was told since stands upon it."""

    def __init__(self, tables: Iterable[str]) -> None:
        self.tables = tuple(sorted(tables))
        words = dict.fromkeys(str(STANDING.get(one, _("other records of them"))) for one in self.tables)
        super().__init__(
            _(
                "What was told since stands upon it: %(what)s. Take that back first, or ask for a change that says what"
                " the record should say now."
            )
            % {"what": _(", ").join(words)}
        )
