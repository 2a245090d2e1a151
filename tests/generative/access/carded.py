"""Cards, numbers asked about, and files that are linked: what the walk names of them."""

from __future__ import annotations

import itertools
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

from ayni.identity.models import Card, CardKey, CardSheet, FileLinking, RegisterQuestion
from ayni.registry.models import Identifier
from tests.generative.access import land as lands
from tests.generative.access.land import NOON, Land, Side

DAY = date(2026, 6, 2)
#: What an address answers to whom it opens: to GET and to an empty POST. Nobody's sheets and linkings are in the land.
ANSWERS: dict[str, tuple[int, int]] = {
    "web:card_sheet": (404, 404),
    "web:card_sheet_file": (404, 404),
    "web:linking": (404, 404),
    "web:linking_columns": (404, 404),
    "web:linking_pairs": (404, 404),
    "web:linking_pairs_file": (404, 404),
    "web:linking_groups_file": (404, 404),
    "web:linking_report": (404, 404),
    "web:delete_linking": (404, 404),
}
_counted = itertools.count()


def card(side: Side) -> Card:
    """A card of the person of a side."""
    found = Card.objects.filter(person=side.person).first()
    if found is not None:
        return found
    key, _made = CardKey.objects.get_or_create(pk="00000000", defaults={"public": bytes(32)})
    serial = f"{next(_counted):08d}".translate(str.maketrans("0189", "ABCD"))
    said = {"key": key, "name": "x", "office": "x", "code": "AYNI1ABC", "issued_on": DAY, "issued_by": side.officer}
    return Card.objects.create(person=side.person, serial=serial, expires_on=date(2031, 6, 2), **said)


def number(side: Side) -> Identifier:
    found, _made = Identifier.objects.get_or_create(person=side.person, type="national_id", number="CARDED1")
    return found


def question(side: Side) -> RegisterQuestion:
    found = RegisterQuestion.objects.filter(identifier=number(side)).first()
    said = {"register": "national_id", "asked_by": side.officer, "asked_at": NOON}
    return found or RegisterQuestion.objects.create(identifier=number(side), reference=uuid4(), **said)


def _sheet(side: Side) -> CardSheet:
    said = {"office": "x", "language": "en", "asked_by": side.officer, "asked_at": NOON}
    return CardSheet.objects.create(area=side.area, **said)


def _linking(side: Side) -> FileLinking:
    return FileLinking.objects.create(purpose="x", asked_by=side.officer, asked_at=NOON, keep_until=DAY)


def samples(sample: Any, inside: str, own: str, any_: str) -> dict[str, Any]:
    where = {"youngest": 0, "language": "en", "second_language": "", "office": "x", "on": DAY, "at": NOON}

    def of(lies: str, subject: Any, **given: Any) -> Any:
        return sample(lies, lambda land, side: ((subject(side),), given))

    def sent(land: Land, side: Side) -> Any:
        file = BytesIO(b"name,born\nAda,1990\n")
        return ("A trial",), {"files": [("a.csv", file)], "with_registry": False, "on": DAY, "at": NOON}

    verifying, cards, files = (
        "identity.actions.verifying.",
        "identity.actions.cards.",
        "identity.actions.linking_files.",
    )
    return {
        f"{cards}issue_card": of(inside, lambda side: side.person, office="x", on=DAY),
        f"{cards}replace_card": of(inside, card, because="lost", office="x", on=DAY),
        f"{cards}end_card": of(inside, card, because="lost", on=DAY),
        f"{cards}ask_for_sheet": of(inside, lambda side: side.area, **where),
        f"{cards}make_sheet": of(any_, _sheet, on=DAY, at=NOON),
        f"{cards}forget_sheets": sample(any_, lambda land, side: ((), {"at": NOON})),
        f"{files}send_files_to_link": sample(any_, sent),
        f"{files}start_linking": of(own, _linking, columns=[], told_on=[]),
        f"{files}forget_linking": of(own, _linking, at=NOON),
        f"{files}forget_old_linkings": sample(any_, lambda land, side: ((), {"on": DAY, "at": NOON})),
        f"{verifying}ask_verification": of(inside, number, on=DAY, at=NOON),
        f"{verifying}ask_about_area": of(inside, lambda side: side.area, type="national_id", on=DAY, at=NOON),
        f"{verifying}record_verification_answer": of(inside, question, said="unknown", on=DAY),
        f"{verifying}record_no_answer": of(inside, question, because="x", at=NOON),
    }


def named(row: str, side: Side | None) -> dict[str, Any]:
    if row in ("web:print_card", "web:card_square", "web:replace_card", "web:end_card"):
        return {"card_id": card(side).pk if side else lands.MISSING}
    if row in ANSWERS:
        return {"sheet_id": lands.MISSING, "linking_id": lands.MISSING}
    if row == "web:number_checks":
        return {"pk": number(side).pk if side else lands.MISSING}
    return {}
