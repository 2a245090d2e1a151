"""Speed, always beside something run in the same minutes: a bound, a baseline, a peer."""
