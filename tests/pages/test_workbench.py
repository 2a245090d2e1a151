"""The workbench: writing rules, what they mean, whom they would admit, and what would change."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.commons.audit.models import Look
from ayni.enrolment.queries import trying
from ayni.programmes.models import Version
from tests.pages import checks, delivery

HELD = {role: given["permissions"] for role, given in settings.AYNI_ROLES.items()}
SEES = {role for role, given in settings.AYNI_ROLES.items() if "programmes.see" in given["permissions"]}
WIDER = delivery.HOUSING.replace("rooms < 3", "rooms < 9")
PAGE = "web:workbench"


def sent(text: str, **more: str) -> dict[str, str]:
    return {"text": text, "unit": "household", **more}


def plain(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_is_for_those_who_may_see_programmes(role: str, delivered: Any, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as queries:
        answer = client.get(reverse(PAGE), {"programme": "housing"})
    assert answer.status_code == (200 if role in SEES else 403)
    assert queries.writes() == []
    assert queries.count <= 22
    if role in SEES:
        assert ("Try it on everybody" in plain(answer)) == (
            role in {"programme_manager", "programme_approver", "analyst"}
        )
        assert ("On one household" in plain(answer)) == ("registry.see_households" in HELD[role])
        assert ("Save as a draft" in plain(answer)) == (role == "programme_manager")


def test_a_programmes_rules_are_read_in_every_language(delivered: Any, signed_in: Any) -> None:
    answer = signed_in("analyst").get(reverse(PAGE), {"programme": "housing"})
    assert answer.context["form"]["text"].value() == delivery.HOUSING
    own, *others = answer.context["written"].languages
    assert own.code == "en" and {one.code for one in others} == {"ar", "fr"}
    assert "is below 3" in plain(answer)
    assert 'dir="rtl"' in plain(answer)


def test_it_begins_with_an_example(signed_in: Any) -> None:
    answer = signed_in("analyst").get(reverse(PAGE))
    assert "the-programmes-code" in plain(answer)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "household.roms < 3",
            "Line 1, column 11: No household has a variable &#x27;roms&#x27;. Did you mean &#x27;rooms&#x27;?",
        ),
        ('household.floor == "earh"', "earth"),
        ("household.rooms <", "Line 1, column"),
        (delivery.HOUSING.replace("household.rooms", "household.roms"), "Line 10, column"),
        ("", "Write a rule, and what it means is told here."),
        ("household.rooms < 3", "These rules can be run"),
    ],
)
def test_what_is_written_is_checked_at_once(delivered: Any, signed_in: Any, text: str, told: str) -> None:
    client = signed_in("analyst")
    with checks.watched() as queries:
        answer = client.post(reverse("web:workbench_check"), sent(text))
    assert told in plain(answer)
    assert "<html" not in plain(answer)
    assert queries.writes() == []
    assert queries.count <= 6


def test_every_mistake_is_told(delivered: Any, signed_in: Any) -> None:
    answer = signed_in("analyst").post(
        reverse("web:workbench_check"), sent("household.roms < 3 && household.flor == 1")
    )
    assert len(answer.context["written"].wrongs) == 2


def test_a_text_is_put_in_order(delivered: Any, signed_in: Any) -> None:
    client = signed_in("analyst")
    answer = client.post(reverse("web:workbench_format"), sent("(household.rooms<3)"))
    assert answer.context["form"]["text"].value() == "household.rooms < 3"
    answer = client.post(reverse("web:workbench_format"), sent("household.rooms <"))
    assert answer.context["form"]["text"].value() == "household.rooms <"
    assert answer.context["form"].errors


def test_what_may_be_written_is_sent_with_the_page(delivered: Any, signed_in: Any) -> None:
    words = signed_in("analyst").get(reverse(PAGE)).context["words"]
    floor = next(one for one in words["entities"]["household"] if one["name"] == "floor")
    assert "earth" in [code for code, _label in floor["choices"]]
    assert "sex" in {one["name"] for one in words["entities"]["person"]}
    assert not any(one["name"] == "id" for entity in words["entities"].values() for one in entity)


def test_a_trial_has_an_address_and_hides_small_counts(delivered: Any, signed_in: Any) -> None:
    client = signed_in("programme_manager")
    asked = client.post(reverse("web:workbench_try"), sent(delivery.HOUSING))
    assert asked.status_code == 302
    with checks.watched() as queries:
        answer = client.get(asked["Location"].partition("#")[0])
    assert queries.writes() == []
    assert queries.count <= 32
    assert "Whom it would admit now" in plain(answer)
    assert answer.context["figures"].total.counts == (None, 0, None, None)
    assert "hidden" in plain(answer)
    assert answer.context["form"]["against"].value() == str(delivered.version.pk)


@pytest.mark.parametrize("text", ["household.roms < 3", "household.id == 3", "programme: x"])
def test_what_cannot_be_tried_is_told_and_kept(delivered: Any, signed_in: Any, text: str) -> None:
    answer = signed_in("analyst").post(reverse("web:workbench_try"), sent(text))
    assert answer.status_code == 200
    assert "There is a problem" in plain(answer)
    assert answer.context["form"]["text"].value() == text


def test_trying_needs_its_own_permission(delivered: Any, signed_in: Any) -> None:
    assert signed_in("payment_officer").post(reverse("web:workbench_try"), sent("true")).status_code == 403


def test_a_trial_that_is_gone_is_not_found(delivered: Any, signed_in: Any) -> None:
    assert signed_in("analyst").get(reverse(PAGE), {"trial": "0" * 32}).status_code == 404
    assert signed_in("analyst").get(reverse(PAGE), {"trial": "../../x"}).status_code == 404


def test_a_version_is_compared_with_what_is_written(delivered: Any, signed_in: Any) -> None:
    client = signed_in("analyst")
    asked = client.post(reverse("web:workbench_compare"), sent(WIDER, against=str(delivered.version.pk)))
    answer = client.get(asked["Location"].partition("#")[0])
    (one,) = answer.context["differences"]
    assert (one.name, "below 3" in one.before, "below 9" in one.after) == ("crowded", True, True)
    assert answer.context["moves"].total.counts[0] == 0
    assert "What would change" in plain(answer)
    assert (answer.context["change"].added, answer.context["change"].removed) == (1, 1)


def test_one_household_is_told_what_would_change(delivered: Any, signed_in: Any) -> None:
    client = signed_in("district_officer")
    code = delivered.place.large.code
    answer = client.post(reverse("web:workbench_household"), sent(delivery.HOUSING, household=code))
    (tried,) = answer.context["one"].tried
    assert tried.result == "needs_information"
    assert [(lead.answers, lead.result) for lead in tried.changes[0].leads] == [
        ("2", "eligible"),
        ("3 · 4", "ineligible"),
    ]
    assert "Which answer would change this" in plain(answer)
    assert Look.objects.filter(reader=delivered.users["district_officer"]).count() == 1


def test_several_households_are_offered(delivered: Any, signed_in: Any) -> None:
    client = signed_in("auditor")
    answer = client.post(reverse("web:workbench_household"), sent("household.rooms < 3", household="Diallo"))
    assert {row.household_id for row in answer.context["found"]} == {delivered.place.near.pk, delivered.place.far.pk}
    chosen = sent("household.rooms < 3", household="Diallo", chosen=str(delivered.place.far.pk))
    answer = client.post(reverse("web:workbench_household"), chosen)
    assert answer.context["one"].code == delivered.place.far.code


def test_nobody_found_is_said(delivered: Any, signed_in: Any) -> None:
    answer = signed_in("auditor").post(reverse("web:workbench_household"), sent("true", household="Nobody"))
    assert "No household was found" in plain(answer)


def test_a_household_outside_the_areas_is_not_there(delivered: Any, signed_in: Any) -> None:
    chosen = sent("true", chosen=str(delivered.place.far.pk))
    answer = signed_in("district_officer").post(reverse("web:workbench_household"), chosen)
    assert "one" not in answer.context
    assert "Moussa" not in plain(answer)  # the number is what was typed


def test_a_rule_is_no_way_to_a_sensitive_answer(delivered: Any, signed_in: Any) -> None:
    text = sent("members.exists(m, m.disability)", chosen=str(delivered.place.near.pk))
    answer = signed_in("auditor").post(reverse("web:workbench_household"), text)
    assert "one" not in answer.context
    assert "You may not see sensitive answers here" in plain(answer)


def test_what_is_written_is_saved_as_a_draft(delivered: Any, signed_in: Any) -> None:
    client = signed_in("programme_manager")
    page = client.get(reverse(PAGE), {"version": delivered.version.pk})
    assert reverse("web:prepare_version", args=["housing"]) in plain(page)
    day = page.context["in_force_from"].isoformat()
    shown = client.post(reverse("web:prepare_version", args=["housing"]), sent(WIDER, in_force_from=day))
    assert "These rules can be run" in plain(shown)
    seen = str(shown.context["form"]["seen"].value())
    client.post(reverse("web:prepare_version", args=["housing"]), sent(WIDER, in_force_from=day, seen=seen))
    assert Version.objects.filter(text=WIDER, status="draft").exists()


def test_a_programmes_page_leads_here(delivered: Any, signed_in: Any) -> None:
    page = plain(signed_in("analyst").get(reverse("web:programme", args=["housing"])))
    assert f"{reverse(PAGE)}?programme=housing" in page


@pytest.mark.parametrize("name", ["format", "try", "compare", "household"])
def test_a_button_opened_as_an_address_leads_to_the_page(signed_in: Any, name: str) -> None:
    who = "programme_manager" if name in {"try", "compare"} else "district_officer"
    answer = signed_in(who).get(reverse(f"web:workbench_{name}"))
    assert answer["Location"] == reverse(PAGE)


def test_a_large_trial_is_followed_on_the_page(delivered: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "AT_ONCE", 0)
    client = signed_in("programme_manager")
    asked = client.post(reverse("web:workbench_try"), sent(WIDER))
    address = asked["Location"].partition("#")[0]
    page = plain(client.get(address))
    assert "Trying these rules on everybody" in page
    assert 'hx-trigger="every 2s"' in page
    trying.compute(client.get(address).context["trial"].key)
    assert "Whom it would admit now" in plain(client.get(address))
