"""Z-scores of the WHO growth standards beside those of WHO's own programs."""

from __future__ import annotations

import numpy as np
import pytest

from ayni.engines.measures.growth import scores, standard

NONE = np.nan

#: Children of the survey that WHO ships with its program Anthro: sex, days, kg, cm, how measured; waz, haz, whz, baz.
SURVEY = """
2 683 10.4 84.8 l -0.57 -0.07 -0.81 -0.79
2 653 11.7 83.5 l 0.53 -0.19 0.83 0.90
2 234 7.2 67.0 l -0.72 -0.55 -0.49 -0.56
2 518 11.0 80.6 l 0.74 0.32 0.82 0.78
1 1737 21.8 110.2 h 1.48 0.41 1.76 1.83
1 868 12.9 85.9 l -0.08 -1.69 1.16 1.43
2 496 8.6 75.1 l -1.14 -1.36 -0.72 -0.47
2 1616 16.1 106.0 h -0.38 0.07 -0.67 -0.67
1 566 8.8 75.9 l -2.05 -2.54 -1.17 -0.67
1 659 14.4 92.3 l 1.85 2.25 1.01 0.80
2 96 6.5 59.3 l 0.71 -0.42 1.41 1.29
1 294 10.2 70.3 l 1.08 -1.12 2.16 2.26
1 1069 14.4 97.1 h 0.12 0.44 -0.15 -0.29
2 314 8.4 70.2 l -0.15 -0.68 0.26 0.31
1 588 12.5 85.5 l 0.98 0.70 0.88 0.81
1 636 12.8 85.6 l 0.93 0.20 1.14 1.16
2 135 6.2 58.8 l -0.56 -1.91 1.16 0.74
2 892 13.8 93.0 h 0.73 0.82 0.34 0.31
1 1235 14.4 95.7 h -0.39 -0.84 0.15 0.20
2 149 6.0 61.6 l -1.08 -1.01 -0.50 -0.68
2 583 13.4 81.6 l 1.94 -0.09 2.68 2.74
1 1759 18.1 110.8 h 0.05 0.45 -0.43 -0.37
2 240 7.0 67.8 l -1.02 -0.33 -1.07 -1.14
1 1805 20.1 107.1 l 0.72 -0.69 1.71 1.70
1 625 9.5 78.9 l -1.66 -2.04 -0.92 -0.56
1 1720 23.2 117.6 h 1.97 2.12 0.86 1.10
2 786 15.5 91.1 h 2.07 1.15 1.97 2.00
1 1069 17.3 96.2 h 1.63 0.19 2.23 2.20
2 501 10.6 74.9 l 0.54 -1.49 1.61 1.94
1 143 7.7 63.5 l 0.40 -0.87 1.30 1.21
1 219 8.9 67.6 l 0.57 -0.85 1.46 1.41
2 1494 19.6 108.3 h 1.29 1.13 0.92 0.96
1 1067 17.0 93.0 h 1.49 -0.67 2.68 2.79
2 138 5.9 62.3 l -1.02 -0.39 -0.99 -1.08
1 682 15.5 89.4 l 2.38 1.01 2.50 2.46
2 1304 11.1 90.4 h -2.42 -2.24 -1.59 -1.39
2 0 4.2 51.9 l 1.94 1.48 1.17 1.68
2 30 4.3 55.3 l 0.22 0.85 -0.82 -0.35
1 903 15.2 92.6 l 1.17 0.06 1.60 1.61
1 269 6.3 64.8 l -3.08 -3.11 -1.70 -1.71
2 1716 27.5 110.4 l 2.85 0.48 4.05 3.87
2 36 4.4 54.1 l 0.03 -0.13 0.22 0.12
2 48 4.0 52.1 l -1.31 -1.81 0.52 -0.44
1 38 5.8 60.5 l 1.51 2.43 -0.67 0.32
2 719 15.1 97.8 h 2.18 3.87 0.36 0.11
2 90 4.5 60.4 l -2.02 0.34 -3.26 -3.01
1 64 4.1 56.0 l -2.54 -1.38 -1.99 -2.59
1 1436 15.2 100.5 l -0.51 -0.74 -0.08 -0.07
"""

#: Rows of the published tables for days between those that the file holds: indicator, sex, day, L, M, S.
PUBLISHED = """
weight-for-age 1 17 0.2517 3.8828 0.13996
weight-for-age 1 60 0.1978 5.5407 0.12409
weight-for-age 1 113 0.1603 6.8365 0.11413
weight-for-age 1 137 0.1471 7.2692 0.11180
weight-for-age 1 300 0.0834 9.1282 0.10889
weight-for-age 1 500 0.0314 10.6125 0.11057
weight-for-age 1 1820 -0.1500 18.3029 0.13504
weight-for-age 2 26 0.1853 4.0247 0.13875
weight-for-age 2 137 -0.0248 6.6729 0.12329
weight-for-age 2 300 -0.1674 8.4445 0.12219
weight-for-age 2 500 -0.2515 9.9023 0.12304
height-for-age 1 10 1 51.6427 0.03693
height-for-age 1 60 1 58.3299 0.03427
height-for-age 1 137 1 64.9417 0.03229
height-for-age 1 300 1 73.0960 0.03118
height-for-age 1 599 1 83.8953 0.03332
height-for-age 1 1799 1 109.4743 0.04203
height-for-age 2 26 1 53.1255 0.03653
height-for-age 2 200 1 66.6331 0.03443
height-for-age 2 500 1 79.0642 0.03564
bmi-for-age 1 3 0.0505 13.3791 0.09672
bmi-for-age 1 32 0.2602 15.0485 0.09000
bmi-for-age 1 137 -0.1064 17.2370 0.08334
bmi-for-age 1 300 -0.3469 17.0663 0.08073
bmi-for-age 1 1810 -0.6709 15.1960 0.08678
bmi-for-age 2 32 0.3333 14.6566 0.09543
bmi-for-age 2 200 -0.1715 16.9127 0.09006
bmi-for-age 2 460 -0.4432 15.9910 0.08714
head-circumference-for-age 1 10 1 35.4640 0.03380
head-circumference-for-age 1 137 1 42.1168 0.02851
head-circumference-for-age 1 600 1 47.6478 0.02805
head-circumference-for-age 1 1820 1 50.7295 0.02945
head-circumference-for-age 2 113 1 40.2995 0.03125
head-circumference-for-age 2 600 1 46.5334 0.02978
arm-circumference-for-age 1 91 0.3933 13.4779 0.07474
arm-circumference-for-age 1 100 0.3790 13.5836 0.07490
arm-circumference-for-age 1 600 -0.0055 14.9251 0.07719
"""

#: Weight for length between the rows of the file: sex, cm, M, S.
LENGTHS = """
1 45.3 2.4911 0.09164
1 52.3 3.8330 0.08753
1 65.3 7.3380 0.08220
1 80.0 10.4475 0.08308
1 93.3 13.4937 0.08028
1 109.8 18.1992 0.08742
2 60.2 5.9252 0.09137
2 72.3 8.6277 0.09040
2 92.0 12.9681 0.08923
"""


def children(rows: str) -> tuple[scores.Children, np.ndarray]:
    """The children of a table above, and the z-scores that stand beside them."""
    lines = [line.split() for line in rows.split("\n") if line]
    sex, days, weight, height = (np.array([float(line[place]) for line in lines]) for place in range(4))
    lying = np.array([float(line[4] == "l") for line in lines])
    nothing = np.full(len(lines), NONE)
    found = scores.Children(sex, days / standard.MONTH, weight, height, lying, nothing * 0, nothing, nothing)
    return found, np.array([[float(one) for one in line[5:]] for line in lines])


def test_the_children_of_the_survey_have_the_scores_that_the_program_of_the_who_gives() -> None:
    asked, expected = children(SURVEY)
    found = scores.score(asked)
    for place, name in enumerate(("waz", "haz", "whz", "baz")):
        assert np.abs(found.z[name] - expected[:, place]).max() < 0.0101, name
        same = np.mean(np.round(found.z[name] - expected[:, place], 2) == 0)
        assert same > 0.97, name  # one of the 192 differs by a hundredth


def test_the_days_between_the_rows_of_the_file_are_those_of_the_published_tables() -> None:
    for line in PUBLISHED.split("\n"):
        if line:
            indicator, sex, day, *values = line.split()
            found = standard.by_day(indicator)[int(sex) - 1, int(day)]  # type: ignore[arg-type]
            skew, median, spread = map(float, values)
            assert abs(found[0] - skew) < 0.00015, line
            assert abs(found[1] - median) / (median * spread) < 0.0002, line  # in z-scores
            assert abs(found[2] - spread) < 0.000015, line


def test_weight_for_length_between_the_rows_of_the_file_is_that_of_the_published_table() -> None:
    for line in LENGTHS.split("\n"):
        if line:
            sex, length, median, spread = map(float, line.split())
            found = standard.by_length()[int(sex) - 1, round((length - 45) * 10)]
            assert found[1:] == pytest.approx([median, spread], abs=0.00015), line


def test_weight_for_height_is_weight_for_length_seven_millimetres_further_on() -> None:
    """The published tables of both: at 65 cm standing and 65.7 cm lying a boy's median is 7.4327 kg."""
    assert standard.by_length()[0, 207, 1] == pytest.approx(7.4327)
    assert standard.by_length()[1, -1, 1] == pytest.approx(22.8173)  # 120 cm standing


def test_girls_just_over_sixty_months_have_the_scores_that_the_program_of_the_who_gives() -> None:
    """anthroplus, computed to three places: z-scores between the months of the table."""
    two, nothing = np.full(2, 2.0), np.full(2, NONE)
    asked = scores.Children(
        two,
        np.array([60.32, 60.911701]),
        np.array([18.7, 20.5]),
        np.array([113.8, 113.6]),
        nothing,
        nothing,
        nothing,
        nothing,
    )
    found = scores.score(asked, digits=3)
    assert found.z["waz"].tolist() == [0.212, 0.795]
    assert found.z["baz"].tolist() == [-0.575, 0.418]
    assert found.z["haz"].tolist() == [0.959, 0.848]


@pytest.mark.parametrize(
    ("sex", "months", "height", "lying", "expected"),
    [
        (1, 987 / standard.MONTH, 72.86, 1.0, -6.09),  # lying, but read standing: 0.7 cm less
        (1, 8.0, 60.0, 0.0, -4.81),  # not standing at eight months: nothing added
        (1, 9.0, 60.0, 0.0, -5.02),
        (2, 24.0, 77.5, NONE, -2.55),  # on day 731 the standard is of children standing
    ],
)
def test_lengths_are_read_as_the_program_of_the_who_reads_them(
    sex: float, months: float, height: float, lying: float, expected: float
) -> None:
    one, nothing = np.array([sex]), np.array([NONE])
    asked = scores.Children(
        one, np.array([months]), nothing, np.array([height]), np.array([lying]), nothing, nothing, nothing
    )
    assert scores.score(asked).z["haz"][0] == pytest.approx(expected, abs=0.0101)
