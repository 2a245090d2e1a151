"""Every text that the source marks for translation, found without GNU gettext."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

PLAIN = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None}
COUNTED = {"ngettext": (1, 2), "ngettext_lazy": (1, 2)}
IN_CONTEXT = {"pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
KEYWORDS = PLAIN | COUNTED | IN_CONTEXT

#: (context, text in the singular)
Said = tuple[str | None, str]


def everything() -> dict[Said, str]:
    """Each text, and one file that says it."""
    found = {}
    for path in sorted(Path(settings.PACKAGE).rglob("*")):
        if path.suffix in {".py", ".html"}:
            name = str(path.relative_to(settings.PACKAGE))
            found.update(dict.fromkeys(_in(path.read_text(encoding="utf-8"), is_page=path.suffix == ".html"), name))
    return found


def _in(source: str, *, is_page: bool) -> Iterator[Said]:
    if is_page:
        # Django leaves the calls and blots out the rest; without indents what is left can be read as Python.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _line, function, messages, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, (), {}):
        texts = messages if isinstance(messages, tuple) else (messages,)
        if function in IN_CONTEXT:
            yield texts[0], texts[1]
        elif texts[0]:
            yield None, texts[0]
