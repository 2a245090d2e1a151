"""Changes of records: asking with evidence, checking by another, moves between areas, rules that accept."""
