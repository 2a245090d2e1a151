"""The registry as columns: declared tables to Parquet, and one door to the engines that read them.

A domain declares, in its `extracts`, what it publishes: *tables* of *columns* with a meaning and a sensitivity
class. A *snapshot* is a version of all of them taken in one database transaction: Parquet files, one folder for
each first-level area, with a *manifest* that lists every file with its rows and its SHA-256.

Invariants: a snapshot never changes; its version names its contents, so the same registry on the same day is the
same snapshot; a file that was changed or cut short is refused, never read. Nothing here knows a domain.
"""
