"""The rights of people: what they agree to, copies, corrections; purposes, retention, sharing, and the record of it."""
