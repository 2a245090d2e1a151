"""Looking after the system: background work, users and what they may do."""
