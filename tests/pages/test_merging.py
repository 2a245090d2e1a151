"""Merging two records, parting them again, and what was paid twice."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.benefits.models import Overpayment
from ayni.identity.models import Merge
from ayni.registry.models import Person
from tests.pages import checks, twins
from tests.unit.identity import saying


@pytest.fixture
def pair(place: Any) -> tuple[Person, Person]:
    """The mother, and another record of hers that lives nowhere."""
    return place.mother, twins.double(place)


@pytest.fixture
def case(place: Any, pair: Any) -> Overpayment:
    merge = Merge.objects.create(
        kept=pair[0],
        absorbed=pair[1],
        because="The same card",
        on=twins.DAY,
        merged_by=place.users["data_steward"],
        marks={"keys": {}, "paths": [place.large.area.path]},
    )
    return twins.case(place, merge)


PICKS = {f"pick_{name}": "kept" for name in ("name", "sex", "born", "phone", "languages", "died")}


@pytest.mark.parametrize("name", ["web:merges", "web:overpayments"])
def test_lists_open_for_whom_they_are(name: str, role: str, signed_in: Any) -> None:
    permission = {"web:merges": "identity.see", "web:overpayments": "benefits.see_payments"}[name]
    expected = 200 if permission in settings.AYNI_ROLES[role]["permissions"] else 403
    assert signed_in(role).get(reverse(name)).status_code == expected


def test_two_records_are_shown_side_by_side_merged_and_parted(signed_in: Any, pair: Any) -> None:
    kept, other = pair
    client = signed_in("data_steward")
    chosen = client.post(reverse("web:choose_merge", args=[kept.pk]), {"other": other.code})
    address = reverse("web:merge_people", args=[kept.pk, other.pk])
    assert chosen["Location"] == address

    with checks.watched() as queries:
        shown = client.get(address).content.decode()
    assert queries.count <= 40
    assert "Fatima Zahra" in shown
    assert "Merge the two records" in shown
    wrong = client.post(address, {"because": ""}).content.decode()
    assert "Write one or two sentences" in wrong

    alone = client.post(address, {"because": "The same card", **PICKS}).content.decode()
    assert "No other officer than" in alone
    assert not Merge.objects.exists()
    saying.said_same(kept, other)

    done = client.post(address, {"because": "The same card", **PICKS}, follow=True).content.decode()
    assert "The two records are one." in done
    merge = Merge.objects.get()
    led = client.get(reverse("web:person", args=[other.pk]), follow=True).content.decode()
    assert f"{other.code} was merged into this record" in led
    assert "The same card" in led
    assert merge.code in client.get(reverse("web:merges"), {"state": "merged"}).content.decode()

    page = reverse("web:part_people", args=[merge.pk])
    assert "Nothing came to the record since." in client.get(page).content.decode()
    parted = client.post(page, {"because": "They are sisters"}, follow=True).content.decode()
    assert "stand apart again" in parted
    assert "They are sisters" in parted
    assert client.get(reverse("web:person", args=[other.pk])).status_code == 200


def test_a_record_with_itself_is_refused_on_the_form(signed_in: Any, pair: Any) -> None:
    address = reverse("web:choose_merge", args=[pair[0].pk])
    client = signed_in("data_steward")
    assert "is one record" in client.post(address, {"other": pair[0].code}).content.decode()
    assert "Write the number as on letters" in client.post(address, {"other": "Fatima"}).content.decode()


def test_an_overpayment_is_decided_by_another(signed_in: Any, case: Overpayment) -> None:
    client = signed_in("payment_officer")
    assert case.code in client.get(reverse("web:overpayments"), {"state": "found"}).content.decode()
    assert "Decide" in client.get(reverse("web:overpayment", args=[case.pk])).content.decode()
    address = reverse("web:decide_overpayment", args=[case.pk])
    assert "No money is moved by this." in client.get(address).content.decode()
    client.post(address, {"decision": "no_debt", "reason": "Our own mistake"})
    case.refresh_from_db()
    assert case.status == "no_debt"
    assert "Our own mistake" in client.get(reverse("web:overpayment", args=[case.pk])).content.decode()
