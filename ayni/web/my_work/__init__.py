"""The page people land on: what waits for them."""
