"""Linking files in a real browser: narrow and wide, in both directions."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone

from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.identity import actions
from ayni.identity.models import FileLinking
from tests.browser import looking
from tests.unit.identity.linked import lists

PAGES = {
    "linking-list": "/files/link/",
    "linking-new": "/files/link/new/",
    "linking-columns": "/files/link/{waiting}/columns/",
    "linking": "/files/link/{done}/",
    "linking-pairs": "/files/link/{done}/pairs/",
    "linking-delete": "/files/link/{done}/delete/",
}


@pytest.fixture(scope="module")
def linked(place: Any) -> dict[str, int]:
    return looking.committed(lambda: _linked(place.users["data_steward"]))


def _linked(by: Any) -> dict[str, int]:
    first, second = lists.two()
    made: list[FileLinking] = []
    for _one in range(2):
        files = [("programme list.csv", BytesIO(first)), ("قائمة.csv", BytesIO(second))]
        said = {"with_registry": False, "on": timezone.localdate(), "at": timezone.now(), "by": by}
        made.append(actions.send_files_to_link("Who is in both lists", files=files, **said))
    done, waiting = made
    guessed = [one["guess"] for one in done.described]
    actions.start_linking(done, columns=guessed, told_on=[None, None], by=by)
    running.run(Work.objects.get(key=f"linking/{done.pk}").pk)
    return {"done": done.pk, "waiting": waiting.pk}


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_page(name: str, language: str, width: int, browser: Any, server: str, place: Any, linked: Any) -> None:
    reader = looking.reader(browser, server, place.users["data_steward"], language=language, width=width)
    reader.open(PAGES[name].format(**linked))
    reader.picture(name)
    assert reader.axe() == []
    assert reader.overflow() <= 0
    assert reader.troubles == []
    if width > 1000:
        assert reader.unreached() == []
    reader.page.context.close()
