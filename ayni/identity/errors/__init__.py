"""Why something about who is one person is refused."""
