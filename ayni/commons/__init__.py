"""What every domain shares, knowing none of them."""
