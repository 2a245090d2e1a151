"""What a black box would reach: gradient boosting on the same proxies and the same parts, for comparison only.

Its scores cannot be explained at a door or checked by hand, so that it is never what a scorecard is made of. Where it
is much better, the plain model lacks a proxy or an interaction.
"""

from __future__ import annotations

import numpy as np

from ayni.engines.measures import proxy_means
from ayni.engines.measures.design import Floats, Integers
from ayni.engines.measures.proxy.fitting import Survey


def out_of_sample(survey: Survey, part: Integers, *, seed: int = 2024) -> Floats:
    """Scores of each usable unit by trees that saw no unit of its part (n numbers from 0), NaN for others.

    One model for all strata, which are among its columns. Smeared like the plain one.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor

    usable, scorable = survey.usable, survey.scorable
    labels = survey.labels()
    place = np.array([labels.index(label) if label in labels else -1 for label in survey.strata.tolist()])
    x = np.column_stack([survey.x, place])
    log, weight = proxy_means.logged(survey.welfare), survey.design.weight
    score = np.full(len(log), np.nan)
    for number in range(int(part.max()) + 1):
        inside, outside = scorable & (part == number) & (place >= 0), usable & (part != number)
        if not inside.any() or not outside.any():
            continue
        trees = HistGradientBoostingRegressor(max_iter=200, learning_rate=0.08, max_leaf_nodes=15, random_state=seed)
        trees.fit(x[outside], log[outside], sample_weight=weight[outside])
        smeared = proxy_means.smearing(log[outside] - trees.predict(x[outside]), weight[outside])
        score[inside] = np.exp(trees.predict(x[inside])) * smeared
    return score
