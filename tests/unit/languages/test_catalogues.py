"""Every catalogue is complete, and none of its translations can break a page."""

import gettext
import io
import re
from collections import Counter

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from django.conf import settings
from django.utils import translation

from ayni.benefits.errors import ReasonMissing
from tests.unit.languages import catalogues, said

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
TAG = re.compile(r"</?[a-z]+>")
LATIN = re.compile(r"[A-Za-z]{3,}")
#: Latin words that an Arabic text keeps: names, codes, and what is typed as it stands.
KEPT = {
    "AYNI",
    "PROVIDER",
    "REGISTERS",
    "base",  # base64
    *("card", "check", "key", "link", "new"),  # of commands
    "SECRET",
    "URL",
    "API",
    "UTF",
    "XML",
    "PDF",
    "PNG",
    "JPEG",
    "xlsx",
    "cash",
    "point",
    "bdi",
    "Excel",
    "CSV",
    "Stata",
    "SPSS",
    "Parquet",
    "YAML",
    "ayni",
    "file",
    "load",
}
KEPT |= {"SEALING", "KEYS", "chmod", "ayni", "keys", "rotate", "list", "users", "permissions"}
KEPT |= {"XLSForm", "csv", "survey", "choices", "settings", "becomes", "area", "born_on", "born_in", "age", "https"}
KEPT |= {"born", "ODK", "Collect", "KoboCollect", "server_url", "server", "url"}
KEPT |= {"CSV", "Excel", "GeoJSON", "WGS", "EPSG", "pcode", "statistics", "post", "yes"}
KEPT |= {"Excel", "Stata", "SPSS", "Parquet", "YAML", "file", "load"}
#: Of the texts of instruments, which are typed as they stand.
KEPT |= {
    "YAML",
    "code",
    "method",
    "registry",
    "weight",
    "people",
    "units",
    "area",
    "sex",
    "household",
    "person",
    "shocks",
}
KEPT |= {"ayni", "measure", "pmt", "name", "value", "formula", "explain", "labels", "says", "urgency", "rule", "needs"}
KEPT |= {"food", "now", "soon", "later", "indicator", "instrument", "unit"}


def _messages(language: str) -> list[Message]:
    return [message for message in catalogues.read(language) if message.id]


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def _sources(message: Message) -> list[str]:
    """The English behind each form of the translation."""
    if isinstance(message.id, str):
        return [message.id]
    one, many = message.id
    return [one, *[many] * (len(message.string) - 1)]


def _missing(message: Message, text: str, source: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(source)) - Counter(PLACEHOLDER.findall(text))


def _added(message: Message, text: str, source: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text)) - Counter(PLACEHOLDER.findall(source))


def test_each_language_that_is_offered_has_a_catalogue():
    offered = {code for code, _ in settings.LANGUAGES} - {"en"}
    assert offered == set(catalogues.FORMS)
    assert all(catalogues.path(code).is_file() for code in offered)


@pytest.mark.parametrize("language", catalogues.FORMS)
def test_no_text_is_empty_or_doubtful(language):
    empty = [message.id for message in _messages(language) if not all(text.strip() for text in _texts(message))]
    doubtful = [message.id for message in _messages(language) if message.fuzzy]
    assert empty == []
    assert doubtful == []


@pytest.mark.parametrize("language", catalogues.FORMS)
def test_counted_texts_have_all_their_forms(language):
    read = catalogues.read(language)
    assert read.num_plurals == catalogues.FORMS[language]
    wrong = [
        message.id
        for message in _messages(language)
        if message.pluralizable and len(message.string) != catalogues.FORMS[language]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", catalogues.FORMS)
def test_placeholders_and_tags_are_those_of_the_english(language):
    """A form for exactly none, one or two may say the number in a word instead."""
    wrong = []
    for message in _messages(language):
        for number, (text, source) in enumerate(zip(_texts(message), _sources(message), strict=True)):
            in_words = language == "ar" and message.pluralizable and number < 3
            missing = _missing(message, text, source)
            if _added(message, text, source) or missing.total() > in_words:
                wrong.append((source, text))
            if Counter(TAG.findall(text)) != Counter(TAG.findall(source)):
                wrong.append((source, text))
    assert wrong == []


@pytest.mark.parametrize("language", catalogues.FORMS)
def test_percent_signs_cannot_break_a_page(language):
    """A text with placeholders is formatted by Python: any other percent sign in it must be doubled."""
    wrong = []
    for message in _messages(language):
        for text, source in zip(_texts(message), _sources(message), strict=True):
            if PLACEHOLDER.search(source) and "%" in PLACEHOLDER.sub("", text).replace("%%", ""):
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("language", catalogues.FORMS)
def test_a_catalogue_compiles_and_speaks(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalogues.read(language))
    compiled.seek(0)
    spoken = gettext.GNUTranslations(compiled)
    assert spoken.gettext("Household") == {"fr": "Ménage", "ar": "الأسرة المعيشية"}[language]
    told = {spoken.ngettext("%(total)s decision", "%(total)s decisions", number) for number in range(0, 200)}
    assert len(told) >= {"fr": 2, "ar": 5}[language]


@pytest.mark.parametrize("language", catalogues.FORMS)
def test_babel_finds_no_mistake(language):
    found = [(message.id, [str(error) for error in errors]) for message, errors in catalogues.read(language).check()]
    assert found == []


def test_arabic_keeps_no_english():
    left = {
        (word, text)
        for message in _messages("ar")
        for text in _texts(message)
        for word in LATIN.findall(TAG.sub("", PLACEHOLDER.sub("", text)))
        if word not in KEPT
    }
    assert left == set()


def test_french_and_arabic_differ_from_the_english():
    """A text that is the same in all three was probably forgotten; words that are rightly the same are short."""
    same = [
        message.id
        for message in _messages("fr")
        if isinstance(message.id, str) and message.id == message.string and len(PLACEHOLDER.sub("", message.id)) > 25
    ]
    assert same == []


def test_a_header_names_its_language_and_no_moment():
    """A time of extraction in the header would make every extraction a change."""
    for language in catalogues.FORMS:
        header = catalogues.path(language).read_text(encoding="utf-8").split("\n\n", 1)[0]
        assert f'"Language: {language}\\n"' in header
        assert "Creation-Date" not in header


def test_a_refusal_is_told_in_the_readers_language():
    english = str(ReasonMissing())
    with translation.override("fr"):
        assert str(ReasonMissing()) != english


@pytest.mark.parametrize("language", catalogues.FORMS)
def test_all_that_the_source_says_is_in_the_catalogue(language):
    """How to take new texts into the catalogues: docs/translating.md."""
    kept = {(message.context, _sources(message)[0]) for message in _messages(language)}
    assert {text: where for text, where in said.everything().items() if text not in kept} == {}
