"""Who did what, who looked at whom: the auditor's search, a record's history, and who has seen a record."""
