"""An instrument's text, read."""

from typing import Any

import yaml

from ayni.assessment import errors, models
from ayni.engines.measures import instruments

Written = instruments.Instrument | instruments.ProxyInstrument


def read(code: str, text: str) -> Written:
    """The instrument of a text, whichever kind it is. Refuses: InstrumentRefused."""
    try:
        is_proxy = "outcome" in (yaml.safe_load(text) or {})
        chosen: Any = instruments.ProxyInstrument if is_proxy else instruments.Instrument
        found: Written = chosen.from_yaml(text, where=f"{code}.yaml")
    except (instruments.InstrumentError, yaml.YAMLError, TypeError) as error:
        raise errors.InstrumentRefused(code, str(error)) from error
    return found


def kind(written: Written) -> str:
    is_proxy = isinstance(written, instruments.ProxyInstrument)
    return models.Kind.PROXY_MEANS if is_proxy else models.Kind.DEPRIVATION
