"""Changes of areas and places."""
