"""Parsing, masking and speaking of the values that people type or say; one place for each kind. Pure."""
