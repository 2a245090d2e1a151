"""What came in and what waits."""

from ayni.intake.queries.loads import load, loads

__all__ = ["load", "loads"]
