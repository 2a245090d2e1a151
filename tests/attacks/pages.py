"""What an answer's text may not hold: anything that would run, load from elsewhere, or post without its token."""

from __future__ import annotations

from html.parser import HTMLParser

ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "hx-get",
    "hx-post",
    "hx-put",
    "hx-delete",
    "data",
    "poster",
    "srcset",
}
RUNNING = ("javascript:", "vbscript:", "data:text/html")
DATA = {"application/json", "text/plain"}  # a script element that holds data, and runs nothing


class Page(HTMLParser):
    """Reads a page and collects what is wrong in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self._form: dict[str, str | None] | None = None
        self._has_token = False
        self._script: dict[str, str | None] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in attrs:
            text = (value or "").strip().lower()
            if name.startswith(("on", "hx-on")) or name in {"style", "srcdoc"}:
                self.wrong.append(f"<{tag} {name}={value!r}>")
            if name in ADDRESSES and (text.startswith(RUNNING) or text.startswith(("http:", "https:", "//"))):
                self.wrong.append(f"<{tag} {name}={value!r}> leads elsewhere")
            if name == "hx-vals" and text.startswith("js:"):
                self.wrong.append(f"<{tag} {name}={value!r}> runs")
        if tag in {"style", "iframe", "object", "embed", "base", "applet"}:
            self.wrong.append(f"<{tag}>")
        if tag == "script":
            self._script = given
        if tag == "form":
            self._form, self._has_token = given, False
        if tag == "input" and given.get("name") == "csrfmiddlewaretoken":
            self._has_token = bool(given.get("value"))

    def handle_data(self, data: str) -> None:
        if self._script is not None and data.strip() and self._script.get("type") not in DATA:
            self.wrong.append(f"a script within the page: {data.strip()[:60]}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None
        if tag == "form" and self._form is not None:
            if (self._form.get("method") or "get").lower() == "post" and not self._has_token:
                self.wrong.append(f"a form without its token: {self._form}")
            self._form = None


def wrong(text: str) -> list[str]:
    return Page(text).wrong
