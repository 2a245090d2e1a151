"""Programmes: what each promises, by which rules, and how the rules change under two officers' eyes."""
