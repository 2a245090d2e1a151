"""Signing in and out, the language, one's own tokens, and whether the system is well."""
