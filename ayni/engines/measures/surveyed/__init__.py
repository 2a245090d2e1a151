"""What estimation from samples rests on: codes and sums, stages of drawing, variances, intervals, ranks."""
