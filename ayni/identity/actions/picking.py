"""Which of two values the kept record has; the other name and telephone are kept beside it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from ayni.engines.names import letters
from ayni.identity import errors, models
from ayni.identity.queries.merging import PICKS
from ayni.registry import models as registry

FROM = ("kept", "absorbed")


def check(picks: Mapping[str, str]) -> None:
    """Refuses: NotPickable."""
    for name, of in picks.items():
        if name not in PICKS:
            raise errors.NotPickable(name, list(PICKS))
        if of not in FROM:
            raise errors.NotPickable(of, FROM)


def pick(merge: models.Merge) -> None:
    """Write what was picked from the absorbed record on the kept one; of names and telephones both stay known.

    Refuses: DiesByMerging, for a death that would leave somebody dead in a household.
    """
    kept, absorbed = merge.kept, merge.absorbed
    taken = [column for name, of in merge.picked.items() if of == "absorbed" for column in PICKS[name][1]]
    first = kept.given_name, kept.family_name, kept.phone
    for column in taken:
        setattr(kept, column, getattr(absorbed, column))
    if "died_on" in taken and kept.died_on is not None and merge.household_id is not None:
        raise errors.DiesByMerging(kept.name)
    if taken:
        kept.save(update_fields=taken)
    for given, family in {first[:2], (absorbed.given_name, absorbed.family_name)}:
        _also_named(kept, given, family)
    for number in {first[2], absorbed.phone} - {kept.phone, ""}:
        _also_called(merge, number)


def _also_named(kept: registry.Person, given: str, family: str) -> None:
    if (given, family) in {(kept.given_name, kept.family_name), ("", "")}:
        return
    is_known = Q(given_name=given, family_name=family)
    if kept.other_names.filter(is_known).exists():
        return
    in_other_letters = letters.script(given + family) != letters.script(kept.given_name + kept.family_name)
    kind = registry.NameKind.OTHER_SCRIPT if in_other_letters else registry.NameKind.KNOWN_AS
    registry.PersonName.objects.create(person=kept, kind=kind, given_name=given, family_name=family)


def _also_called(merge: models.Merge, number: str) -> None:
    """A telephone that is no number in the international form is kept by the record it stood in alone."""
    if not number.startswith("+") or not 7 <= len(number) - 1 <= 15 or not number[1:].isdigit() or number[1] == "0":
        return
    if not merge.kept.phones.filter(number=number).exists():
        registry.Phone.objects.create(person=merge.kept, number=number)
