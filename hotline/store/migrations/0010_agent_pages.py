"""When a page of an agent was last awake, and who takes calls without one."""

from peewee import BooleanField, ForeignKeyField, IntegerField, Model

from hotline.store.database import Utc


def up(migrator, db):
    class Person(Model):
        id = IntegerField(primary_key=True)

        class Meta:
            database = db
            table_name = "person"

    class AgentPage(Model):
        person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
        seen_at = Utc(null=True)
        exempt = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "agent_page"

    db.create_tables([AgentPage])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("agent_page"))
