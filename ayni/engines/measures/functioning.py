"""Difficulties in functioning: the Washington Group's Short Set, and the Child Functioning Module.

Short Set (Washington Group on Disability Statistics, Analytic Guidelines: Creating Disability Identifiers Using the
WG-SS): six domains, each answered 1 no difficulty, 2 some, 3 a lot, 4 cannot do at all. DISABILITY1: any domain at 2
or more. DISABILITY2: two domains at 2 or more, or one at 3 or more. DISABILITY3, the one to compare countries by: any
at 3 or more. DISABILITY4: any at 4. Child Functioning Module (UNICEF and Washington Group; syntax of MICS6): a child
has a difficulty in a domain when any of its items is answered by one of the levels that the module names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from ayni.engines.measures.design import Floats

Unanswered = Literal["all_unknown", "not_difficult", "listwise"]

LEVELS = (1, 2, 3, 4)
CUTOFFS = ("DISABILITY1", "DISABILITY2", "DISABILITY3", "DISABILITY4")


def disability(levels: Mapping[str, Floats], unanswered: Unanswered = "all_unknown") -> dict[str, Floats]:
    """The four cut-offs of the Short Set: n values 1, 0, or NaN unknown.

    levels: of each domain n answers 1 to 4, NaN unknown. unanswered: "all_unknown" knows nothing of a person only when
    no domain is answered, and takes other unknown domains as no difficulty; "not_difficult" takes all of them so;
    "listwise" knows nothing of a person with any domain unknown.
    """
    held = np.vstack(list(levels.values()))
    known = known_of(held, unanswered)
    some, lot, cannot = ((held >= level).sum(axis=0) for level in (2, 3, 4))  # a comparison with NaN is false
    found = (some >= 1, (some >= 2) | (lot >= 1), lot >= 1, cannot >= 1)
    return {name: np.where(known, one, np.nan) for name, one in zip(CUTOFFS, found, strict=True)}


def any_of(difficulties: Sequence[Floats], unanswered: Unanswered) -> Floats:
    """A difficulty in any of some domains (n values 1, 0, NaN each). `unanswered` as in `disability`."""
    held = np.vstack(list(difficulties))
    return np.where(known_of(held, unanswered), (held == 1).any(axis=0), np.nan)


def known_of(held: Floats, unanswered: Unanswered) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Of which units, (domains, n) answers, something is known under the rule."""
    answered = ~np.isnan(held)
    if unanswered == "not_difficult":
        return np.ones(held.shape[1], dtype=bool)
    return np.asarray(answered.any(axis=0) if unanswered == "all_unknown" else answered.all(axis=0))


def difficulty(items: Sequence[Floats], difficult: Sequence[float]) -> Floats:
    """One domain: 1 when any item has one of the levels, 0 when none of the known ones has, NaN without any answer."""
    held = np.vstack(list(items))
    return np.where(~np.isnan(held).all(axis=0), np.isin(held, list(difficult)).any(axis=0), np.nan)


def with_aid(used: Floats, aided: Sequence[Floats], unaided: Sequence[Floats]) -> list[Floats]:
    """Items by whether an aid is used (1, 0, NaN): those asked of its users, or those asked of the others.

    Where that is unknown all of them are taken; a skipped item is unknown anyway.
    """
    return [np.where(used == 0, np.nan, one) for one in aided] + [np.where(used == 1, np.nan, one) for one in unaided]
