"""A result to tell: multidimensional poverty of a made-up survey, by region and indicator."""

from __future__ import annotations

from typing import Any


def figure(name: str, value: float | None, n: int = 500, half: float = 0.02, **of: Any) -> dict[str, Any]:
    low, high = (None, None) if value is None else (value - half, value + half)
    thin = "very few" if n < 25 else "few" if n < 50 else ""
    error = None if value is None else half / 2
    return {"figure": name, "of": of, "value": value, "se": error, "low": low, "high": high, "n": n} | {
        "degrees": 80,
        "design_effect": 1.5,
        "thin": thin,
    }


def result(**changed: Any) -> dict[str, Any]:
    regions = (("North", 0.41, 300), ("South", 0.2, 12), ("Coast", 0.3, 40), ("=HYPERLINK()", 0.1, 148))
    return {
        "method": "mpi",
        "sample": {"rows": 500, "strata": 4, "clusters": 40, "weights": 12000.0},
        "left_out": {"no answer to an indicator": 7, "no weight": 0},
        "notes": ["Missing: listwise."],
        "figures": [
            figure("H", 0.334, k=0.33),
            figure("A", 0.47, k=0.33),
            figure("M0", 0.157, half=0.008, k=0.33),
            *(figure("H", 0.6 - k / 2, k=k) for k in (0.2, 0.4, 0.5)),
            *(figure("H", value, n=n, k=0.33, region=region) for region, value, n in regions),
            *(figure("H", value, n=n, k=0.5, region=region) for region, value, n in regions),
            figure("uncensored", 0.1, indicator="d_water"),
            figure("uncensored", None, n=400, indicator="d_fuel"),
        ],
        "extra": {},
        **changed,
    }
