"""The reader of YAML files: texts as they stand, places, bounds, slips of the pen."""
