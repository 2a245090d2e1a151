"""What our templates can say: figures, names, texts in languages, states, form controls, and shared pieces of HTML."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ayni.commons import languages
from ayni.web import figures, statuses

register = template.Library()

#: What is shown where nothing is known.
UNKNOWN = mark_safe('<span class="muted" aria-hidden="true">—</span>')  # nosec B308


#: The look of a control by its kind; any other is a plain one.
CONTROLS = {"select": "form-select", "checkbox": "form-check-input", "radio": "form-check-input"}


@register.simple_block_tag(takes_context=True)
def part(context: Context, content: SafeString, name: str, **values: Any) -> SafeString:
    """A shared piece of HTML around what is written inside: {% part "panel" title=… %}…{% endpart %}."""
    shared = {key: context.get(key) for key in ("request", "user", "csrf_token")}
    return get_template(f"components/{name}.html").template.render(
        Context({**shared, **values, "content": content if content.strip() else ""})
    )


@register.filter
def number(value: figures.Number | None, places: int = 0) -> SafeString:
    return UNKNOWN if value is None else format_html("<bdi>{}</bdi>", figures.number(value, places))


@register.filter
def percent(share: figures.Number | None, places: int = 0) -> SafeString:
    return UNKNOWN if share is None else format_html("<bdi>{}</bdi>", figures.percent(share, places))


@register.filter
def money(amount: figures.Number | None, currency: str = "") -> SafeString:
    if amount is None:
        return UNKNOWN
    return format_html('<bdi class="nowrap">{}</bdi>', figures.money(amount, currency))


@register.filter
def day(value: date | None) -> SafeString:
    if value is None:
        return UNKNOWN
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), figures.day(value))


@register.filter
def moment(value: datetime | None) -> SafeString:
    if value is None:
        return UNKNOWN
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), figures.moment(value))


@register.filter
def month(value: date | None) -> SafeString:
    if value is None:
        return UNKNOWN
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), figures.month(value))


@register.filter
def text(texts: dict[str, str] | str | None) -> str:
    """A text kept in several languages, in the reader's; a plain text as it is."""
    return texts if isinstance(texts, str) else languages.text(texts)


@register.filter
def person_name(person: Any) -> SafeString:
    """A name in its own script, with its transliteration beneath."""
    latin = person.name_latin
    beneath = format_html('<span class="latin" dir="ltr">{}</span>', latin) if latin else ""
    return format_html('<span class="name"><bdi>{}</bdi>{}</span>', person.name, beneath)


@register.filter
def status(state: str) -> SafeString:
    """A state as a badge: its word, and a tone."""
    word, tone = statuses.shown(state)
    return format_html('<span class="status tone-{}">{}</span>', tone, word)


@register.filter
def status_word(state: str) -> str:
    return str(statuses.shown(state)[0])


@register.filter
def control(field: BoundField) -> SafeString:
    """A field's control, tied to its hint and its error."""
    kind = getattr(field.field.widget, "input_type", "")
    attrs = {"class": CONTROLS.get(kind, "form-control")}
    told = [f"{field.auto_id}_hint"] * bool(field.help_text) + [f"{field.auto_id}_error"] * bool(field.errors)
    if told:
        attrs["aria-describedby"] = " ".join(told)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def comma() -> str:
    """Between two parts that stand one after the other: "the officer{% comma %}the day"."""
    return figures.comma()


@register.simple_tag
def direction() -> str:
    return "rtl" if translation.get_language_bidi() else "ltr"
