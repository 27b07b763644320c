"""Whether a sign-in was vouched for by the organisation's provider: its person has typed no password here."""

from peewee import BooleanField


def up(migrator, db):
    migrator.migrate(migrator.add_column("sign_in", "by_provider", BooleanField(default=False)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("sign_in", "by_provider"))
