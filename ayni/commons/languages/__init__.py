"""Texts kept in several languages: which one a reader sees."""

from collections.abc import Mapping

from django.utils import translation

FALLBACK = "en"


def text(texts: Mapping[str, str] | None, language: str | None = None) -> str:
    """The text in the reader's language, else in English, else in any; empty when there is none."""
    if not texts:
        return ""
    wanted = (language or translation.get_language() or FALLBACK).split("-")[0]
    return texts.get(wanted) or texts.get(FALLBACK) or next(iter(texts.values()))
