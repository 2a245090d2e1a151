"""Areas with their past, and the institutions and places that serve people."""
