"""Everything that comes in as a file, or as a tree of data, comes through here before anybody reads it.

    content = receiving.content(file, kinds=(kinds.WORKBOOK, kinds.TEXT), largest=5_000_000)    # refuses NotTaken

A file is what its bytes say, not its name or what the browser calls it. It must be one thing from its first byte to its
last: a picture with an archive behind it, or a document that carries a program, is not taken. Archives are measured
before they are opened; XML brings no words of its own; JSON has an end to its depth and its parts.
"""
