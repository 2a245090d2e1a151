"""Linking any two files of people, or one with the registry: sent, mapped, followed, read, taken out, deleted."""
