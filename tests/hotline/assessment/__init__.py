"""Tests of the assessment of units."""
