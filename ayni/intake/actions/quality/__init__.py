"""Holding the rules of quality against a snapshot, and what is to be mended."""

from ayni.intake.actions.quality.checking import check_quality

__all__ = ["check_quality"]
