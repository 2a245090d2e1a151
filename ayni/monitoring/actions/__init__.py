"""Computing figures."""

from ayni.monitoring.actions.computing import Computed, compute, start_compute

__all__ = ["Computed", "compute", "start_compute"]
