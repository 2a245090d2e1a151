"""The registry as columns: declared tables to Parquet, and one door to the engines that read them.

A domain declares, in its `extracts`, what it publishes: columns with meaning and sensitivity class. A snapshot is a
version of all of them taken in one database transaction. Nothing here knows a domain.
"""
