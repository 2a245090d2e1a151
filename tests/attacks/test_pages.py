"""Every page: nothing in it runs but our own files, reading it writes nothing, and no word from people is markup."""

import re
from pathlib import Path

import pytest
from django.test import Client

import ayni
from ayni.commons.directory.models import Area
from ayni.commons.limits.models import Allowance
from ayni.registry.models import Person
from tests.attacks import pages, routes, written

PAYLOAD = """{{7*7}}{%debug%}<script>alert(1)</script>'"><img src=x onerror=alert(1)><svg/onload=alert(1)>"""
TEMPLATES = sorted((Path(ayni.__file__).parent / "web" / "templates").rglob("*.html"))
#: Words taken for markup, and what the browser would run or paint of a page itself; data in JSON it only keeps.
MARKUP = re.compile(
    r"\|\s*safe\b|safeseq|autoescape off|<style|\sstyle=|\son[a-z]+="
    r"""|<script(?! type="application/json"|[^>]*\bsrc=)"""
)
#: What a page of ours tells the browser.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def test_every_page_is_clean_and_reading_writes_nothing(samples, everything, browser):
    """Somebody with every role opens every address, in a land where every name is an attack."""
    Person.objects.update(given_name=PAYLOAD, family_name=PAYLOAD, given_name_latin=PAYLOAD)
    Area.objects.update(names={"en": PAYLOAD, "ar": PAYLOAD})
    client, opened = browser(everything), []
    for route in routes.routes():
        address = route.address(samples)
        with written.watched() as wrote:
            answer = client.get(address)
        assert set(wrote) <= set(written.BY_READING), (address, wrote)
        assert answer.status_code < 500, address
        for name, value in HEADERS.items():
            assert value in answer.headers.get(name, ""), (address, name)
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        if "attachment" in answer.headers.get("Content-Disposition", ""):
            assert getattr(route.view, "door", ("",))[0] == "export", f"{route} gives a file away without a limit"
        if answer["Content-Type"].startswith("text/html"):
            text = answer.content.decode()
            assert pages.wrong(text) == [], address
            assert "<img src=x" not in text, address
            assert "49<script" not in text
            opened += [str(route)] if answer.status_code == 200 else []
    assert len(opened) > 35, "most of the pages are opened by this walk"


def test_the_watch_sees_what_is_written(db):
    with written.watched() as wrote:
        Allowance.objects.create(key="a", spent_until="2026-01-01T00:00Z")
    assert wrote == {"limits_allowance": 1}
    with written.watched() as wrote:
        Allowance.objects.count()
    assert wrote == {}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<p onclick="x()">',
        "<p style='color:red'>",
        "<style>p {}</style>",
        "<a href='javascript:x()'>a</a>",
        "<script src='https://elsewhere.example/a.js'></script>",
        "<form method=post><input name=a></form>",
        "<form method=post><input name=csrfmiddlewaretoken value=''></form>",
        "<iframe src='/'></iframe>",
        "<button hx-on:click='x()'>",
        "<button hx-vals='js:{a: x()}'>",
    ],
)
def test_the_reader_of_pages_sees_what_is_wrong(text):
    assert pages.wrong(text)


def test_the_reader_of_pages_lets_ours_be():
    ours = "<script src='/static/a.js'></script><form method=post><input name=csrfmiddlewaretoken value=a></form>"
    assert pages.wrong(f"{ours}<form method=get></form><a href='/people/'>a</a>") == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_turns_no_word_into_markup(template):
    text = template.read_text(encoding="utf-8")
    assert not MARKUP.search(text)
    for form in re.findall(r"<form\b[^>]*method=[\"']?post.*?</form>", text, re.IGNORECASE | re.DOTALL):
        assert "csrf_token" in form or "components/" in form


def test_only_constants_are_marked_as_markup():
    """`mark_safe` is given texts of ours alone: written in place, without a value put in."""
    for path in Path(ayni.__file__).parent.rglob("*.py"):
        for found in re.finditer(r"(?:mark_safe|SafeString)\((.)(.)", path.read_text(encoding="utf-8")):
            assert found[1] in "'\"", (path, found[0])


#: Who takes a POST without our token: other programs, which bring a key of their own.
WITHOUT_TOKEN = {"oauth_token", "oauth_revoke"}  # asked by systems, which show their own secret


def test_every_post_needs_its_token(samples, everything, browser):
    client = browser(everything, enforce_csrf_checks=True)
    for route in routes.routes():
        assert getattr(route.view, "csrf_exempt", False) is (route.name.rpartition(":")[2] in WITHOUT_TOKEN), route
        if route.name.rpartition(":")[2] in WITHOUT_TOKEN:
            continue
        for method in ("post", "put", "patch", "delete"):
            with written.watched() as wrote:
                answer = getattr(client, method)(route.address(samples))
            assert answer.status_code in (403, 405), (route, method)
            assert set(wrote) <= {"django_session", "limits_allowance"}, (route, wrote)


def test_a_token_of_another_browser_is_none(everything, browser):
    ours, theirs = browser(everything, enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    theirs.get("/tokens/new/", follow=True)
    other = theirs.cookies["csrftoken"].value
    ours.get("/tokens/new/")
    typed = {"name": "x", "days": "30", "csrfmiddlewaretoken": other}
    assert ours.post("/tokens/new/", typed).status_code == 403
    assert ours.post("/tokens/new/", typed, headers={"origin": "https://elsewhere.example"}).status_code == 403
