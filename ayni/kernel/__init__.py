"""Plain values that everything else is made of: periods, partial dates, money, ids. No Django, no input or output."""
