"""Files of people: CSV, Excel, Stata, SPSS and Parquet as they come, checked and told about, a million rows at once.

A file is opened with limits (`opening`), described (`describing`: kind, encoding, delimiter, sheet, header, columns)
and read in chunks in which every cell is text (`reading`). A *mapping* (YAML, `mapping`) says which column is what;
`suggesting` proposes one. `tidying` turns a chunk into typed columns and *findings*: row, column, value, code, detail.
`checking` does so for a whole file and looks across rows: keys, households, heads, kin. A row with a finding that
refuses it stays out and is written for correction with its reasons (`rejecting`); its neighbours go in.
"""
