"""What a visitor can see or ask, as columns of numbers: yes or no, amounts, and categories as indicators.

A category becomes one indicator for each of its words but the reference. A word that the survey never had has no
coefficient: a household that says it has no score, and is counted by the word it said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ayni.engines.measures.design import Floats
from ayni.engines.measures.frames import Frame
from ayni.kernel import refusals

Wants = Literal["bool", "number", "category"]
Answers = Mapping[str, npt.NDArray[Any]]  # by proxy: numbers (NaN unknown), or words (None unknown)

MOST = 40  # words of one category; more is a name or a number, not a category


class ProxyError(refusals.Refused):
    """Proxies cannot be read or used as asked."""


@dataclass(frozen=True)
class Proxy:
    """One proxy. said: a column or a rule. words: what a category can be, the reference first (once fitted)."""

    name: str
    said: str
    wants: Wants = "bool"
    labels: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    words: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns: its own, or `name=word` for each word but the reference."""
        return tuple(f"{self.name}={word}" for word in self.words[1:]) if self.wants == "category" else (self.name,)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, safe for JSON."""
        return {**self.__dict__, "labels": dict(self.labels), "words": list(self.words)}

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Proxy:
        """What `as_dict` wrote."""
        return cls(**{**source, "words": tuple(source["words"])})


def answers(proxies: Sequence[Proxy], frame: Frame) -> Answers:
    """Every proxy's answers, one for each row of the frame. Refuses what the frame refuses."""
    read = {"bool": frame.flags, "number": frame.numbers, "category": frame.labels}
    return {one.name: read[one.wants](one.said) for one in proxies}


def with_words(proxies: Sequence[Proxy], given: Answers, weight: Floats) -> tuple[Proxy, ...]:
    """Categories with the words of the survey: the reference named, or else the most frequent, then by the alphabet."""
    return tuple(_worded(one, given[one.name], weight) if one.wants == "category" else one for one in proxies)


def _worded(proxy: Proxy, said: npt.NDArray[Any], weight: Floats) -> Proxy:
    known = np.array([word is not None for word in said.tolist()]) & (weight > 0)
    words, place = np.unique(said[known].astype(str), return_inverse=True)
    if not len(words):
        raise ProxyError(f"Nobody answered '{proxy.name}' in the survey. Leave it out of the proxies.")
    if len(words) > MOST:
        raise ProxyError(
            f"'{proxy.name}' has {len(words)} different words, more than {MOST}: it is a name or a number rather than "
            "a category. Say `wants: number`, or group its words by rules."
        )
    frequent = str(words[np.argmax(np.bincount(place, weight[known]))])
    reference = proxy.reference or frequent
    if reference not in words:
        raise ProxyError(
            f"The reference of '{proxy.name}' is '{reference}', which nobody says in the survey. "
            f"They say {', '.join(words[:8])}."
        )
    return replace(proxy, reference=reference, words=(reference, *(str(one) for one in words if one != reference)))


def matrix(proxies: Sequence[Proxy], given: Answers) -> Floats:
    """(n, columns) numbers, NaN where an answer is unknown or a word that the survey never had."""
    size = len(next(iter(given.values()))) if given else 0
    found = np.empty((size, sum(len(one.columns) for one in proxies)), order="F")
    start = 0
    for one in proxies:
        width = len(one.columns)
        if one.wants == "category":
            code = coded(one, given[one.name])
            part = (code[:, None] == np.arange(1, width + 1)).astype(np.float64)
            part[code < 0] = np.nan
            found[:, start : start + width] = part
        else:
            found[:, start] = given[one.name]
        start += width
    return found


def every_word(proxies: Sequence[Proxy]) -> tuple[Proxy, ...]:
    """The same with an indicator for each word, the reference too: for indices that leave no word out."""
    return tuple(replace(one, words=("", *one.words)) if one.wants == "category" else one for one in proxies)


def coded(proxy: Proxy, said: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """The place of each of n words among the proxy's; -1 for the unknown and those it never had."""
    place = {word: code for code, word in enumerate(proxy.words)}
    return np.array([place.get(word, -1) for word in said.tolist()], dtype=np.int64)


def unseen(proxies: Sequence[Proxy], given: Answers) -> dict[str, dict[str, int]]:
    """By category: the words it never had in the survey, and how many rows say each."""
    found = {}
    for one in proxies:
        if one.wants == "category":
            others = Counter(
                str(word) for word in given[one.name].tolist() if word is not None and word not in one.words
            )
            if others:
                found[one.name] = dict(others.most_common())
    return found


def names(proxies: Sequence[Proxy]) -> tuple[str, ...]:
    """The names of all columns, in order."""
    return tuple(name for one in proxies for name in one.columns)
