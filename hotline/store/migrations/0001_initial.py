"""The first schema."""
from peewee import *
from hotline.store.database import Json
from hotline.store.database import Utc

def up(migrator, db):
    class Site(Model):
        code = CharField(unique=True, max_length=32)
        name = CharField(max_length=100)
        class Meta:
            database = db
            table_name = 'site'
    db.create_tables([Site])

    class Person(Model):
        login = CharField(unique=True, max_length=64)
        name = CharField(max_length=64)
        role = CharField(max_length=24)
        site = ForeignKeyField(Site, on_delete='RESTRICT')
        extension = CharField(unique=True, null=True, max_length=16)
        password_hash = CharField(max_length=200)
        must_change = BooleanField(default=True)
        active = BooleanField(default=True)
        sees_numbers = BooleanField(default=False)
        language = CharField(max_length=8, default='zh_CN')
        epoch = IntegerField(default=0)
        created_at = Utc()
        class Meta:
            database = db
            table_name = 'person'
    db.create_tables([Person])

    class AgentState(Model):
        person = ForeignKeyField(Person, primary_key=True, on_delete='CASCADE')
        state = CharField(max_length=16)
        reason = CharField(max_length=24)
        since = Utc()
        call = CharField(null=True, max_length=64)
        until = Utc(null=True)
        class Meta:
            database = db
            table_name = 'agent_state'
    db.create_tables([AgentState])

    class Audit(Model):
        id = BigAutoField()
        at = Utc()
        who = CharField(max_length=64)
        act = CharField(max_length=64)
        object = CharField(max_length=100)
        data = Json(default=dict)
        address = CharField(max_length=64, default='')
        class Meta:
            database = db
            table_name = 'audit'
            indexes = ((('at',), False), (('object', 'at'), False))
    db.create_tables([Audit])

    class Call(Model):
        id = CharField(primary_key=True, max_length=64)
        seq = IntegerField(default=0)
        profile = CharField(max_length=32)
        dialled = CharField(max_length=32)
        number = CharField(max_length=64)
        name = CharField(max_length=100, default='')
        state = CharField(max_length=16)
        flow = CharField(null=True, max_length=64)
        path = Json(default=list)
        line = CharField(null=True, max_length=32)
        agent = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        arrived_at = Utc()
        answered_at = Utc(null=True)
        queued_at = Utc(null=True)
        talking_at = Utc(null=True)
        ended_at = Utc(null=True)
        offers = IntegerField(default=0)
        wait_seconds = FloatField(null=True)
        talk_seconds = FloatField(null=True)
        outcome = CharField(null=True, max_length=24)
        ended_by = CharField(null=True, max_length=16)
        cause = CharField(null=True, max_length=64)
        class Meta:
            database = db
            table_name = 'call'
            indexes = ((('arrived_at', 'id'), False), (('number', 'arrived_at'), False), (('agent', 'arrived_at'), False), (('state',), False))
    db.create_tables([Call])

    class CallEvent(Model):
        id = BigAutoField()
        call = CharField(max_length=64)
        seq = IntegerField()
        at = Utc()
        kind = CharField(max_length=24)
        data = Json(default=dict)
        class Meta:
            database = db
            table_name = 'call_event'
            indexes = ((('call', 'seq'), True),)
    db.create_tables([CallEvent])

    class Change(Model):
        id = BigAutoField()
        topic = CharField(max_length=64)
        ref = CharField(max_length=100, default='')
        at = Utc()
        class Meta:
            database = db
            table_name = 'change'
    db.create_tables([Change])

    class Counter(Model):
        name = CharField(primary_key=True, max_length=64)
        value = IntegerField()
        class Meta:
            database = db
            table_name = 'counter'
    db.create_tables([Counter])

    class CourtCase(Model):
        number = CharField(unique=True, max_length=64)
        cause = CharField(max_length=100)
        party = CharField(max_length=64)
        party_number = CharField(index=True, max_length=64)
        judge = CharField(max_length=64)
        division = CharField(max_length=64)
        stage = CharField(max_length=64)
        next_hearing = Utc(null=True)
        class Meta:
            database = db
            table_name = 'court_case'
    db.create_tables([CourtCase])

    class Draft(Model):
        person = ForeignKeyField(Person, on_delete='CASCADE')
        key = CharField(max_length=100)
        fields = Json()
        saved_at = Utc()
        class Meta:
            database = db
            table_name = 'draft'
            indexes = ((('person', 'key'), True),)
    db.create_tables([Draft])

    class Heartbeat(Model):
        part = CharField(primary_key=True, max_length=32)
        at = Utc()
        state = Json(default=dict)
        class Meta:
            database = db
            table_name = 'heartbeat'
    db.create_tables([Heartbeat])

    class Line(Model):
        code = CharField(unique=True, max_length=32)
        name = CharField(max_length=100)
        site = ForeignKeyField(Site, on_delete='RESTRICT')
        ladder = Json()
        ring_seconds = IntegerField(default=15)
        wrap_up_seconds = IntegerField(default=30)
        active = BooleanField(default=True)
        class Meta:
            database = db
            table_name = 'line'
    db.create_tables([Line])

    class Offer(Model):
        id = BigAutoField()
        call = CharField(max_length=64)
        number = IntegerField()
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        step = CharField(max_length=8)
        offered_at = Utc()
        ringing_at = Utc(null=True)
        ended_at = Utc(null=True)
        result = CharField(null=True, max_length=16)
        class Meta:
            database = db
            table_name = 'offer'
            indexes = ((('call', 'number'), True), (('person', 'offered_at'), False))
    db.create_tables([Offer])

    class Order(Model):
        id = BigAutoField()
        kind = CharField(max_length=24)
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        data = Json(default=dict)
        placed_by = CharField(max_length=64)
        placed_at = Utc()
        claimed_at = Utc(null=True)
        claimed_by = CharField(null=True, max_length=64)
        done_at = Utc(null=True)
        refused = CharField(null=True, max_length=200)
        class Meta:
            database = db
            table_name = 'orders'
            indexes = ((('done_at', 'claimed_at', 'id'), False),)
    db.create_tables([Order])

    class Position(Model):
        line = ForeignKeyField(Line, on_delete='CASCADE')
        kind = CharField(max_length=1)
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        place = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'position'
            indexes = ((('line', 'kind', 'person'), True),)
    db.create_tables([Position])

    class PresenceChange(Model):
        id = BigAutoField()
        uid = CharField(unique=True, max_length=64)
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        at = Utc()
        old = CharField(max_length=16)
        new = CharField(max_length=16)
        reason = CharField(max_length=24)
        by = CharField(max_length=64)
        call = CharField(null=True, max_length=64)
        class Meta:
            database = db
            table_name = 'presence_change'
            indexes = ((('person', 'at'), False),)
    db.create_tables([PresenceChange])

    class Recording(Model):
        id = BigAutoField()
        call = CharField(index=True, max_length=64)
        kind = CharField(max_length=16)
        path = CharField(unique=True, max_length=300)
        state = CharField(index=True, max_length=16)
        begun_at = Utc()
        seconds = FloatField(null=True)
        size = IntegerField(null=True)
        sha256 = CharField(null=True, max_length=64)
        error = TextField(null=True)
        class Meta:
            database = db
            table_name = 'recording'
    db.create_tables([Recording])

    class SignInTry(Model):
        key = CharField(primary_key=True, max_length=100)
        tries = IntegerField(default=0)
        last_at = Utc()
        locked_until = Utc(null=True)
        class Meta:
            database = db
            table_name = 'sign_in_try'
    db.create_tables([SignInTry])

    class Ticket(Model):
        id = BigAutoField()
        number = CharField(unique=True, max_length=64)
        token = CharField(unique=True, null=True, max_length=64)
        kind = CharField(max_length=24)
        state = CharField(max_length=24)
        subject = CharField(max_length=200)
        text = TextField()
        caller_number = CharField(max_length=64)
        caller_name = CharField(max_length=100, default='')
        call = CharField(index=True, null=True, max_length=64)
        opened_by = ForeignKeyField(Person, on_delete='RESTRICT')
        site = ForeignKeyField(Site, on_delete='RESTRICT')
        opened_at = Utc()
        class Meta:
            database = db
            table_name = 'ticket'
            indexes = ((('caller_number', 'opened_at'), False), (('opened_at', 'id'), False))
    db.create_tables([Ticket])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('ticket'))
    migrator.migrate(migrator.drop_table('sign_in_try'))
    migrator.migrate(migrator.drop_table('recording'))
    migrator.migrate(migrator.drop_table('presence_change'))
    migrator.migrate(migrator.drop_table('position'))
    migrator.migrate(migrator.drop_table('orders'))
    migrator.migrate(migrator.drop_table('offer'))
    migrator.migrate(migrator.drop_table('line'))
    migrator.migrate(migrator.drop_table('heartbeat'))
    migrator.migrate(migrator.drop_table('draft'))
    migrator.migrate(migrator.drop_table('court_case'))
    migrator.migrate(migrator.drop_table('counter'))
    migrator.migrate(migrator.drop_table('change'))
    migrator.migrate(migrator.drop_table('call_event'))
    migrator.migrate(migrator.drop_table('call'))
    migrator.migrate(migrator.drop_table('audit'))
    migrator.migrate(migrator.drop_table('agent_state'))
    migrator.migrate(migrator.drop_table('person'))
    migrator.migrate(migrator.drop_table('site'))
