"""What is done with what comes in."""

from ayni.intake.actions.loading import load

__all__ = ["load"]
