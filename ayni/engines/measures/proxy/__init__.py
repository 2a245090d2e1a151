"""A proxy means test made whole: categories as proxies, models by stratum, selection, frozen scorecards, judgement.

`proxy_means.Formula` is one model; a `scorecards.Scorecard` holds one for each stratum with the proxies they read.
`fitting` fits them and predicts out of sample, `quantiles` and `selection` are other ways to fit, `judging` says how
often the scores are wrong and for whom, `scoring` scores files of any length.
"""
