"""Every change about who is one person."""
