"""The dictionary: what is asked of whom, and how that changes under two officers' eyes."""
