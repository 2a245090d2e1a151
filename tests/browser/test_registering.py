"""A household of nine, written down in one hand: by touch alone on a phone, and by keyboard alone; every step seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ayni.registry.models import Household
from tests.browser import looking
from tests.pages import district

TOUCH = 44  # a finger's width, in pixels
NEXT = "button[name=another]"
EVERYBODY = ".thumb button:not([name])"
SURE = ".thumb button[type=submit]"
#: The eight who live with the head: name, what they are to her, their sex, their age.
OTHERS = [
    ("Bakar", "spouse", "male", "45"),
    ("Cira", "child", "female", "19"),
    ("Demba", "child", "male", "16"),
    ("Eva", "child", "female", "12"),
    ("Fanta", "child", "female", "9"),
    ("Gora", "child", "male", "4"),
    ("Hawa", "parent", "female", "70"),
    ("Idy", "grandchild", "male", "0"),
]


@dataclass
class Thumb:
    """A thumb on a screen: every tap is counted, and meets a thing large enough."""

    page: Page
    taps: int = 0
    small: list[str] = field(default_factory=list)

    def tap(self, what: str) -> None:
        met = self.page.locator(what).locator("visible=true").first
        met.scroll_into_view_if_needed()
        box = met.bounding_box()
        if box is None or min(box["height"], box["width"]) < TOUCH:
            self.small.append(f"{what}: {box}")
        met.tap()
        self.taps += 1

    def choose(self, name: str, value: str) -> None:
        self.tap(f"label:has(input[name={name}][value='{value}'])")

    def write(self, name: str, text: str) -> None:
        """A box that has the focus already needs no tap."""
        if self.page.evaluate("document.activeElement.name") != name:
            self.tap(f"#id_{name}")
        self.page.keyboard.type(text)


def household() -> Household:
    return looking.committed(lambda: Household.objects.filter(source="desk").latest("pk"))


def members(home: Household) -> list[tuple[str, str, str]]:
    found = home.memberships.select_related("person").order_by("number")
    return [(one.person.name, one.relationship, one.person.sex) for one in found]


EXPECTED = [("Amina Sow", "head", "female"), *((f"{name} Sow", kind, sex) for name, kind, sex, _age in OTHERS)]


def test_nine_people_by_touch_alone(reading: Any, place: district.District) -> None:
    seen = reading(place.users["enumerator"], width=360, has_touch=True, is_mobile=True)
    page = seen.open("/people/register/")
    thumb = Thumb(page)
    page.select_option("#id_area", "0101")
    thumb.taps += 2  # the list, and the place in it
    thumb.tap(SURE)
    page.wait_for_url("**/people/1/")
    thumb.write("given_name", "Amina")
    thumb.write("family_name", "Sow")
    thumb.choose("sex", "female")
    thumb.write("age", "41")
    thumb.tap(NEXT)
    before = thumb.taps
    for number, (name, kind, sex, age) in enumerate(OTHERS, start=2):
        page.wait_for_url(f"**/people/{number}/")
        assert page.input_value("#id_family_name") == "Sow"
        thumb.write("given_name", name)
        thumb.choose("relationship", kind)
        thumb.choose("sex", sex)
        thumb.write("age", age)
        if kind == "child":
            thumb.choose("mother", "1")
            thumb.choose("father", "2")
        thumb.tap(NEXT if number < 9 else EVERYBODY)
    assert (thumb.taps - before) / len(OTHERS) <= 6
    page.wait_for_url(re.compile(r"/register/\d+/$"))
    thumb.tap(SURE)
    expect(page.locator("h1")).to_have_text("The household is registered")
    print(f"Nine people by touch: {thumb.taps} taps in all.")
    assert thumb.small == []
    assert thumb.taps <= 56
    home = household()
    assert looking.committed(members, home) == EXPECTED
    assert looking.committed(lambda: home.memberships.get(number=4).person.kin.count()) == 2
    assert seen.troubles == []


def test_nine_people_by_keyboard_alone_and_without_script(reading: Any, place: district.District) -> None:
    seen = reading(place.users["enumerator"], width=360, java_script_enabled=False)
    page = seen.open("/people/register/")
    keys = page.keyboard

    def reach(name: str) -> None:
        """Press Tab until the box or the choices of this name are reached."""
        for _step in range(40):
            if page.locator(f"[name={name}]:focus").count():
                return
            keys.press("Tab")
        raise AssertionError(f"{name} is out of reach.")

    reach("area")
    keys.type("Green")
    keys.press("Enter")
    if not page.url.endswith("/people/1/"):  # Enter has chosen in the list; in a box it sends
        reach("directions")
        keys.press("Tab")
        keys.press("Enter")
    page.wait_for_url("**/people/1/")
    for number, (name, kind, sex, age) in enumerate([("Amina", "head", "female", "41"), *OTHERS], start=1):
        page.wait_for_url(f"**/people/{number}/")
        reach("given_name")
        keys.type(name)
        if number == 1:
            reach("family_name")
            keys.type("Sow")
        else:
            reach("relationship")
            _pick(page, "relationship", kind)
        reach("sex")
        _pick(page, "sex", sex)
        reach("age")
        keys.type(age)
        keys.press("Enter")  # the next person
    page.wait_for_url("**/people/10/")
    reach("leave")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/register/\d+/$"))
    while not page.locator(f"{SURE}:focus").count():
        keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("The household is registered")
    assert looking.committed(members, household()) == EXPECTED


def _pick(page: Page, name: str, value: str) -> None:
    """Choose with the arrows, from the first on."""
    page.keyboard.press("Space")
    for _step in range(10):
        if page.locator(f"[name={name}][value={value}]:checked").count():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} is not among the choices.")


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_each_step(language: str, width: int, reading: Any, place: district.District) -> None:
    seen = reading(place.users["desk_officer"], language=language, width=width)
    page = seen.open("/people/register/")
    looked_at(seen, "register-place")
    page.select_option("#id_area", "0101")
    page.fill("#id_directions", "Behind the school")
    page.click(SURE)
    looked_at(seen, "register-head")
    page.fill("#id_given_name", "Amina")
    page.fill("#id_family_name", "Sow")
    page.click("label:has([name=sex][value='female'])")
    page.fill("#id_age", "41")
    page.click(NEXT)
    page.fill("#id_given_name", "Cira 😀")
    page.click("details.more >> nth=0 >> summary")
    page.fill("#id_born_day", "31")
    page.fill("#id_born_month", "2")
    page.fill("#id_born_year", "2019")
    page.click("label:has([name=mother][value='1'])")
    page.click(NEXT)
    page.locator(".error-summary li").first.wait_for()
    assert page.locator(".error-summary li").count() == 3
    looked_at(seen, "register-person-wrong")
    page.click("button[value=back]")
    looked_at(seen, "register-check-begun")
    page.click("main .notice a.btn")
    assert page.input_value("#id_born_day") == "31"
    looked_at(seen, "register-person")
    page.fill("#id_given_name", "Cira")
    page.fill("#id_born_day", "28")
    page.click("label:has([name=relationship][value='child'])")
    page.click(EVERYBODY)
    looked_at(seen, "register-check")
    looked_at(seen, "register-discard", page.locator("a[href$='/discard/']").get_attribute("href"))
    page.go_back()
    looked_at(seen, "register-remove", page.url.removeprefix(seen.address) + "people/2/remove/")
    page.go_back()
    page.click(SURE)
    looked_at(seen, "register-done")


def looked_at(seen: looking.Reader, name: str, path: str | None = None) -> None:
    if path:
        seen.open(path)
    seen.page.wait_for_load_state()
    seen.page.evaluate("scrollTo(0, document.body.scrollHeight)")  # at the end the foot lies over nothing
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    # Of a few choices Tab reaches one, and the arrows the others.
    assert [one for one in seen.unreached() if not one.startswith('<input type="radio"')] == []
    assert seen.page.locator("h1").count() == 1
