"""The pages of files of people in a real browser, narrow and wide, in both directions."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ayni.intake.actions import files, files_loading
from tests.pages import district

ON, AT = date(2026, 7, 1), datetime(2026, 7, 2, 9, tzinfo=UTC)
HEADER = "person id,hh id,relationship,given name,family name,sex,date of birth,phone,area,mother,noted\n"
GOOD = "k1,K,head,Amara,Diallo,F,1984-05-12,,0101,,x\nk2,K,child,عائشة,ديالو,F,2012-03-01,,0101,k1,x\n"
WRONG = "k3,K,child,=2+2,Diallo,?,31/31/1990,12,Nowhere,k2,x\nk3,K,head,Issa,Diallo,M,1991-01-01,,0101,k9,x\n"
PAGES = {
    "files": "/files/",
    "file-upload": "/files/upload/",
    "survey-upload": "/files/survey/",
    "file-columns": "/files/{mapped}/columns/",
    "file-mapping": "/files/{mapped}/mapping/",
    "file-mapped": "/files/{mapped}/",
    "file-checked": "/files/{checked}/",
    "file-findings": "/files/{checked}/findings/",
    "file-load": "/files/{checked}/load/",
    "file-withdraw": "/files/{checked}/withdraw/",
    "file-loaded": "/files/{loaded}/",
    "file-undo": "/files/{loaded}/undo/",
}


@pytest.fixture(scope="module")
def sent(place: district.District) -> dict[str, int]:
    """A file that is mapped, one that is checked, with wrong rows, and one that is in the registry."""
    by = place.users["data_steward"]

    def upload(name: str, text: str) -> Any:
        made = files.upload(name, content=io.BytesIO(text.encode()), by=by, on=ON)
        return files.map_columns(made, text=made.mapping, by=by)

    mapped = upload("village-list.csv", HEADER + GOOD)
    checked = files.check(upload("camp-with-errors.csv", HEADER + GOOD + WRONG), by=by, at=AT)
    loaded = files.check(upload("school.csv", HEADER + GOOD.replace("k", "s")), by=by, at=AT)
    files_loading.load(loaded, by=by, at=AT)
    return {"mapped": mapped.pk, "checked": checked.pk, "loaded": loaded.pk}


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_a_page(
    name: str, language: str, width: int, reading: Any, place: district.District, sent: dict[str, int]
) -> None:
    seen = reading(place.users["data_steward"], language=language, width=width)
    page = seen.open(PAGES[name].format(**sent))
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert seen.unreached() == []
    assert page.locator("h1").count() == 1
