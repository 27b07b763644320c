"""The assessment of units: rules as data, every point a row with its case, periods, exclusions, circulars."""
