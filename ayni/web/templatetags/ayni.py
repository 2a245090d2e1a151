"""Words of the templates: numbers, dates and names as the reader's language writes them."""

from django import template

register = template.Library()
