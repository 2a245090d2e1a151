"""Other systems: one folder for each standard or provider."""
