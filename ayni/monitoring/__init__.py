"""What is known of the work as a whole: indicators with their definitions, from snapshots only."""
