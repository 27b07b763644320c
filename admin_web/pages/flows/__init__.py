"""Flows of the menu: versions, differences, editing and publishing."""
