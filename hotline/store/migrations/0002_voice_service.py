"""The voice service: legs, flows and their versions, call-backs, judges, nuisance numbers, notices, alarms."""
from peewee import *
from hotline.store.database import Json
from hotline.store.database import Utc

def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Site(Model):
        class Meta:
            database = db
            table_name = 'site'

    class Alarm(Model):
        id = BigAutoField()
        kind = CharField(max_length=24)
        ref = CharField(max_length=100)
        site = ForeignKeyField(Site, null=True, on_delete='CASCADE')
        since = Utc()
        until = Utc(null=True)
        data = Json(default=dict)
        class Meta:
            database = db
            table_name = 'alarm'
            indexes = ((('until', 'kind', 'ref'), False), (('since', 'id'), False))
    db.create_tables([Alarm])

    class CallBack(Model):
        id = BigAutoField()
        number = CharField(max_length=64)
        name = CharField(max_length=100, default='')
        line = CharField(null=True, max_length=32)
        profile = CharField(max_length=32)
        reason = CharField(max_length=16)
        state = CharField(max_length=16)
        priority = IntegerField(default=0)
        place_since = Utc(null=True)
        call = CharField(max_length=64)
        last_call = CharField(max_length=64)
        calls = IntegerField(default=1)
        created_at = Utc()
        missed_at = Utc()
        next_at = Utc()
        tries = IntegerField(default=0)
        taken_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        taken_at = Utc(null=True)
        done_at = Utc(null=True)
        done_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        note = CharField(max_length=500, default='')
        class Meta:
            database = db
            table_name = 'call_back'
            indexes = ((('state', 'next_at'), False), (('number', 'state'), False), (('created_at', 'id'), False))
    db.create_tables([CallBack])

    class CallBackCall(Model):
        call = CharField(primary_key=True, max_length=64)
        call_back = ForeignKeyField(CallBack, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'call_back_call'
    db.create_tables([CallBackCall])

    class CallBackTry(Model):
        id = BigAutoField()
        call_back = ForeignKeyField(CallBack, on_delete='CASCADE')
        number = IntegerField()
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        at = Utc()
        call = CharField(index=True, null=True, max_length=64)
        result = CharField(null=True, max_length=24)
        ended_at = Utc(null=True)
        class Meta:
            database = db
            table_name = 'call_back_try'
            indexes = ((('call_back', 'number'), True),)
    db.create_tables([CallBackTry])

    class CallLeg(Model):
        id = BigAutoField()
        call = CharField(max_length=64)
        leg = CharField(max_length=64)
        kind = CharField(max_length=16)
        person = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        dialled = CharField(max_length=64)
        name = CharField(max_length=100, default='')
        contact = IntegerField(null=True)
        begun_at = Utc()
        answered_at = Utc(null=True)
        ended_at = Utc(null=True)
        result = CharField(null=True, max_length=16)
        class Meta:
            database = db
            table_name = 'call_leg'
            indexes = ((('call', 'leg'), True), (('contact',), False), (('person', 'begun_at'), False))
    db.create_tables([CallLeg])

    class Chamber(Model):
        site = ForeignKeyField(Site, on_delete='RESTRICT')
        name = CharField(max_length=64)
        telephone = CharField(max_length=32, default='')
        class Meta:
            database = db
            table_name = 'chamber'
            indexes = ((('site', 'name'), True),)
    db.create_tables([Chamber])

    class Judge(Model):
        chamber = ForeignKeyField(Chamber, on_delete='RESTRICT')
        name = CharField(max_length=64)
        title = CharField(max_length=32, default='')
        telephone = CharField(max_length=32, default='')
        mobile = CharField(max_length=32, default='')
        chief = BooleanField(default=False)
        active = BooleanField(default=True)
        class Meta:
            database = db
            table_name = 'judge'
            indexes = ((('name',), False),)
    db.create_tables([Judge])

    class Contact(Model):
        id = BigAutoField()
        judge = ForeignKeyField(Judge, on_delete='RESTRICT')
        call = CharField(index=True, null=True, max_length=64)
        caller_number = CharField(max_length=64)
        caller_name = CharField(max_length=100, default='')
        case_number = CharField(max_length=64, default='')
        text = TextField(default='')
        urgent = BooleanField(default=False)
        state = CharField(max_length=16)
        site = ForeignKeyField(Site, on_delete='RESTRICT')
        opened_by = ForeignKeyField(Person, on_delete='RESTRICT')
        opened_at = Utc()
        due_at = Utc()
        reply = TextField(default='')
        closed_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        closed_at = Utc(null=True)
        class Meta:
            database = db
            table_name = 'contact'
            indexes = ((('state', 'due_at'), False), (('opened_at', 'id'), False))
    db.create_tables([Contact])

    class FlowFile(Model):
        file = CharField(primary_key=True, max_length=100)
        seen = CharField(max_length=16)
        problems = Json(default=list)
        at = Utc()
        class Meta:
            database = db
            table_name = 'flow_file'
    db.create_tables([FlowFile])

    class FlowVersion(Model):
        id = BigAutoField()
        name = CharField(max_length=64)
        version = CharField(max_length=16)
        title = CharField(max_length=100)
        text = TextField()
        at = Utc()
        by = CharField(max_length=64)
        why = CharField(max_length=200)
        class Meta:
            database = db
            table_name = 'flow_version'
            indexes = ((('name', 'id'), False), (('name', 'version'), False))
    db.create_tables([FlowVersion])

    class Notice(Model):
        id = BigAutoField()
        number = CharField(max_length=64)
        template = CharField(max_length=32)
        text = CharField(max_length=500)
        ref = CharField(max_length=100, default='')
        state = CharField(max_length=16)
        at = Utc()
        next_at = Utc()
        tries = IntegerField(default=0)
        error = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'notice'
            indexes = ((('state', 'next_at'), False), (('at', 'id'), False))
    db.create_tables([Notice])

    class Nuisance(Model):
        id = BigAutoField()
        number = CharField(max_length=64)
        refused = BooleanField(default=False)
        reason = CharField(max_length=200)
        by = ForeignKeyField(Person, on_delete='RESTRICT')
        at = Utc()
        until = Utc()
        appeal = CharField(max_length=500, default='')
        appealed_at = Utc(null=True)
        lifted_at = Utc(null=True)
        lifted_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        answer = CharField(max_length=500, default='')
        class Meta:
            database = db
            table_name = 'nuisance'
            indexes = ((('number', 'until'), False), (('at', 'id'), False))
    db.create_tables([Nuisance])

    class Parameter(Model):
        name = CharField(primary_key=True, max_length=64)
        value = Json()
        at = Utc()
        by = CharField(max_length=64)
        class Meta:
            database = db
            table_name = 'parameter'
    db.create_tables([Parameter])

    class Petition(Model):
        number = CharField(unique=True, max_length=64)
        code = CharField(unique=True, max_length=16)
        password_hash = CharField(max_length=200)
        person = CharField(max_length=64)
        stage = CharField(max_length=64)
        unit = CharField(max_length=64)
        received_at = Utc()
        class Meta:
            database = db
            table_name = 'petition'
    db.create_tables([Petition])

    class Purge(Model):
        id = BigAutoField()
        at = Utc()
        kind = CharField(max_length=16)
        files = IntegerField()
        bytes = IntegerField()
        data = Json(default=dict)
        class Meta:
            database = db
            table_name = 'purge'
    db.create_tables([Purge])

    class Skill(Model):
        person = ForeignKeyField(Person, on_delete='CASCADE')
        code = CharField(max_length=32)
        level = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'skill'
            indexes = ((('person', 'code'), True),)
    db.create_tables([Skill])

    class SpecialDay(Model):
        day = CharField(max_length=10)
        site = ForeignKeyField(Site, null=True, on_delete='CASCADE')
        name = CharField(max_length=64)
        spans = Json(null=True)
        prompt = CharField(null=True, max_length=64)
        class Meta:
            database = db
            table_name = 'special_day'
            indexes = ((('day', 'site'), True),)
    db.create_tables([SpecialDay])

    migrator.migrate(migrator.add_column('call', 'direction', CharField(max_length=4, default='in')))
    migrator.migrate(migrator.add_column('call', 'flow_version', CharField(null=True, max_length=16)))
    migrator.migrate(migrator.add_column('call', 'satisfaction', IntegerField(null=True)))
    migrator.migrate(migrator.add_column('call', 'call_back', IntegerField(null=True)))
    migrator.migrate(migrator.add_column('court_case', 'code', CharField(unique=True, null=True, max_length=16)))
    migrator.migrate(migrator.add_column('court_case', 'password_hash', CharField(max_length=200, default='')))
    migrator.migrate(migrator.add_column('court_case', 'identity_hash', CharField(max_length=200, default='')))
    migrator.migrate(migrator.add_column('line', 'hours', Json(null=True)))
    migrator.migrate(migrator.add_column('line', 'needs', Json(default=dict)))
    migrator.migrate(migrator.add_column('line', 'most_waiting', IntegerField(default=0)))
    migrator.migrate(migrator.add_column('line', 'announce_seconds', IntegerField(default=0)))
    migrator.migrate(migrator.add_column('line', 'tests_silence', BooleanField(default=False)))
    migrator.migrate(migrator.add_column('line', 'shown_number', CharField(max_length=32, default='')))
    migrator.migrate(migrator.add_column('position', 'days', CharField(max_length=7, default='')))
    migrator.migrate(migrator.add_column('position', 'begins', CharField(max_length=5, default='')))
    migrator.migrate(migrator.add_column('position', 'ends', CharField(max_length=5, default='')))


def down(migrator, db):
    migrator.migrate(migrator.drop_index('court_case', 'court_case_code'))
    migrator.migrate(migrator.drop_column('position', 'ends'))
    migrator.migrate(migrator.drop_column('position', 'begins'))
    migrator.migrate(migrator.drop_column('position', 'days'))
    migrator.migrate(migrator.drop_column('line', 'shown_number'))
    migrator.migrate(migrator.drop_column('line', 'tests_silence'))
    migrator.migrate(migrator.drop_column('line', 'announce_seconds'))
    migrator.migrate(migrator.drop_column('line', 'most_waiting'))
    migrator.migrate(migrator.drop_column('line', 'needs'))
    migrator.migrate(migrator.drop_column('line', 'hours'))
    migrator.migrate(migrator.drop_column('court_case', 'identity_hash'))
    migrator.migrate(migrator.drop_column('court_case', 'password_hash'))
    migrator.migrate(migrator.drop_column('court_case', 'code'))
    migrator.migrate(migrator.drop_column('call', 'call_back'))
    migrator.migrate(migrator.drop_column('call', 'satisfaction'))
    migrator.migrate(migrator.drop_column('call', 'flow_version'))
    migrator.migrate(migrator.drop_column('call', 'direction'))
    migrator.migrate(migrator.drop_table('special_day'))
    migrator.migrate(migrator.drop_table('skill'))
    migrator.migrate(migrator.drop_table('purge'))
    migrator.migrate(migrator.drop_table('petition'))
    migrator.migrate(migrator.drop_table('parameter'))
    migrator.migrate(migrator.drop_table('nuisance'))
    migrator.migrate(migrator.drop_table('notice'))
    migrator.migrate(migrator.drop_table('flow_version'))
    migrator.migrate(migrator.drop_table('flow_file'))
    migrator.migrate(migrator.drop_table('contact'))
    migrator.migrate(migrator.drop_table('judge'))
    migrator.migrate(migrator.drop_table('chamber'))
    migrator.migrate(migrator.drop_table('call_leg'))
    migrator.migrate(migrator.drop_table('call_back_try'))
    migrator.migrate(migrator.drop_table('call_back_call'))
    migrator.migrate(migrator.drop_table('call_back'))
    migrator.migrate(migrator.drop_table('alarm'))
