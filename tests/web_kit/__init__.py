"""Tests of web_kit/."""
