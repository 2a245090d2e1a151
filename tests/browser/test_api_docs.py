"""The page that shows the API's operations, under the content policy of every page."""

from typing import Any

from ayni.commons.access.models import User
from tests.browser import looking


def _somebody() -> User:
    return User.objects.create(username="somebody")


def test_the_operations_are_shown_and_can_be_tried(reading: Any, db: None) -> None:
    seen = reading(looking.committed(_somebody))
    page = seen.open("/api/v1/docs")
    page.locator("#operations-tag-People").wait_for()
    assert page.locator(".opblock").count() > 20
    assert page.title() == "Ayni API"
    page.locator("#operations-Insight-insight_indicators .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.locator(".live-responses-table .response-col_status", has_text="200").wait_for()
    seen.picture("api-docs")
    assert seen.troubles == []
