"""Food security of households: consumption, diversity, coping, hunger, spending, and WFP's console of them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from ayni.engines.measures import specs
from ayni.engines.measures.design import Floats
from ayni.engines.measures.figures import Figure, Result
from ayni.engines.measures.food import asked as names
from ayni.engines.measures.food import console, coping, eaten
from ayni.engines.measures.grouped import Grouped
from ayni.engines.measures.methods.asking import Asked

KEYS = ("fcs", "fcsn", "hdds", "rcsi", "lcs", "hhs", "fies", "spending", "means", "cari", "thresholds")
MISSING = ("unknown", "available", "none")


@dataclass
class Found:
    """What has been computed so far, row by row, and its figures."""

    asked: Asked
    grouped: Grouped
    units: dict[str, Floats] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def score(self, name: str, values: Floats) -> None:
        """Keep a score, its mean, and how many have none."""
        self.units[name] = values
        self.figures += self.grouped.mean(name, values)
        if missing := int(np.isnan(values).sum()):
            self.left_out[f"{name}: an answer is unknown"] = missing

    def classes(self, name: str, codes: Floats, words: Sequence[str], first: int = 0) -> None:
        """Keep a class, and the share of each: `codes` count from `first` in the order of `words`."""
        self.units[name] = codes
        for place, word in enumerate(words, start=first):
            share = np.where(np.isnan(codes), np.nan, codes == place)
            self.figures += self.grouped.share(name, share, {"class": word})


def run(asked: Asked) -> Result:
    """Answer `food`: every part asked for, or whose columns are there. Refuses: SpecError, FrameError, FoodError."""
    spec = asked.read(*KEYS)
    missing = asked.missing or "unknown"
    if missing not in MISSING:
        raise specs.SpecError(f"{asked.where}: missing is '{missing}'. Give one of {', '.join(MISSING)}.")
    found = Found(asked, Grouped(asked.design, asked.by, asked.ci, asked.level))
    for part in (_consumption, _diversity, _coping, _livelihood, _hunger, _experiences, _spending, _means):
        part(found, spec, missing)
    _console(found, spec, missing)
    if not found.units:
        raise specs.SpecError(
            f"{asked.where}: nothing is asked for, and the columns of no part are there under the names of WFP's "
            "codebook (FCSStap, rCSIBorrow, HHSNoFood, …). Name them, as `fcs: {staples: q1, pulses: q2, …}`."
        )
    found.notes.append(_SAID[missing])
    return Result(
        "food",
        tuple(found.figures),
        asked.sample,
        found.left_out,
        (*found.notes, *_unknown(found)),
        {},
        found.units,
    )


def _consumption(found: Found, spec: specs.Spec, missing: str) -> None:
    frame = found.asked.frame
    if not names.wanted(frame, spec, "fcs"):
        return
    days = _filled(names.columns(frame, spec, "fcs", eaten.days), missing)
    which = spec.one_of("thresholds", eaten.THRESHOLDS, "21/35")
    score = eaten.consumption_score(days)
    found.score("fcs", score)
    found.classes("fcs_group", eaten.consumption_group(score, eaten.THRESHOLDS[which]), eaten.GROUPS)
    found.notes.append(f"Food consumption is poor up to and borderline up to {which.replace('/', ' and ')}.")
    if not names.wanted(frame, spec, "fcsn"):
        return
    foods = {**days, **names.columns(frame, spec, "fcsn", eaten.days)}
    for nutrient, times in eaten.nutrients(_filled(foods, missing)).items():
        found.units[nutrient] = times
        found.classes(f"{nutrient}_eaten", eaten.how_often(times), eaten.HOW_OFTEN)


def _diversity(found: Found, spec: specs.Spec, missing: str) -> None:
    if names.wanted(found.asked.frame, spec, "hdds"):
        answers = _filled(names.columns(found.asked.frame, spec, "hdds", eaten.yes_no), missing)
        found.score("hdds", eaten.diversity(answers))


def _coping(found: Found, spec: specs.Spec, missing: str) -> None:
    if names.wanted(found.asked.frame, spec, "rcsi"):
        answers = _filled(names.columns(found.asked.frame, spec, "rcsi", eaten.days), missing)
        found.score("rcsi", coping.coping_index(answers))


def _livelihood(found: Found, spec: specs.Spec, missing: str) -> None:
    if spec.has("lcs"):
        strategies = names.strategies(found.asked.frame, spec)
        if missing == "none":
            strategies = {kind: [np.nan_to_num(one) for one in answers] for kind, answers in strategies.items()}
        found.classes("lcs", coping.livelihood(strategies), coping.KINDS, first=1)


def _hunger(found: Found, spec: specs.Spec, missing: str) -> None:
    frame = found.asked.frame
    if not names.wanted(frame, spec, "hhs"):
        return
    named = names.said(spec, "hhs", "often")
    how = named.inside("often", *coping.HUNGER)
    happened = _filled(names.columns(frame, spec, "hhs", eaten.yes_no, "often"), missing)
    often = {
        name: frame.numbers(how.text(name, named.text(name, default) + names.OFTEN))
        for name, default in names.HHS.items()
    }
    score = coping.hunger(happened, often)
    found.score("hhs", score)
    found.classes("hhs_group", coping.hunger_group(score), coping.HUNGER_GROUPS)


def _experiences(found: Found, spec: specs.Spec, missing: str) -> None:
    if names.wanted(found.asked.frame, spec, "fies"):
        answers = _filled(names.columns(found.asked.frame, spec, "fies", eaten.yes_no), missing)
        score = coping.experiences(answers)
        found.score("fies", score)
        found.classes("fies_score", score, [str(place) for place in range(9)])
        found.notes.append(
            "The experience scale is the raw score only: the share of the food insecure is FAO's Rasch model, not done "
            "here."
        )


def _spending(found: Found, spec: specs.Spec, missing: str) -> None:
    del missing
    if spec.has("spending"):
        named, frame = spec.inside("spending", "food", "total"), found.asked.frame
        share = console.food_share(frame.numbers(named.text("food")), frame.numbers(named.text("total")))
        found.score("food_share", share)
        words = ("below 50 %", "50 to 65 %", "65 to 75 %", "75 % or more")
        found.classes("food_share_class", console.share_class(share), words, first=1)


def _means(found: Found, spec: specs.Spec, missing: str) -> None:
    del missing
    if not spec.has("means"):
        return
    named, frame = spec.inside("means", "spending", "basket", "smallest"), found.asked.frame
    amounts = [
        frame.numbers(named.text("spending")),
        _amount(found, named, "basket"),
        _amount(found, named, "smallest"),
    ]
    classed = console.means_class(*amounts)
    found.units["means_class"] = classed
    able = np.where(np.isnan(classed), np.nan, classed == 1)
    found.figures += found.grouped.share("means", able)
    for code, word in ((1, "above the basket"), (3, "above the smallest basket only"), (4, "below both")):
        share = np.where(np.isnan(classed), np.nan, classed == code)
        found.figures += found.grouped.share("means_class", share, {"class": word})


def _console(found: Found, spec: specs.Spec, missing: str) -> None:
    economy = {"spending": "food_share_class", "means": "means_class"}
    parts = ("fcs_group", "rcsi", "lcs")
    there = [name for name in economy if economy[name] in found.units]
    absent = [part for part in parts if part not in found.units]
    if not spec.has("cari"):
        if absent or not there:
            return
        which = "means" if "means" in there else "spending"
    else:
        which = spec.one_of("cari", economy)
        if which not in there or absent:
            wants = ", ".join([*(part.split("_")[0] for part in absent), *([] if which in there else [which])])
            raise specs.SpecError(f"{spec.where}: the console (`cari`) also needs {wants}. Say where they are.")
    status = console.current_status(found.units["fcs_group"], found.units["rcsi"])
    classed = console.cari(status, found.units["lcs"], found.units[economy[which]], available=missing == "available")
    found.units["cari_status"] = status
    found.classes("cari", classed, console.SECURITY, first=1)
    insecure = np.where(np.isnan(classed), np.nan, classed >= 3)
    found.figures += found.grouped.share("food_insecure", insecure)
    named = "means for essential needs" if which == "means" else "share of spending that goes for food"
    found.notes.append(f"The console takes the {named}; halves are rounded up (R rounds them to the even number).")


def _amount(found: Found, spec: specs.Spec, key: str) -> Floats:
    """An amount that is one number for all, or a column or rule."""
    said = spec.text(key)
    try:
        return np.full(found.asked.frame.rows, float(said))
    except ValueError:
        return found.asked.frame.numbers(said)


def _filled(answers: dict[str, Floats], missing: str) -> dict[str, Floats]:
    if missing != "none":
        return answers
    return {name: np.nan_to_num(values) for name, values in answers.items()}


def _unknown(found: Found) -> Iterator[str]:
    for name, values in found.units.items():
        if np.isnan(values).all():
            yield f"No household has every answer that {name} needs: it is not known for any."


_SAID = {
    "unknown": "A household with an unknown answer has no score in that part.",
    "available": "The console takes the mean of what is known of a household, as WFP's programs do.",
    "none": "An unknown answer counts as not eaten or not done, as was asked: hunger may be over- or understated.",
}
