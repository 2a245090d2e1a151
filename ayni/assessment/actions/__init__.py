"""Every change in assessment: adopting instruments, and applying them to snapshots."""

from ayni.assessment.actions.adopting import adopt_instruments
from ayni.assessment.actions.assessing import assess

__all__ = ["adopt_instruments", "assess"]
