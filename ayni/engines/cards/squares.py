"""The square code (QR) of a card, as small as its letters allow, in lines that print sharp at any size."""

from __future__ import annotations

import io
from typing import Any

import segno
from segno import consts


def svg(text: str, *, link: str = "", label: str) -> str:
    """An SVG picture. With a link the code begins with it, so that any phone's camera opens the page of checking."""
    drawn: str = _made(text, link).svg_inline(
        border=4, omitsize=True, svgclass="square", lineclass=None, title=label, dark="#000", light="#fff"
    )
    return drawn.replace("<svg ", '<svg role="img" ', 1)


def png(text: str, *, link: str = "", scale: int = 6) -> bytes:
    """A picture for printers of plastic cards, black and white."""
    out = io.BytesIO()
    _made(text, link).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def _made(text: str, link: str) -> Any:
    """The letters of a code are written in the mode for letters and digits, a link before them as it is."""
    letters = (text, consts.MODE_ALPHANUMERIC)
    content: Any = [(f"{link}#", consts.MODE_BYTE), letters] if link else [letters]
    return segno.make_qr(content, error="m", boost_error=False)
