"""Opening pages as a reader does, and looking at them: pictures, axe, errors, the keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page

T = TypeVar("T")
PICTURES = settings.PROJECT / "build" / "pictures"
WIDTHS = {360: 740, 1280: 900}
#: Best-practice rules are kept on: they are about landmarks and headings, which people who listen to pages use.
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

#: Presses Tab through the page and answers what was never reached, and what was reached without being seen.
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"


@dataclass
class Reader:
    """Somebody at a screen. `troubles` are the script errors and policy violations seen so far."""

    page: Page
    address: str
    language: str
    width: int
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status < 500, f"{path} answered {answer.status}"
        return self.page

    def wait_for_charts(self) -> None:
        """Charts are drawn after the page has come."""
        self.page.wait_for_function(
            "[...document.querySelectorAll('[data-spec]')].every(one => one.querySelector('svg'))"
        )

    def picture(self, name: str) -> Path:
        PICTURES.mkdir(parents=True, exist_ok=True)
        kept = PICTURES / f"{name}-{self.language}-{self.width}.png"
        self.page.screenshot(path=str(kept), full_page=True)
        return kept

    def axe(self) -> list[str]:
        """What axe-core finds wrong on this page, one line each."""
        self.page.evaluate(_axe_source())
        found = self.page.evaluate("options => axe.run(document, options)", AXE)
        return [
            f"{violation['id']}: {violation['help']} — {node['target']} {node.get('failureSummary', '')}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def unreached(self) -> list[str]:
        """Press Tab until it comes round; the visible controls that never had the focus, or had it unseen."""
        self.page.evaluate(START, CONTROLS)
        parts_of_days = 4 * self.page.locator("input[type=date]").count()
        for _step in range(self.page.evaluate("window.wanted.size") + parts_of_days + 5):
            self.page.keyboard.press("Tab")
            self.page.evaluate(VISIT)
        return list(
            self.page.evaluate("[...window.wanted].map(one => one.outerHTML.slice(0, 120)).concat(window.unseen)")
        )


START = """controls => {
  const seen = one => one.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})
    && !one.closest('details:not([open]) > :not(summary)') && !one.disabled && !one.closest('dialog:not([open])');
  const open = one => seen(one) || (one.closest('.navigation') && one.checkVisibility());
  window.wanted = new Set([...document.querySelectorAll(controls)].filter(open));
  window.unseen = [];
  document.activeElement.blur();
}"""
VISIT = """() => {
  const here = document.activeElement;
  if (window.wanted.delete(here)) {
    const style = getComputedStyle(here);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)
      window.unseen.push('unseen focus: ' + here.outerHTML.slice(0, 120));
  }
}"""


def reader(
    browser: Browser, address: str, user: Any, *, language: str = "en", width: int = 1280, **options: Any
) -> Reader:
    """A reader at a screen of this width; signed in when a user is given."""
    context = browser.new_context(viewport={"width": width, "height": WIDTHS.get(width, 800)}, **options)
    cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}]
    if user is not None:
        cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": committed(_session, user), "url": address})
    context.add_cookies(cookies)
    seen = Reader(context.new_page(), address, language, width)
    seen.page.on("pageerror", lambda error: seen.troubles.append(str(error)))
    seen.page.on("console", lambda said: said.type == "error" and seen.troubles.append(said.text))
    return seen


def committed(write: Callable[..., T], *args: Any) -> T:
    """Write on a connection of its own, so that the server sees it: what a test itself writes is undone at its end."""

    def alone() -> T:
        try:
            return write(*args)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result()


def _session(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@cache
def _axe_source() -> str:
    source = Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js"
    # Its last value is no plain value; say nothing back.
    return f"() => {{ {source.read_text()} ; return {json.dumps('ready')} }}"
