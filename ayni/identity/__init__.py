"""The same person once: who may be registered twice, who decides it, merging and parting again, and cards.

A model learnt from the registry weighs how likely two records are one person (`ayni.engines.linkage`). What is
likely waits for an officer who looks at both; what is the same is merged by another officer, so that all that hangs
on the two records hangs on one; and a merge that was wrong is taken back, as if it had never been.
"""
