"""One list of figures: plain for JSON, and flagged where it rests on too few."""

import json

import numpy as np
import pytest

from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.figures import Figure, Result


def estimate(value, se, n):
    return Estimate(value, se, None, None, n, 9, None)


@pytest.mark.parametrize(
    ("value", "se", "n", "thin"),
    [
        (0.5, 0.01, 24, "very few"),
        (0.5, 0.01, 25, "few"),
        (0.5, 0.01, 49, "few"),
        (0.5, 0.01, 50, ""),
        (0.5, 0.2, 500, "few"),
        (0.0, 0.2, 500, ""),
        (None, None, 0, "very few"),
        (10.0, None, 60, ""),
    ],
)
def test_what_rests_on_too_few_is_flagged(value, se, n, thin):
    assert Figure("H", estimate(value, se, n)).thin == thin


def test_a_result_is_plain_json_without_its_units():
    figure = Figure("H", estimate(np.float64("nan"), None, np.int64(60)), {"region": "North", "k": 0.33})
    result = Result(
        "mpi", (figure,), {"rows": np.int64(3)}, {"x": 1}, ("a note",), {"c": np.array([1.0, np.inf])}, {"s": [1]}
    )
    found = json.loads(json.dumps(result.as_dict()))
    assert found["figures"][0]["value"] is None and found["figures"][0]["of"] == {"region": "North", "k": 0.33}
    assert found["extra"] == {"c": [1.0, None]} and "units" not in found
    assert result.find("H", region="North", k=0.33) is figure.estimate
    with pytest.raises(KeyError):
        result.find("H")
