"""Cards as they are printed: both sides of a card of the size ID-1 (85.6 × 54 mm), and pages of many."""
