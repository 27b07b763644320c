"""A file that was added to an answer can be shown to the citizen on the public page."""

from peewee import BooleanField


def up(migrator, db):
    migrator.migrate(migrator.add_column("attachment", "for_citizen", BooleanField(default=False)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("attachment", "for_citizen"))
