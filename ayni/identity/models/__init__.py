"""What is kept of who may be one person, and of what was decided."""
