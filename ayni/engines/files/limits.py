"""How much a file may hold. What is larger is refused before it is read."""

LARGEST = 2 * 1024**3  # bytes as they come
MOST_ROWS = 5_000_000
MOST_COLUMNS = 600
LONGEST_HEADER = 1024**2  # bytes of the first line
LARGEST_CELL = 10_000  # characters; a longer one is a finding
LARGEST_UNPACKED = 4 * 1024**3  # of a workbook
LARGEST_RATIO = 300  # unpacked to packed, of a part that is large
MOST_PARTS = 2_000
MOST_CELLS = 60_000_000  # of a sheet: from its first cell to its last, whether filled or not
CHUNK = 50_000  # rows
