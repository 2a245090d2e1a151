"""What a proxy means test is asked to do, read strictly from its specification.

An instrument of `instruments.ProxyInstrument` (code, outcome, regressors) is such a specification too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ayni.engines.measures import specs
from ayni.engines.measures.proxy import fitting, judging
from ayni.engines.measures.proxy.proxies import Proxy

KEYS = (
    *("entity", "outcome", "regressors", "strata", "fit", "poor", "choose", "points", "groups", "compare"),
    *("score", "survey", "dated", "formula", "explain"),
)
REGRESSOR = ("name", "labels", "rule", "wants", "reference")


@dataclass(frozen=True)
class Wanted:
    """A whole specification. outcome: "" when nothing is judged. groups: a column or rule by the name of a grouping."""

    code: str
    labels: Mapping[str, str]
    outcome: str
    proxies: tuple[Proxy, ...]
    strata: str
    way: fitting.Way
    poor: judging.Poor
    choose: judging.Choose
    points: tuple[int, ...]
    groups: Mapping[str, str]
    boosting: bool
    in_points: bool
    survey: str
    dated: str
    formula: str | Mapping[str, Any] | None
    explain: tuple[int, ...]


def read(spec: specs.Spec) -> Wanted:
    """Check everything that can be known without the data. Errors: SpecError."""
    formula = spec.values.get("formula")
    if formula is None:
        for needed in ("outcome", "regressors"):
            if not spec.has(needed):
                raise specs.SpecError(f"{spec.where}: `{needed}` is missing. Give it, or a `formula` to score by.")
    elif not isinstance(formula, (str, dict)):
        raise specs.SpecError(f"{spec.where}: `formula` is {formula!r}. Name the file that holds it.")
    elif spec.has("regressors") or spec.has("fit"):
        raise specs.SpecError(
            f"{spec.where}: a `formula` is frozen. Leave `regressors` and `fit` out, or fit a new one."
        )
    return Wanted(
        code=spec.text("code", "pmt"),
        labels=spec.labels(),
        outcome=_outcome(spec),
        proxies=proxies_of(spec) if spec.has("regressors") else (),
        strata=spec.text("strata", "") if spec.has("strata") else "",
        way=_way(spec.inside("fit", "method", "quantile", "select", "most", "folds", "seed")),
        poor=_poor(spec.inside("poor", "line", "share")),
        choose=_choose(spec.inside("choose", "line", "coverage")),
        points=tuple(_whole(spec, "points", one) for one in spec.listed("points", range(-5, 6))),
        groups=_groups(spec),
        boosting="boosting" in _compared(spec),
        in_points=spec.one_of("score", ("money", "points"), "money") == "points",
        survey=str(spec.values.get("survey") or ""),
        dated=str(spec.values.get("dated") or ""),
        formula=formula,
        explain=tuple(_whole(spec, "explain", one) for one in spec.listed("explain", ())),
    )


def _outcome(spec: specs.Spec) -> str:
    if isinstance(spec.values.get("outcome"), dict):
        return spec.inside("outcome", "rule").text("rule")
    return spec.text("outcome") if spec.has("outcome") else ""


def proxies_of(spec: specs.Spec, key: str = "regressors") -> tuple[Proxy, ...]:
    """The proxies listed under a key: `name`, `rule` (the column of that name, when left out), `wants`, `reference`."""
    found: list[Proxy] = []
    for one in spec.entries(key, *REGRESSOR):
        wants = one.one_of("wants", ("bool", "number", "category"), "bool")
        if one.has("reference") and wants != "category":
            raise specs.SpecError(f"{one.where}: only a category has a `reference`. Say `wants: category`.")
        name, reference = one.text("name"), one.text("reference", "") if one.has("reference") else ""
        if any(name == other.name for other in found):
            raise specs.SpecError(f"{one.where}: '{name}' appears twice. Give each its own name.")
        found.append(
            Proxy(name, one.text("rule", name), wants, one.labels(), reference)  # type: ignore[arg-type]
        )
    return tuple(found)


def _way(spec: specs.Spec) -> fitting.Way:
    method = spec.one_of("method", ("ols", "quantile"), "ols")
    if method == "ols" and spec.has("quantile"):
        raise specs.SpecError(f"{spec.where}: a `quantile` goes with `method: quantile`.")
    select = spec.one_of("select", ("stepwise", "lasso", "lasso-1se"), "none") if spec.has("select") else ""
    return fitting.Way(
        method,  # type: ignore[arg-type]
        _share(spec, "quantile", 0.5),
        select,  # type: ignore[arg-type]
        most=int(spec.number("most", 0)),
        folds=int(spec.number("folds", 5)),
        seed=int(spec.number("seed", 2024)),
    )


def _poor(spec: specs.Spec) -> judging.Poor:
    if spec.has("line") and spec.has("share"):
        raise specs.SpecError(f"{spec.where}: say who is poor by `line` or by `share`, not both.")
    if spec.has("line"):
        return judging.Poor(line=_above(spec, "line"))
    return judging.Poor(share=_share(spec, "share", 0.2))


def _choose(spec: specs.Spec) -> judging.Choose:
    if spec.has("line") and spec.has("coverage"):
        raise specs.SpecError(f"{spec.where}: say who is chosen by `line` or by `coverage`, not both.")
    if spec.has("coverage"):
        return judging.Choose(coverage=_share(spec, "coverage", 0.2))
    return judging.Choose(line=_above(spec, "line") if spec.has("line") else None)


def _groups(spec: specs.Spec) -> dict[str, str]:
    inside = spec.inside("groups")
    return {str(name): inside.text(name) for name in inside.values}


def _compared(spec: specs.Spec) -> list[Any]:
    found = spec.listed("compare", ())
    for one in found:
        if one != "boosting":
            raise specs.SpecError(f"{spec.where}: `compare` is {one!r}. What can be compared is `boosting`.")
    return found


def _share(spec: specs.Spec, key: str, default: float) -> float:
    found = spec.number(key, default)
    if not 0 < found < 1:
        raise specs.SpecError(f"{spec.where}: `{key}` is {found:g}. Write a share between 0 and 1, such as 0.2.")
    return found


def _above(spec: specs.Spec, key: str) -> float:
    found = spec.number(key)
    if found <= 0:
        raise specs.SpecError(f"{spec.where}: `{key}` is {found:g}. It must be above zero.")
    return found


def _whole(spec: specs.Spec, key: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise specs.SpecError(f"{spec.where}: `{key}` has {value!r}. Write whole numbers.")
    return value
