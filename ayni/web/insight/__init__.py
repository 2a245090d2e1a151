"""Insight: figures with their definition, day and margin; charts, maps and assessments; snapshots they rest on."""
