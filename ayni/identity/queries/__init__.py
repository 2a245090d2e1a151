"""Questions about who may be one person."""
