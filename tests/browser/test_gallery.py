"""Every shared piece in every state: seen, checked by axe, walked by keyboard."""

from typing import Any

import pytest

from tests.pages import district


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_gallery(reading: Any, place: district.District, language: str, width: int) -> None:
    seen = reading(place.users["analyst"], language=language, width=width)
    page = seen.open("/gallery/")
    seen.wait_for_charts()
    seen.picture("gallery")
    assert seen.troubles == []
    assert page.locator(".chart-canvas svg").count() == 3
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.unreached() == []
