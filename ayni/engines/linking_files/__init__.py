"""Files of people as they come (CSV, workbook, Parquet, Stata, SPSS) made ready to be linked, and what linking found
made ready to be read: any two files are brought into the same columns, whatever theirs are called.
"""
