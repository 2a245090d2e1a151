"""The HTTP API: what the screens do, for other systems.

One module for each area of the work; each operation reads through a query or writes through one action, as a screen
does. `keys` says who asks, `problems` how a refusal is told, `inputs` and `paging` what may be asked. Version 1 lives
under `/api/v1/`; a field is never taken away or given another meaning within a version.
"""
