"""What estimation from samples rests on: codes, stages of drawing, variances, linearised figures and their errors."""
