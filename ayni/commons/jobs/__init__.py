"""Background work that survives its worker.

A piece of work has a key; starting the same key twice is one piece of work. Its function is idempotent: run again
after a crash, it ends where an undisturbed run would have. While it runs, the worker's database session holds a lock
on it, so a dead worker is known at once (the lock is gone) and two workers never run it together.

    @running.job("snapshots.take")
    def take(work, *, on: str) -> dict: ...        # plain keyword arguments; returns a plain result

    running.start("snapshots.take", key="snapshot/2026-06-30", by=user, on="2026-06-30")

The setting AYNI_JOBS names the module of each kind: it is imported by whoever does the work, not by whoever starts it.
"""
