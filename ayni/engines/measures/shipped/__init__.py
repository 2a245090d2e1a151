"""Specifications that come with the system: start from one, and write the names of your own columns into its rules."""

from __future__ import annotations

from importlib import resources

NAMES = ("cc_moda", "cfm_2_4", "cfm_5_17", "global_mpi", "wg_ss")


def text(name: str) -> str:
    """The YAML of one of NAMES. Raises KeyError."""
    if name not in NAMES:
        raise KeyError(name)
    return (resources.files(__name__) / f"{name}.yaml").read_text(encoding="utf-8")
