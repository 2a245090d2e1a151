"""Every shared piece in every state: seen, checked by axe, walked by keyboard."""

from typing import Any

import pytest

from ayni.commons.access.models import User


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_gallery(reading: Any, language: str, width: int) -> None:
    user = User.objects.create_user("builder", password="long-enough-words", first_name="Bo", last_name="Builder")
    seen = reading(user, language=language, width=width)
    page = seen.open("/gallery/")
    seen.picture("gallery")
    assert seen.troubles == []
    assert page.locator(".chart-canvas svg").count() == 3
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.unreached() == []
