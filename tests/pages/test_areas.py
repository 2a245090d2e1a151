"""Areas on screen: looked through, defined, drawn, changed by two officers; with their past."""

import json
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ayni.commons.directory.models import Area, AreaCode, AreaLevel, BoundaryChange, ShapeFile
from ayni.engines.shapes import checking
from ayni.registry.models import Household
from tests.pages import checks, delivery

SEES = {role for role, given in settings.AYNI_ROLES.items() if "directory.see" in given["permissions"]}
WHY = {"on": "2026-06-01", "reason": "A law says so", "law": "Act 7"}


def address(name: str, *args: Any) -> str:
    return reverse(f"web:{name}", args=args)


def sent(text: str, name: str = "file.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def collection(**shapes: Any) -> str:
    features = [
        {"type": "Feature", "properties": {"name": "x", "pcode": code}, "geometry": shape}
        for code, shape in shapes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_the_list_is_for_everybody_in_an_office(role: str, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as statements:
        answer = client.get(address("areas"))
    assert answer.status_code == (200 if role in SEES else 403)
    assert statements.writes() == []
    assert statements.count <= 10
    assert ("Green Valley" in answer.content.decode()) == (role in SEES)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "valley"}, {"0101"}),
        ({"text": "الشمال"}, {"01"}),
        ({"text": "ML-7"}, {"0101"}),
        ({"level": "1"}, {"01", "02"}),
        ({"level": "nonsense"}, {"01", "0101", "02"}),
        ({"which": "ended"}, set()),
        ({"text": "100%"}, set()),
    ],
)
def test_the_list_is_searched_and_filtered(place: Any, signed_in: Any, asked: dict[str, str], found: set[str]) -> None:
    AreaCode.objects.create(area=place.area, system="pcode", code="ML-7")
    answer = signed_in("analyst").get(address("areas"), asked)
    assert {row.code for row in answer.context["rows"]} == found
    part = signed_in("analyst").get(address("areas"), asked, headers={"HX-Request": "true"})
    assert part.templates[0].name == "places/areas_found.html"


def test_one_area_tells_all_and_writes_nothing(place: Any, signed_in: Any) -> None:
    Area.objects.filter(pk=place.area.pk).update(shape=checking.polygon(0, 0, 1, 1))
    client = signed_in("analyst")
    with checks.watched() as statements:
        page = client.get(address("area", "0101")).content.decode()
    assert "Green Valley" in page and "Region of the North" in page and "Map of Green Valley" in page
    assert (statements.writes(), statements.count <= 24) == ([], True)
    assert "Propose a change" not in page
    assert "Divide it" in signed_in("data_steward").get(address("area", "0101")).content.decode()
    assert client.get(address("area", "nowhere")).status_code == 404


def test_in_arabic_it_reads_from_the_right(signed_in: Any) -> None:
    client = signed_in("analyst")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    page = client.get(address("area", "0101")).content.decode()
    assert 'dir="rtl"' in page and "الوادي الأخضر" in page


def test_an_area_is_added(signed_in: Any) -> None:
    client = signed_in("data_steward")
    answer = client.post(address("add_area"), {"code": "0102", "parent": "01", "name_en": "Red Hill", "since": ""})
    assert answer.headers["Location"] == address("area", "0102")
    assert Area.objects.get(code="0102").path == "/01/0102/"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"code": "0101"}, "is that of Green Valley"),
        ({"code": "a/b"}, "without a slash"),
        ({"parent": "99"}, "There is no area with the code “99”"),
        ({"parent": "011"}, "Did you mean"),
        ({"name_en": ""}, "a name in one language"),
        ({"code": ""}, "Give the code"),
    ],
)
def test_what_cannot_be_added_is_told(signed_in: Any, changes: dict[str, str], told: str) -> None:
    given = {"code": "0102", "parent": "01", "name_en": "Red Hill", **changes}
    page = signed_in("data_steward").post(address("add_area"), given).content.decode()
    assert told in page and "There is a problem" in page
    assert Area.objects.count() == 3


def test_names_codes_and_levels(place: Any, signed_in: Any) -> None:
    client = signed_in("data_steward")
    client.post(
        address("correct_area", "0101"), {"name_en": "Green Vale", "name_fr": "Val Vert", "aliases": "The Vale\n"}
    )
    area = Area.objects.get(code="0101")
    assert (area.names["fr"], area.aliases, "ar" in area.names) == ("Val Vert", ["The Vale"], False)
    client.post(address("give_code", "0101"), {"system": "PCode", "code": "XX01"})
    code = AreaCode.objects.get()
    assert (code.system, code.code) == ("pcode", "XX01")
    again = client.post(address("give_code", "01"), {"system": "pcode", "code": "XX01"}).content.decode()
    assert "never given a second time" in again
    client.post(address("end_code", "0101", code.pk), {"until": "2026-06-01"})
    code.refresh_from_db()
    assert code.until == date(2026, 6, 1)
    client.post(address("area_levels"), {"level_1_en": "Region", "level_1_fr": "Région", "level_2_en": "District"})
    assert {level.number: level.names for level in AreaLevel.objects.all()}[1] == {"en": "Region", "fr": "Région"}
    assert "District" in client.get(address("area", "0101")).content.decode()


def test_a_table_is_looked_at_before_it_is_taken(signed_in: Any) -> None:
    table = "code,parent,name_en,since,code_pcode\n0103,01,Third,2026-01-01,P3\n010301,0103,Ward,,\n"
    table += "0101,02,Moved,,\nx,y,z,,\n"
    client, url = signed_in("data_steward"), address("import_areas")
    assert client.get(url).status_code == 200
    page = client.post(url, {"file": sent(table)}).content.decode()
    assert "2 areas can be taken, of which 2 new" in page
    assert "To put it elsewhere, prepare a transfer" in page and "is not known, or lies in this one" in page
    assert not Area.objects.filter(code="0103").exists()
    client.post(url, {"file": sent(table), "keep": "yes"})
    assert Area.objects.get(code="010301").path == "/01/0103/010301/"
    assert AreaCode.objects.get().code == "P3"
    assert Area.objects.get(code="0103").since == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("code,name_en\n1,x\n", "This column is missing"),
        ("code,parent\na,b\nb,a\n", "lies in this one"),
        ("code,parent\na,a\n", "cannot lie in itself"),
        ("code,parent\na,\na,\n", "stands in row 2 already"),
        ("code,code\n1,2\n", "two of one name"),
        ("code,parent,since\nq,,1.1.2026\n", "Write the day as"),
        ("code,parent\n" + "".join(f"d{n},{f'd{n - 1}' if n else ''}\n" for n in range(1000)), "at most 12 levels"),
    ],
)
def test_a_bad_table_says_what_is_wrong(signed_in: Any, text: str, told: str) -> None:
    page = signed_in("data_steward").post(address("import_areas"), {"file": sent(text)}).content.decode()
    assert told in page


def test_shapes_are_matched_shown_and_taken(place: Any, signed_in: Any) -> None:
    AreaCode.objects.create(area=Area.objects.get(code="01"), system="pcode", code="P01")
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    text = collection(
        **{"0101": checking.polygon(5, 5, 6, 6), "P01": checking.polygon(4, 4, 8, 8), "02": bow, "9": bow}
    )
    client = signed_in("data_steward")
    answer = client.post(address("import_shapes"), {"file": sent(text, "areas.geojson")})
    file = ShapeFile.objects.get()
    assert answer.headers["Location"] == address("shape_file", file.pk)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "2 shapes can be taken" in page and "crosses itself" in page and "No area has this code" in page
    assert signed_in("administrator").get(answer.headers["Location"]).status_code == 404, "another's file"
    wrong = client.get(answer.headers["Location"], {"property": "name"}).content.decode()
    assert "0 shapes can be taken" in wrong
    client.post(answer.headers["Location"], {"property": "pcode", "source": "Survey office", "since": "2026-01-01"})
    area = Area.objects.get(code="0101")
    assert (area.longitude, area.latitude) == (5.5, 5.5)
    assert area.shapes.get().source == "Survey office"
    assert not ShapeFile.objects.exists()
    exported = b"".join(client.get(address("export_areas", "geojson")).streaming_content)
    features = {one["properties"]["code"]: one for one in json.loads(exported)["features"]}
    assert features["01"]["properties"]["code_pcode"] == "P01"
    assert features["0101"]["geometry"]["type"] == "Polygon"
    table = b"".join(client.get(address("export_areas", "csv")).streaming_content).decode()
    assert "0101,01,2,Green Valley" in table
    assert client.get(address("export_areas", "pdf")).status_code == 404


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not whole JSON"),
        ('{"type": "Topology"}', "TopoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "no features"),
        ("[" * 5000, "nested too deeply"),
    ],
)
def test_a_bad_file_of_shapes_is_refused(signed_in: Any, text: str, told: str) -> None:
    page = signed_in("data_steward").post(address("import_shapes"), {"file": sent(text)}).content.decode()
    assert told in page and "There is a problem" in page
    assert not ShapeFile.objects.exists()


def propose(client: Any, kind: str, **given: Any) -> Any:
    return client.post(address("propose_boundaries", "0101", kind), {**WHY, **given})


def test_two_officers_divide_an_area_and_the_rest_is_assigned(place: Any, signed_in: Any) -> None:
    steward = signed_in("data_steward")
    assert steward.get(address("propose_boundaries", "0101", "divide")).status_code == 200
    text = collection(A1=checking.polygon(0, 0, 1, 1), A2=checking.polygon(1, 0, 2, 1))
    answer = propose(steward, "divide", into="A1 | Upper | Haut\nA2 | Lower", shapes=sent(text, "x.geojson"))
    change = BoundaryChange.objects.get()
    assert answer.headers["Location"] == address("boundary_change", change.pk)
    assert change.plan["into"][0]["names"] == {"en": "Upper", "fr": "Haut"}
    page = steward.get(answer.headers["Location"]).content.decode()
    assert "This is a proposal" in page and "Wait to be assigned by hand" in page
    approve = address("decide_boundaries", change.pk, "approve")
    assert steward.get(approve).status_code == 403
    other = signed_in("programme_approver")
    with checks.watched() as statements:
        page = other.get(approve).content.decode()
    assert "2 households with 15 persons follow at once" in page
    assert statements.writes() == []
    assert other.post(approve).headers["Location"] == address("boundary_change", change.pk)
    old = steward.get(address("area", "0101")).content.decode()
    assert "This area ended on" in old and address("area", "A1") in old
    assert "Households that wait to be assigned" in steward.get(address("boundary_changes")).content.decode()
    assign = address("assign_people", "0101")
    assert assign in steward.get(reverse("web:home")).content.decode()
    assert "2 households wait" in steward.get(assign).content.decode()
    assert "Write each as" in steward.post(assign, {"to": "A1", "homes": "nonsense"}).content.decode()
    steward.post(assign, {"to": "A1", "homes": place.near.code})
    steward.post(assign, {"to": "A2", "homes": ""})
    assert Household.objects.get(pk=place.near.pk).area.code == "A1"
    assert Household.objects.get(pk=place.large.pk).area.code == "A2"
    assert "Nobody waits here" in steward.get(assign).content.decode()
    stood = steward.get(address("areas_stood"), {"on": "2026-05-31"}).content.decode()
    assert "0101" in stood and "/01/A1/" not in stood
    days = {"then": "2026-05-31", "now": "2026-06-01"}
    assert "/01/A1/" in steward.get(address("area_correspondence"), days).content.decode()
    table = b"".join(steward.get(address("area_correspondence"), {**days, "form": "csv"}).streaming_content).decode()
    assert "0101,/01/0101/,2,A1,/01/A1/,2,0.5" in table


def test_who_proposed_cannot_approve_but_take_back(place: Any, signed_in: Any) -> None:
    propose(signed_in("data_steward"), "rename", name_en="New Valley")
    change = BoundaryChange.objects.get()
    other = signed_in("programme_approver").get(reverse("web:home")).content.decode()
    assert "Decide about a change of areas" in other and "A law says so" in other
    own = delivery.also(place.users["data_steward"], "programme_approver")
    assert "Decide about a change of areas" not in own.get(reverse("web:home")).content.decode()
    approve = address("decide_boundaries", change.pk, "approve")
    assert "Another officer must approve this" in own.get(approve).content.decode()
    assert "Another officer must do this step" in own.post(approve).content.decode()
    own.post(address("decide_boundaries", change.pk, "withdraw"))
    assert BoundaryChange.objects.get().status == "withdrawn"


def test_a_rejection_gives_its_reason(place: Any, signed_in: Any) -> None:
    propose(signed_in("data_steward"), "transfer", parent="02")
    change = BoundaryChange.objects.get()
    client, reject = signed_in("programme_approver"), address("decide_boundaries", change.pk, "reject")
    assert "Give the reason" in client.post(reject, {"reason": ""}).content.decode()
    client.post(reject, {"reason": "The decree was withdrawn"})
    page = signed_in("analyst").get(address("boundary_change", change.pk)).content.decode()
    assert "The decree was withdrawn" in page


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("merge", {"others": "02", "code": "N", "name_en": "New"}, "lie in different ones"),
        ("merge", {"others": "0101", "code": "N", "name_en": "New"}, "two areas or more"),
        ("transfer", {"parent": "01"}, "Nothing would be different"),
        ("transfer", {"parent": "0101"}, "cannot lie in 0101"),
        ("rename", {"name_en": "Green Valley", "name_ar": "الوادي الأخضر"}, "Nothing would be different"),
        ("divide", {"into": "A1 | Upper"}, "makes two or more of one"),
        ("divide", {"into": "A1 | Upper\n01 | Lower"}, "never given a second time"),
        ("rename", {"name_en": "x", "reason": ""}, "Give the reason"),
    ],
)
def test_what_cannot_be_proposed_is_told(signed_in: Any, kind: str, given: dict[str, str], told: str) -> None:
    page = propose(signed_in("data_steward"), kind, **given).content.decode()
    assert told in page
    assert not BoundaryChange.objects.exists()


def test_shapes_that_lack_one_of_the_new_areas_are_told(signed_in: Any) -> None:
    text = collection(A1=checking.polygon(0, 0, 1, 1))
    page = propose(signed_in("data_steward"), "divide", into="A1 | U\nA2 | L", shapes=sent(text, "x.geojson"))
    assert "no shape that can be taken for A2" in page.content.decode()


def test_an_unknown_kind_or_verb_is_not_there(signed_in: Any) -> None:
    client = signed_in("data_steward")
    assert client.get(address("propose_boundaries", "0101", "burn")).status_code == 404
    assert client.get(address("decide_boundaries", 1, "burn")).status_code == 404
    assert client.get(address("example_table", "areas")).content.decode().startswith("code,parent")
