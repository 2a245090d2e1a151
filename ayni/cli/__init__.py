"""The command line: one module for each area, over the same actions, queries and engines."""
