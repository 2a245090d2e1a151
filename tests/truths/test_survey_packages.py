"""Errors of designs and of replicate weights, against the manuals of Stata and of R's survey, and samplics."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ayni.engines.measures import design, estimate, replicates

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # samplics' own
    import samplics
    from samplics.estimation import ReplicateEstimator
    from samplics.utils.types import PopParam, RepMethod

DATA = Path(samplics.__file__).parent / "datasets" / "data"


def test_the_mean_of_zinc_in_statas_manual() -> None:
    """[SVY] svy estimation: 87.18207, se .4944827, 86.17356 to 88.19057, 31 strata, 62 PSUs, 9,189 rows."""
    rows = pd.read_csv(DATA / "nhanes2.csv")
    drawn = design.Design(rows.stratid.to_numpy(), rows.psuid.to_numpy(), rows.finalwgt.to_numpy(float))
    found = estimate.mean(rows.zinc.to_numpy(float), drawn)
    assert (len(drawn.strata), drawn.psus, found.degrees, found.n) == (31, 62, 31, 9189)
    assert found.value == pytest.approx(87.18207, abs=5e-6)
    assert found.se == pytest.approx(0.4944827, abs=5e-8)
    assert (found.low, found.high) == (pytest.approx(86.17356, abs=5e-6), pytest.approx(88.19057, abs=5e-6))


@pytest.mark.parametrize(
    ("name", "begin", "kind", "theirs"),
    [("nhanes2brr_subset.csv", "brr_", "BRR", "brr"), ("nhanes2jk_subset.csv", "jkw_", "JKn", "jackknife")],
)
def test_a_ratio_with_replicate_weights(name: str, begin: str, kind: replicates.Kind, theirs: str) -> None:
    rows = pd.read_csv(DATA / name)
    sets = rows.filter(like=begin).to_numpy(float)
    halves = np.full(sets.shape[1], 0.5) if kind == "JKn" else None
    made = replicates.given(sets, rows.finalwgt, kind, rscales=halves)
    weight, height = rows.weight.to_numpy(float), rows.height.to_numpy(float)

    def ratio(some: design.Design) -> list[tuple[estimate.Estimate, bool]]:
        return [(estimate.ratio(weight, height, some), False)]

    found = made.estimates(ratio, design.Design(weight=rows.finalwgt.to_numpy(float)))[0]
    expected = reference(theirs, weight, height, rows, sets)
    assert found.value == pytest.approx(expected[0])
    assert found.se == pytest.approx(expected[1])


# California's Academic Performance Index of 2000, as drawn in `apiclus2` of R's survey: 40 of 757 districts, up to 5
# schools in each. District, schools it has, then index:pupils of each school drawn.
SCHOOLS = """
15|1|821:152
63|1|773:312
83|3|600:173 740:201 716:147
117|1|811:234
132|3|472:184 520:512 568:543
152|3|591:332 544:217 612:520
173|4|926:507 890:362 903:402 901:408
176|1|453:2237
198|4|569:471 545:501 584:720 601:311
200|11|622:365 610:834 622:397 783:376 612:498
228|2|536:NA 524:NA
264|1|636:112
295|5|666:435 698:757 713:445 614:161 701:298
302|4|927:224 934:175 933:218 903:463
403|5|911:395 889:400 874:362 861:994 842:113
452|4|652:NA 554:NA 553:NA 601:NA
456|1|607:173
480|5|717:521 646:541 644:869 631:1111 690:501
523|2|622:1031 566:797
534|5|615:421 596:723 547:702 541:411 621:367
549|5|912:669 929:328 909:668 951:223 912:213
552|2|759:343 803:454
570|36|660:1195 502:1145 479:1120 545:840 478:455
574|1|710:181
575|28|769:520 865:474 808:408 840:583 840:1119
596|7|818:264 821:260 868:235 892:380 824:304
620|72|580:282 807:175 537:825 690:230 489:167
638|14|641:443 542:1077 645:1270 543:406 486:239
639|7|756:290 795:358 773:348 772:387 743:927
674|2|794:443 751:404
679|4|631:1067 555:1195 608:1418 627:1418
687|3|772:156 738:151 670:125
701|2|673:181 711:205
711|2|730:310 711:428
719|1|468:298
731|9|766:460 742:315 776:1012 742:1211 626:387
742|1|747:193
768|2|620:271 602:663
781|6|895:269 844:258 869:351 851:319 861:270
795|1|653:333
"""


def schools() -> tuple[np.ndarray, ...]:
    rows = []
    for line in SCHOOLS.split("\n")[1:-1]:
        district, size, drawn = line.split("|")
        pairs = [pair.split(":") for pair in drawn.split()]
        rows += [(int(district), float(size), float(api), float(pupils.replace("NA", "nan"))) for api, pupils in pairs]
    return tuple(np.array(rows).T)


def test_two_stages_without_replacement_in_the_manual_of_survey() -> None:
    """example(api): svymean 670.81 (30.099), svytotal 2639273 (799638); drawn with replacement 30.712 and 820261."""
    district, size, api, pupils = schools()
    units = [district, np.arange(len(api))]
    drawn = design.Design.staged(None, units, None, [np.full(len(api), 757.0), size])
    again = design.Design.staged(None, units, drawn.weight)
    assert (drawn.psus, drawn.clusters, drawn.free) == (40, 126, 39)
    for one, mean_se, total_se in ((drawn, 30.099, 799638), (again, 30.712, 820261)):
        mean, total = estimate.mean(api, one), estimate.total(pupils, one)
        assert (mean.value, mean.se) == (pytest.approx(670.81, abs=0.005), pytest.approx(mean_se, abs=0.0005))
        assert (total.value, total.se) == (pytest.approx(2639273, abs=0.5), pytest.approx(total_se, abs=0.5))


def reference(kind: str, y: Any, x: Any, rows: pd.DataFrame, sets: Any) -> tuple[float, float]:
    """samplics' ratio and its standard error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = ReplicateEstimator(getattr(RepMethod, kind), PopParam.ratio)
        more = {"rep_coefs": 0.5} if kind == "jackknife" else {}
        made.estimate(y=y, samp_weight=rows.finalwgt, x=x, rep_weights=pd.DataFrame(sets), **more)
    first = made.point_est["__none__"] if isinstance(made.point_est, dict) else made.point_est
    error = made.stderror["__none__"] if isinstance(made.stderror, dict) else made.stderror
    return float(first), float(error)
