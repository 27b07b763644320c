"""A subject of the dictionary can belong to one of the hotlines."""

from peewee import CharField


def up(migrator, db):
    migrator.migrate(migrator.add_column("entry", "profile", CharField(max_length=32, default="")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("entry", "profile"))
