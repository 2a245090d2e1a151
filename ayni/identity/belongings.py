"""Where what identity holds on somebody goes when two records turn out to be one person's."""

from django.utils.translation import gettext_lazy as _

from ayni.commons import belongings

_PAIRS = _("What was said of two records was said of these two.")
for column in ("one", "other"):
    belongings.stays(f"identity.Candidate.{column}", because=_PAIRS)
belongings.stays("identity.GroupMember.person", because=_("A run grouped the records as they stood then."))
for column in ("kept", "absorbed"):
    belongings.stays(f"identity.Merge.{column}", because=_("It says itself which record was merged into which."))
belongings.moves(
    "identity.Card.person",
    label=_("Cards"),
    unless=(
        "t.ended_on IS NULL AND EXISTS (SELECT FROM identity_card k WHERE k.person_id = {kept} AND k.ended_on IS NULL)"
    ),
    because=_("The kept record has a card that is valid; this one leads to it."),
)
