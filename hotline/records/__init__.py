"""Rows and reads: the only package that imports peewee."""
