"""Every shared piece in every state, on one page: for those who build and test screens."""
