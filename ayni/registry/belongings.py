"""Where what the registry tells of somebody goes when two of its records turn out to be one person's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from ayni.commons import belongings
from ayni.commons.sealing import boxes
from ayni.registry import models
from ayni.registry.queries import sealed

#: A row of the kept record that says the same: `t` is the one that would come.
SAME = "EXISTS (SELECT FROM {table} k WHERE k.person_id = {{kept}} AND {same})"
HAS_IT = _("The kept record has the same already.")


def _same(table: str, *columns: str, besides: str = "") -> str:
    same = " AND ".join([*(f"k.{column} = t.{column}" for column in columns), *([besides] if besides else [])])
    return SAME.format(table=f"registry_{table}", same=same or "true")


#: Whoever was merged into the record before leads to the one it is merged into now.
belongings.moves("registry.Person.merged_into", label=_("Records merged before"))
#: Where somebody lived at a time at which the kept record lived elsewhere stays told of the other record: nobody
#: usually lives in two places. Where they live now is for the officer to say.
belongings.moves(
    "registry.Membership.person",
    label=_("Households"),
    unless=(
        "upper_inf(t.period) AND t.kind = 'usual' OR EXISTS (SELECT FROM registry_membership k"
        " WHERE k.person_id = {kept} AND k.period && t.period"
        " AND (k.kind = t.kind OR k.household_id = t.household_id))"
    ),
    because=_("The kept record lived elsewhere at that time."),
)
belongings.moves(
    "registry.PersonName.person",
    label=_("Other names"),
    unless=_same("personname", "kind", "given_name", "family_name"),
    because=HAS_IT,
)
belongings.moves(
    "registry.Identifier.person",
    label=_("Numbers and documents"),
    unless=f"t.ended_on IS NULL AND {_same('identifier', 'type', 'issuer', 'number', besides='k.ended_on IS NULL')}",
    because=HAS_IT,
)
belongings.moves(
    "registry.Phone.person",
    label=_("Telephone numbers"),
    unless=f"t.until IS NULL AND {_same('phone', 'number', besides='k.until IS NULL')}",
    because=HAS_IT,
)
belongings.moves("registry.Photo.person", label=_("Pictures"), unless=_same("photo"), because=_("One picture is kept."))
belongings.moves(
    "registry.Residence.person",
    label=_("Institutions lived in"),
    unless=_same("residence", besides="k.period && t.period"),
    because=_("The kept record lived elsewhere at that time."),
)
#: Nobody is their own relative, and born of one mother.
_TIE = (
    "EXISTS (SELECT FROM registry_kinship k WHERE k.id <> t.id AND k.kind = t.kind AND k.person_id = {person}"
    " AND (k.relative_id = {relative} AND k.until IS NULL AND t.until IS NULL"
    " OR k.nature = 'biological' AND t.nature = 'biological' AND k.kind IN ('mother', 'father')))"
)
belongings.moves(
    "registry.Kinship.person",
    label=_("Relatives"),
    unless="t.relative_id = {kept} OR " + _TIE.format(person="{kept}", relative="t.relative_id"),
    because=HAS_IT,
)
belongings.moves(
    "registry.Kinship.relative",
    label=_("Relatives"),
    unless="t.person_id = {kept} OR "
    + _TIE.format(person="t.person_id", relative="{kept}").replace("k.nature = 'biological' AND", "false AND"),
    because=HAS_IT,
)
belongings.moves(
    "registry.PersonFacts.person",
    label=_("Answers"),
    unless=_same("personfacts", "source", "observed_on"),
    because=_("The same source told of the kept record on the same day."),
)


@sensitive_variables()
def _sealed_anew(keys: list[int], kept: int) -> Mapping[int, Mapping[str, Any]]:
    """Sealed documents are bound to the record: each is opened and sealed again for the one that is kept."""
    opener, sealer = boxes.Opener(), boxes.Sealer()
    made: dict[int, Mapping[str, Any]] = {}
    for row in models.PersonSealed.objects.filter(pk__in=keys):
        found = sealed.opened("person", row, opener)
        document = {"values": found.values, "states": found.states}
        bound = sealed.bound("person", kept, row.source, row.observed_on)
        made[row.pk] = {"ciphertext": sealer.document(document, bound), "key_id": sealer.key}
    return made


belongings.moves(
    "registry.PersonSealed.person",
    label=_("Sensitive answers"),
    unless=_same("personsealed", "source", "observed_on"),
    because=_("The same source told of the kept record on the same day."),
    renews=_sealed_anew,
)
belongings.moves("registry.Resolution.person", label=_("Decisions between contradicting answers"))
