"""Files of people: what is it, which column is what, what would happen, and what did."""
