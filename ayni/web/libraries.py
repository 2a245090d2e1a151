"""The browser libraries as static files: just the files the pages ask for, out of what the set-up installed."""

import importlib.resources
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Warning
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage

#: Django-ninja carries Swagger's own build: the page of the API needs nothing more from a registry.
SWAGGER = Path(importlib.resources.files("ninja") / "static" / "ninja")

#: Vega-Embed carries Vega's expression interpreter, so that charts work without eval.
FILES = {
    "libraries/tabler.css": "@tabler/core/dist/css/tabler.min.css",
    "libraries/tabler.rtl.css": "@tabler/core/dist/css/tabler.rtl.min.css",
    "libraries/htmx.js": "htmx.org/dist/htmx.min.js",
    "libraries/vega.js": "vega/build/vega.min.js",
    "libraries/vega-lite.js": "vega-lite/build/vega-lite.min.js",
    "libraries/vega-embed.js": "vega-embed/build/vega-embed.min.js",
    "libraries/swagger-ui.js": str(SWAGGER / "swagger-ui-bundle.js"),
    "libraries/swagger-ui.css": str(SWAGGER / "swagger-ui.css"),
}

MAP_COMMENT = re.compile(rb"(?m)^(//# sourceMappingURL=.*|/\*# sourceMappingURL=.*\*/)$")


class Library(FileSystemStorage):
    """One installed file under the name the pages know."""

    prefix = ""

    def path(self, name: str) -> str:
        return str(Path(settings.NODE_MODULES) / FILES[name])

    def _open(self, name: str, mode: str = "rb") -> File:
        """The file without its pointer to a source map, which we do not serve."""
        return ContentFile(MAP_COMMENT.sub(b"", Path(self.path(name)).read_bytes()), name=name)


class Finder(BaseFinder):
    def check(self, **kwargs: Any) -> list[CheckMessage]:
        absent = [source for source in FILES.values() if not (Path(settings.NODE_MODULES) / source).is_file()]
        if not absent:
            return []
        hint = "Run `make setup`, which installs the browser libraries."
        return [Warning(f"Browser libraries are missing: {', '.join(absent)}", hint=hint, id="web.W001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = Path(settings.NODE_MODULES) / FILES[path] if path in FILES else None
        if found is None or not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = Library()
        for name in FILES:
            if Path(storage.path(name)).is_file():
                yield name, storage
