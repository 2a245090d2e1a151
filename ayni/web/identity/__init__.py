"""Whether two records are one person: the queue, a pair side by side, groups, searches, thresholds and agreement."""
