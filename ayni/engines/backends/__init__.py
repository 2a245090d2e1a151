"""The machines that compute over whole tables, behind one door: DuckDB in the process, Polars in the process, Spark.

An *engine* reads Parquet files as Ibis tables and writes an Ibis expression as Parquet. Which one it is changes how
long it takes and how far it reaches, never what comes out.
"""

from ayni.engines.backends.engine import NAMES, Engine, EngineMissing, connect

__all__ = ["NAMES", "Engine", "EngineMissing", "connect"]
