"""Boundaries of areas, in plain Python: read from GeoJSON, checked, drawn smaller, and asked for the area of a point.

    features = reading.features(content)                  # refuses ShapesUnreadable
    checked = checking.check(feature.geometry)            # a shape, or a problem that says what to do
    small = drawing.small(checked.shape)                  # for the screen; the original is kept beside it
    Finder({"N1": shape}).find(longitudes, latitudes)     # the area of each point, or None

Coordinates are degrees of longitude and latitude in that order (RFC 7946, WGS 84).
"""
