"""What comes in, as it came, and what became of it."""

from ayni.intake.models.loads import Load

__all__ = ["Load"]
