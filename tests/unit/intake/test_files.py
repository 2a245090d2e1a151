import hashlib
import io
from datetime import date

import openpyxl
import pytest
from django.conf import settings
from django.db import connection

from ayni.commons.actions.errors import SameOfficer
from ayni.commons.jobs import running
from ayni.engines.files import rejecting
from ayni.intake import errors, models
from ayni.intake.actions import files, files_loading
from ayni.intake.queries import files as queries
from ayni.intake.queries import files_kept
from ayni.kernel import lifecycles
from ayni.registry import errors as registry_errors
from ayni.registry import models as registry
from ayni.registry.actions import taking_back
from tests.unit.intake import files as camp
from tests.unit.registry import village

HEADER = camp.ROWS.splitlines()[0] + "\n"
TABLES = (
    "household",
    "person",
    "membership",
    "kinship",
    "householdfacts",
    "personfacts",
    "householdsealed",
    "personsealed",
)


def extract():
    """Every row of the registry, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM registry_{table} t ORDER BY 1")
            found += [f"{table} {row}" for (row,) in cursor.fetchall()]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


@pytest.fixture
def ready(loaded):
    camp.declare()
    return loaded


def counts():
    return {name: getattr(registry, name).objects.count() for name in ("Household", "Person", "Membership")}


def test_people_of_a_file_are_in_the_registry_with_their_households_kin_and_answers(ready, steward):
    made = camp.load(steward)
    assert (made.status, made.position, made.report["new"]) == ("loaded", 3, 3)
    sara, tom = registry.Person.objects.get(source_key="a1"), registry.Person.objects.get(source_key="a2")
    assert (sara.name, sara.sex, sara.born_from, sara.phone) == (
        "Sara Bello",
        "female",
        date(1984, 5, 12),
        "+99970000111",
    )
    assert (tom.born_from, tom.born_to) == (date(2015, 1, 1), date(2015, 12, 31))
    assert registry.Kinship.objects.get(person=tom).relative == sara
    stay = tom.memberships.get()
    assert (stay.household.source_key, stay.household.area.code, stay.relationship) == ("A", "N1", "child")
    assert registry.HouseholdFacts.objects.get(household=stay.household).values == {"roof": "tin"}
    assert registry.PersonFacts.objects.get(person=sara).values == {"works": True, "phone_number": "+99970000111"}
    assert registry.Household.objects.get(source_key="B").area.name == "Coast"


def test_what_is_sensitive_is_sealed_on_its_way_in_and_stands_nowhere_else(ready, steward, home):
    camp.load(steward)
    assert registry.PersonSealed.objects.get(source="camp-2026").answers == 1
    for path in home.rglob("*"):
        if path.is_file() and path.stat().st_size < 50_000_000:
            assert b"wonders" not in path.read_bytes(), path
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%%wonders%%'")
            assert cursor.fetchone()[0] == 0, table


def test_a_check_writes_nothing_into_the_registry(ready, steward):
    before = extract()
    made = camp.checked(steward)
    assert extract() == before
    assert made.report["rows"] == made.report["new"] == 3
    assert made.report["aside"] == ["noted"]


def test_undo_leaves_the_registry_as_it_was_to_the_byte(ready, steward):
    before = extract()
    made = camp.load(steward)
    assert extract() != before
    files_loading.undo(made, reason="the wrong camp", by=steward, at=camp.AT)
    assert extract() == before
    made.refresh_from_db()
    assert (made.status, made.undone_by) == ("undone", steward)


def test_undo_puts_back_what_a_file_changed(ready, steward):
    camp.load(steward)
    before = extract()
    rows = HEADER + "a1,A,head,Sara,Bello-Ndiaye,F,,,N1,,tin,no,,\n"
    made = camp.load(steward, rows, mapping=camp.MAPPING + "known: update\n")
    sara = registry.Person.objects.get(source_key="a1")
    assert (sara.family_name, sara.born_from) == ("Bello-Ndiaye", date(1984, 5, 12))
    assert registry.PersonFacts.objects.get(person=sara).values["works"] is False
    files_loading.undo(made, reason="wrong", by=steward, at=camp.AT)
    assert extract() == before


def test_undo_is_refused_when_other_work_stands_on_the_people(ready, steward):
    made = camp.load(steward)
    sara = registry.Person.objects.get(source_key="a1")
    mother = registry.Person.objects.get(source_key="h1-1")
    registry.Kinship.objects.create(person=sara, relative=mother, kind="mother", recorded_at=camp.AT)
    with pytest.raises(registry_errors.BuiltUpon, match="kinship"):
        files_loading.undo(made, reason="wrong", by=steward, at=camp.AT)
    assert registry.Person.objects.filter(pk=sara.pk).exists()


def test_wrong_rows_stay_out_and_come_in_when_they_are_mended(ready, steward):
    wrong = (
        camp.ROWS
        + "c1,C,head,Ann,Roe,F,31/31/1990,12,Nowhere,,tin,perhaps,,\nc2,C,child,Bob,Roe,M,2019,,N1,c1,tin,no,,\n"
    )
    made = camp.load(steward, wrong)
    assert (made.report["refused"], made.report["new"]) == (1, 4)
    with queries.rejected(made, reader=steward) as lines:
        header, row = list(lines)
    assert header[-3:] == ["row in the file", "what is wrong", "what to do"]
    assert "illness" not in header  # the steward may not see it
    assert row[-3] == "4"
    for reason in ("31/31/1990", "“12”", "Nowhere", "perhaps"):
        assert reason in row[-2]
    row[header.index("born")], row[header.index("phone")] = "30/12/1990", ""
    row[header.index("area")], row[header.index("works")] = "N1", "yes"
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in (header, row)) + "\n"
    again = camp.load(steward, text, mapping=camp.MAPPING.replace(", illness: illness", ""))
    assert again.report["new"] == 1
    ann = registry.Person.objects.get(source_key="c1")
    assert ann.memberships.get().household == registry.Person.objects.get(source_key="c2").memberships.get().household


def test_known_people_are_refused_skipped_or_updated_as_the_mapping_says(ready, steward):
    camp.load(steward)
    assert camp.checked(steward).report["refused"] == 3
    assert camp.checked(steward, mapping=camp.MAPPING + "known: skip\n").report["skipped"] == 3
    assert camp.checked(steward, mapping=camp.MAPPING + "known: update\n").report["updated"] == 3


def test_people_alike_are_told_before_and_may_be_passed_over(ready, steward):
    camp.load(steward)
    other = camp.MAPPING.replace("camp-2026", "other-2026")
    made = camp.checked(steward, mapping=other)
    told = {line["code"]: line["rows"] for line in made.report["found"]}
    assert (told["alike"], made.report["new"]) == (2, 3)  # Tom's day of birth is not known
    assert camp.checked(steward, mapping=other + "alike: skip\n").report["skipped"] == 2


def test_the_same_content_again_is_told(ready, steward):
    first = camp.load(steward)
    assert queries.loaded_before(camp.upload(steward)) == [first]


def test_a_large_file_needs_another_officer(ready, steward, settings):
    settings.AYNI_FILE_TWO_OFFICERS = 2
    made = camp.checked(steward)
    with pytest.raises(SameOfficer):
        files_loading.load(made, by=steward, at=camp.AT)
    other = village.officer("second", "data_steward")
    assert files_loading.load(made, by=other, at=camp.AT).loaded_by == other


def many(count):
    rows = []
    for n in range(count):
        role, mother = ("head", "") if n % 3 == 0 else ("child", f"p{n - n % 3}")
        born = "1970-01-01" if role == "head" else "2010-01-01"
        rows.append(f"p{n},H{n // 3},{role},Name,Family,F,{born},,N1,{mother},tin,no,,\n")
    return HEADER + "".join(rows)


def told():
    """The registry in words of its source, without numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.source_key, p.given_name, p.born_from, h.source_key, m.number, m.relationship,"
            " (SELECT string_agg(r.source_key || k.kind, ' ' ORDER BY 1) FROM registry_kinship k"
            "  JOIN registry_person r ON r.id = k.relative_id WHERE k.person_id = p.id)"
            " FROM registry_person p JOIN registry_membership m ON m.person_id = p.id"
            " JOIN registry_household h ON h.id = m.household_id ORDER BY 1"
        )
        return cursor.fetchall()


def test_loading_that_was_killed_goes_on_and_ends_the_same(ready, steward, monkeypatch):
    monkeypatch.setattr(files_loading, "PORTION", 4)
    rows = many(11)
    made = camp.load(steward, rows)
    whole = told()
    files_loading.undo(made, reason="once more", by=steward, at=camp.AT)
    again = camp.checked(steward, rows)
    real, brought = files_loading.load_portion, []

    def killed(*args, **more):
        if len(brought) == 2:
            raise KeyboardInterrupt
        brought.append(1)
        return real(*args, **more)

    monkeypatch.setattr(files_loading, "load_portion", killed)
    with pytest.raises(KeyboardInterrupt):
        files_loading.load(again, by=steward, at=camp.AT)
    again.refresh_from_db()
    assert (again.status, again.position) == ("loading", 8)
    monkeypatch.setattr(files_loading, "load_portion", real)
    assert files_loading.load(again, by=steward, at=camp.AT).status == "loaded"
    assert told() == whole


def test_the_content_is_kept_sealed_and_forgotten_at_its_term(ready, steward, home):
    made = camp.upload(steward)
    assert files_kept.read(made.pk, files_kept.CONTENT) == camp.ROWS.encode()
    kept = files_kept.place(made.pk, files_kept.CONTENT)
    assert b"Sara" not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0
    kept.write_bytes(kept.read_bytes()[:-40])
    with pytest.raises(Exception, match=r"kept any more|not open|damaged|changed"):
        files_kept.read(made.pk, files_kept.CONTENT)
    files.withdraw(made, by=steward, at=camp.AT)
    assert not kept.exists()
    with pytest.raises(lifecycles.WrongState):
        files.check(made, by=steward, at=camp.AT)


def test_old_files_are_forgotten(ready, steward):
    made = camp.load(steward)
    models.FileLoad.objects.filter(pk=made.pk).update(uploaded_at="2026-01-01T00:00Z")
    assert files.forget_old(by=steward, at=camp.AT) == [made.pk]
    with pytest.raises(errors.FileForgotten), queries.rejected(made, reader=steward):
        pass


def test_a_file_with_no_good_row_is_not_loaded(ready, steward):
    made = camp.checked(
        steward,
        HEADER + "x,X,head,7,,Q,,,N1,,,,,\n",
    )
    with pytest.raises(errors.NothingToLoad):
        files_loading.load(made, by=steward, at=camp.AT)


def codes(made):
    return {(line["column"], line["code"]): line["rows"] for line in made.report["found"]}


def test_somebody_with_the_same_document_is_told_or_passed_over(ready, steward):
    camp.load(steward)
    sara = registry.Person.objects.get(source_key="a1")
    registry.Identifier.objects.create(person=sara, type="national_id", number="AB1234")
    rows = "id,hh,role,given,family,nid,area\nx1,X,head,Sarah,Belo,ab-12 34,N1\nx2,X,child,Tim,Belo,ab9,N1\n"
    mapping = (
        "source: other\non: 2026-07-01\nperson: {key: id, household: hh, relationship: role, given_name: given,"
        " family_name: family, identifier: nid, area: area}\n"
    )
    made = camp.checked(steward, rows, mapping=mapping)
    assert (codes(made)[("nid", "identified")], made.report["new"]) == (1, 2)
    [line] = queries.findings(made, code="identified", limit=5)[0]
    assert (line["row"], line["detail"]) == (1, sara.code)
    passed = camp.checked(steward, rows, mapping=mapping + "alike: skip\n")
    assert (passed.report["skipped"], passed.report["new"]) == (1, 1)


def test_what_an_update_leaves_as_it_is_is_told(ready, steward):
    camp.load(steward)
    tom = registry.Person.objects.get(source_key="a2")
    registry.PersonFacts.objects.create(
        person=tom, source="visit", observed_on=date(2026, 8, 1), values={"works": True}
    )
    rows = HEADER + "a2,B,child,Tom,Bello,M,,,N1,,tin,no,,\n"
    found = codes(camp.checked(steward, rows, mapping=camp.MAPPING + "known: update\n"))
    assert found[("id", "answers_older")] == 1
    assert found[("hh", "lives_elsewhere")] == 1


def test_a_mother_too_young_by_a_day_that_only_the_registry_has_is_told(ready, steward):
    camp.load(steward)
    rows = HEADER + "a1,A,head,Sara,Bello,F,,,N1,,tin,yes,,\na2,A,child,Tom,Bello,M,01/01/1993,,N1,a1,tin,no,,\n"
    made = camp.checked(steward, rows, mapping=camp.MAPPING + "known: update\n")
    assert codes(made)[("mother", "parent_too_young")] == 1
    assert made.report["refused"] == 1


def test_taking_back_goes_in_parts_to_the_same_end(ready, steward, monkeypatch):
    monkeypatch.setattr(taking_back, "PART", 4)
    before = extract()
    made = camp.load(steward, many(21))
    files_loading.undo(made, reason="once more", by=steward, at=camp.AT)
    assert extract() == before
    made.refresh_from_db()
    assert made.report["undone"]["registry_person"] == 21


def test_the_content_of_old_files_is_forgotten_by_the_work_of_the_day(ready, steward):
    made = camp.load(steward)
    models.FileLoad.objects.filter(pk=made.pk).update(uploaded_at="2026-01-01T00:00Z")
    work = running.start("intake.forget_files", key="forget/1", by=steward, on="2026-07-02")
    running.run(work.pk)
    work.refresh_from_db()
    assert (work.status, work.result) == ("done", {"files": 1})
    assert not files_kept.is_kept(made.pk)
    assert "intake.forget_files" in settings.AYNI_DAILY


def test_the_rows_to_mend_come_as_a_workbook_and_go_in_again(ready, steward):
    wrong = HEADER + "c1,C,head,=1+1,Roe,F,31/31/1990,,N1,,tin,yes,,\nc2,C,child,+Bob,Roe,M,2019,,N1,,tin,maybe,,\n"
    made = camp.checked(steward, wrong)
    out = io.BytesIO()
    with queries.rejected(made, reader=steward) as lines:
        assert rejecting.write_xlsx(out, lines) == 2
    sheet = openpyxl.load_workbook(out).active
    header, first, second = list(sheet.iter_rows())
    assert {cell.data_type for cell in first if cell.value} == {"s"}
    assert (first[3].value, second[3].value) == ("=1+1", "+Bob")
    names = [cell.value for cell in header]
    first[names.index("given")].value, first[names.index("born")].value = "Ann", "30/12/1990"
    second[names.index("given")].value, second[names.index("works")].value = "Bob", "no"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    again = camp.checked(steward, mended.getvalue(), mapping=camp.MAPPING.replace(", illness: illness", ""))
    assert (again.report["new"], again.report["refused"]) == (2, 0)
