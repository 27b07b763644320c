"""Figures that an administrator sets."""
