"""Tickets under legal clocks: units, steps, shares, requests, visits, papers, notices with receipts."""

# Generated from a schema diff on 2026-11-22 16:00.
from peewee import *
from hotline.store.database import Json
from hotline.store.database import Utc


def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = "person"

    class Site(Model):
        class Meta:
            database = db
            table_name = "site"

    class Ticket(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "ticket"

    class Entry(Model):
        kind = CharField(max_length=16)
        code = CharField(max_length=32)
        zh = CharField(max_length=100)
        en = CharField(max_length=100, default="")
        parent = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        place = IntegerField(default=0)
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "entry"
            indexes = ((("kind", "code"), True),)

    db.create_tables([Entry])

    class Unit(Model):
        code = CharField(unique=True, max_length=32)
        name = CharField(max_length=100)
        kind = CharField(max_length=16)
        site = ForeignKeyField(Site, on_delete="RESTRICT")
        parent = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        telephone = CharField(max_length=64, default="")
        ends = CharField(max_length=5, default="17:30")
        half = CharField(max_length=7, default="")
        active = BooleanField(default=True)
        place = IntegerField(default=0)
        followed_by = ForeignKeyField("self", null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "unit"

    db.create_tables([Unit])

    class Appointment(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        kind = CharField(max_length=16)
        state = CharField(max_length=16)
        day = CharField(max_length=10)
        slot = CharField(max_length=11)
        place = CharField(max_length=200)
        reason = CharField(max_length=500, default="")
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        at = Utc()
        done_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "appointment"
            indexes = ((("day", "slot"), False),)

    db.create_tables([Appointment])

    class Attachment(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, null=True, on_delete="CASCADE")
        token = CharField(index=True, max_length=64, default="")
        name = CharField(max_length=200)
        type = CharField(max_length=64)
        size = IntegerField()
        sha256 = CharField(max_length=64)
        path = CharField(unique=True, max_length=200)
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        at = Utc()

        class Meta:
            database = db
            table_name = "attachment"

    db.create_tables([Attachment])

    class CaseCache(Model):
        number = CharField(max_length=64)
        kind = CharField(max_length=16)
        data = Json(default=list)
        fetched_at = Utc()

        class Meta:
            database = db
            table_name = "case_cache"
            indexes = ((("number", "kind"), True), (("fetched_at",), False))

    db.create_tables([CaseCache])

    class DispatchRule(Model):
        topic = ForeignKeyField(Entry, null=True, on_delete="CASCADE")
        place = ForeignKeyField(Entry, null=True, on_delete="CASCADE")
        kind = CharField(max_length=24, default="")
        site = ForeignKeyField(Site, on_delete="CASCADE")
        unit = ForeignKeyField(Unit, on_delete="CASCADE")
        at = Utc()

        class Meta:
            database = db
            table_name = "dispatch_rule"
            indexes = ((("site", "topic", "place", "kind"), False),)

    db.create_tables([DispatchRule])

    class Dispute(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        state = CharField(max_length=16)
        rule = CharField(max_length=64, default="")
        hits = Json(default=list)
        level = CharField(max_length=16, default="")
        text = CharField(max_length=2000, default="")
        people = IntegerField(default=0)
        at = Utc()
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        decided_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "dispute"
            indexes = ((("state", "at"), False),)

    db.create_tables([Dispute])

    class Export(Model):
        id = BigAutoField()
        person = ForeignKeyField(Person, on_delete="CASCADE")
        query = Json(default=dict)
        numbers = BooleanField(default=False)
        state = CharField(max_length=16)
        asked_at = Utc()
        claimed_at = Utc(null=True)
        done_at = Utc(null=True)
        rows = IntegerField(default=0)
        written = IntegerField(default=0)
        file = CharField(max_length=200, default="")
        error = CharField(max_length=200, default="")

        class Meta:
            database = db
            table_name = "export"
            indexes = ((("state", "asked_at"), False),)

    db.create_tables([Export])

    class KeywordRule(Model):
        name = CharField(unique=True, max_length=64)
        words = Json()
        level = CharField(max_length=16, default="")
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "keyword_rule"

    db.create_tables([KeywordRule])

    class LimitRow(Model):
        profile = CharField(max_length=32)
        kind = CharField(max_length=24, default="")
        clock = CharField(max_length=16)
        half_days = IntegerField()

        class Meta:
            database = db
            table_name = "limit_row"
            indexes = ((("profile", "kind", "clock"), True),)

    db.create_tables([LimitRow])

    class Member(Model):
        unit = ForeignKeyField(Unit, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")
        post = CharField(max_length=16)

        class Meta:
            database = db
            table_name = "member"
            indexes = ((("unit", "person", "post"), True),)

    db.create_tables([Member])

    class Paper(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, null=True, on_delete="CASCADE")
        kind = CharField(max_length=16)
        number = CharField(unique=True, max_length=64)
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        fields = Json(default=dict)
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        at = Utc()

        class Meta:
            database = db
            table_name = "paper"
            indexes = ((("kind", "at"), False),)

    db.create_tables([Paper])

    class PublicAnswer(Model):
        id = BigAutoField()
        key = CharField(unique=True, max_length=100)
        word = CharField(max_length=32, default="")
        number = CharField(max_length=64, default="")
        handled = BooleanField(null=True)
        solved = BooleanField(null=True)
        satisfied = IntegerField(null=True)
        wants_more = BooleanField(default=False)
        text = CharField(max_length=2000, default="")
        at = Utc()
        address = CharField(max_length=64, default="")
        done_at = Utc(null=True)
        refused = CharField(max_length=200, default="")

        class Meta:
            database = db
            table_name = "public_answer"
            indexes = ((("done_at", "id"), False),)

    db.create_tables([PublicAnswer])

    class PublicKey(Model):
        ticket = ForeignKeyField(Ticket, primary_key=True, on_delete="CASCADE")
        key = CharField(index=True, max_length=64)
        steps = IntegerField()

        class Meta:
            database = db
            table_name = "public_key"

    db.create_tables([PublicKey])

    class PublicTry(Model):
        key = CharField(primary_key=True, max_length=100)
        tries = IntegerField(default=0)
        last_at = Utc(index=True)
        locked_until = Utc(null=True)

        class Meta:
            database = db
            table_name = "public_try"

    db.create_tables([PublicTry])

    class SavedView(Model):
        person = ForeignKeyField(Person, on_delete="CASCADE")
        name = CharField(max_length=64)
        query = Json(default=dict)
        shared = BooleanField(default=False)
        at = Utc()

        class Meta:
            database = db
            table_name = "saved_view"
            indexes = ((("person", "name"), True),)

    db.create_tables([SavedView])

    class Supervision(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        at = Utc()
        opinion = CharField(max_length=2000)
        due_at = Utc(null=True)
        answer = TextField(default="")
        answered_at = Utc(null=True)
        answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        rating = IntegerField(null=True)
        rated_text = CharField(max_length=500, default="")
        rated_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "supervision"
            indexes = ((("unit", "answered_at"), False),)

    db.create_tables([Supervision])

    class TicketClock(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE", index=False)
        kind = CharField(max_length=16)
        ref = IntegerField(default=0)
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", index=False)
        begun_at = Utc()
        half_days = IntegerField()
        extended = IntegerField(default=0)
        due_at = Utc(null=True)
        provisional = BooleanField(default=False)
        stopped_at = Utc(null=True)
        told = CharField(max_length=16, default="")

        class Meta:
            database = db
            table_name = "ticket_clock"
            indexes = (
                (("ticket", "kind"), False),
                (("stopped_at", "due_at"), False),
                (("provisional", "due_at"), False),
            )

    db.create_tables([TicketClock])

    class TicketLook(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        at = Utc()
        address = CharField(max_length=64, default="")
        what = CharField(max_length=32)

        class Meta:
            database = db
            table_name = "ticket_look"

    db.create_tables([TicketLook])

    class TicketPause(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        since = Utc()
        until = Utc(null=True)
        reason = CharField(max_length=500)
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "ticket_pause"

    db.create_tables([TicketPause])

    class TicketRequest(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        kind = CharField(max_length=16)
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        asked_at = Utc()
        reason = CharField(max_length=500)
        half_days = IntegerField(default=0)
        suggested = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        granted = BooleanField(null=True)
        decided_at = Utc(null=True)
        decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        answer = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "ticket_request"
            indexes = ((("granted", "kind", "asked_at"), False),)

    db.create_tables([TicketRequest])

    class TicketShare(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        state = CharField(max_length=16)
        wanted = CharField(max_length=500, default="")
        asked_at = Utc()
        taken_at = Utc(null=True)
        replied_at = Utc(null=True)
        handler = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        reply = TextField(default="")

        class Meta:
            database = db
            table_name = "ticket_share"
            indexes = ((("unit", "state", "asked_at"), False),)

    db.create_tables([TicketShare])

    class TicketStep(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE", index=False)
        number = IntegerField()
        at = Utc()
        event = CharField(max_length=24)
        old = CharField(max_length=24, default="")
        new = CharField(max_length=24)
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)
        by = CharField(max_length=64)
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", index=False)
        text = TextField(default="")
        data = Json(default=dict)

        class Meta:
            database = db
            table_name = "ticket_step"
            indexes = ((("ticket", "number"), True), (("event", "at"), False))

    db.create_tables([TicketStep])

    class UnitPoint(Model):
        id = BigAutoField()
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        kind = CharField(max_length=24)
        points = IntegerField()
        at = Utc()

        class Meta:
            database = db
            table_name = "unit_point"
            indexes = ((("unit", "at"), False),)

    db.create_tables([UnitPoint])

    class Urge(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        clock = ForeignKeyField(TicketClock, null=True, on_delete="CASCADE")
        step = CharField(max_length=16)
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        at = Utc()
        text = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "urge"
            indexes = ((("unit", "at"), False),)

    db.create_tables([Urge])

    class Visit(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE", index=False)
        round = IntegerField()
        state = CharField(max_length=16)
        way = CharField(null=True, max_length=8)
        planned_at = Utc()
        next_at = Utc()
        tries = IntegerField(default=0)
        sample = BooleanField(default=False)
        word = CharField(unique=True, max_length=32)
        asked_at = Utc(null=True)
        reminded = IntegerField(default=0)
        handled = BooleanField(null=True)
        solved = BooleanField(null=True)
        satisfied = IntegerField(null=True)
        text = CharField(max_length=2000, default="")
        call = CharField(index=True, null=True, max_length=64)
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        done_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "visit"
            indexes = ((("ticket", "round"), True), (("state", "next_at", "id"), False))

    db.create_tables([Visit])

    class VisitTry(Model):
        id = BigAutoField()
        visit = ForeignKeyField(Visit, on_delete="CASCADE")
        number = IntegerField()
        way = CharField(max_length=8)
        at = Utc()
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        call = CharField(null=True, max_length=64)
        result = CharField(max_length=24, default="")

        class Meta:
            database = db
            table_name = "visit_try"
            indexes = ((("visit", "number"), True),)

    db.create_tables([VisitTry])

    migrator.migrate(migrator.add_column("person", "duties", Json(default=list)))
    migrator.migrate(migrator.add_column("ticket", "profile", CharField(max_length=32, default="court_12368")))
    migrator.migrate(migrator.add_column("ticket", "channel", CharField(max_length=16, default="telephone")))
    migrator.migrate(migrator.add_column("ticket", "way", CharField(null=True, max_length=16)))
    migrator.migrate(
        migrator.add_column(
            "ticket", "topic_id", ForeignKeyField(Entry, field=Entry.id, null=True, on_delete="RESTRICT")
        )
    )
    migrator.migrate(
        migrator.add_column(
            "ticket", "place_id", ForeignKeyField(Entry, field=Entry.id, null=True, on_delete="RESTRICT")
        )
    )
    migrator.migrate(migrator.add_column("ticket", "address", CharField(max_length=200, default="")))
    migrator.migrate(migrator.add_column("ticket", "code", CharField(null=True, max_length=16)))
    migrator.migrate(migrator.add_column("ticket", "identity_hash", CharField(max_length=64, default="")))
    migrator.migrate(migrator.add_column("ticket", "case_number", CharField(max_length=64, default="")))
    migrator.migrate(migrator.add_column("ticket", "parties", Json(default=list)))
    migrator.migrate(migrator.add_column("ticket", "hides_name", BooleanField(default=False)))
    migrator.migrate(migrator.add_column("ticket", "confidential", BooleanField(default=False)))
    migrator.migrate(migrator.add_column("ticket", "urgent", BooleanField(default=False)))
    migrator.migrate(migrator.add_column("ticket", "screened", BooleanField(default=False)))
    migrator.migrate(
        migrator.add_column("ticket", "unit_id", ForeignKeyField(Unit, field=Unit.id, null=True, on_delete="RESTRICT"))
    )
    migrator.migrate(
        migrator.add_column(
            "ticket", "holder_id", ForeignKeyField(Unit, field=Unit.id, null=True, on_delete="RESTRICT")
        )
    )
    migrator.migrate(
        migrator.add_column(
            "ticket", "handler_id", ForeignKeyField(Person, field=Person.id, null=True, on_delete="RESTRICT")
        )
    )
    migrator.migrate(migrator.add_column("ticket", "parent", IntegerField(index=True, null=True)))
    migrator.migrate(migrator.add_column("ticket", "round", IntegerField(default=0)))
    migrator.migrate(migrator.add_column("ticket", "steps", IntegerField(default=0)))
    migrator.migrate(migrator.add_column("ticket", "burns_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("ticket", "yellow_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("ticket", "due_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("ticket", "provisional", BooleanField(default=False)))
    migrator.migrate(migrator.add_column("ticket", "paused_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("ticket", "accepted_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("ticket", "dispatched_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("ticket", "taken_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("ticket", "replied_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("ticket", "closed_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("ticket", "reply", TextField(default="")))
    migrator.migrate(migrator.add_column("ticket", "urges", IntegerField(default=0)))
    migrator.migrate(migrator.add_column("ticket", "supervisions", IntegerField(default=0)))
    migrator.migrate(migrator.add_column("ticket", "extensions", IntegerField(default=0)))
    migrator.migrate(migrator.add_column("ticket", "returns", IntegerField(default=0)))
    migrator.migrate(migrator.add_column("ticket", "reviews", IntegerField(default=0)))
    migrator.migrate(migrator.add_column("ticket", "handled", BooleanField(null=True)))
    migrator.migrate(migrator.add_column("ticket", "solved", BooleanField(null=True)))
    migrator.migrate(migrator.add_column("ticket", "satisfied", IntegerField(null=True)))
    migrator.migrate(migrator.add_column("ticket", "extra", Json(default=dict)))
    migrator.migrate(migrator.add_column("notice", "fields", Json(default=dict)))
    migrator.migrate(migrator.add_column("notice", "round", IntegerField(default=0)))
    migrator.migrate(migrator.add_column("notice", "trouble", CharField(max_length=16, default="")))
    migrator.migrate(migrator.add_column("notice", "gateway", CharField(max_length=16, default="")))
    migrator.migrate(migrator.add_column("notice", "gateway_id", CharField(max_length=100, default="")))
    migrator.migrate(migrator.add_column("notice", "claimed_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("notice", "sent_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("notice", "receipt_at", Utc(null=True)))
    migrator.migrate(migrator.add_column("notice", "again_at", Utc(null=True)))
    migrator.migrate(migrator.add_index("ticket", ("burns_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("closed_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("code",)))
    migrator.migrate(migrator.add_index("ticket", ("due_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("handler_id", "opened_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("holder_id", "state", "burns_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("identity_hash",)))
    migrator.migrate(migrator.add_index("ticket", ("site_id", "closed_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("site_id", "opened_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("state", "opened_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("topic_id", "closed_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("topic_id", "opened_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("unit_id", "closed_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("unit_id", "due_at", "id")))
    migrator.migrate(migrator.add_index("ticket", ("unit_id", "opened_at", "id")))
    migrator.migrate(migrator.add_index("notice", ("gateway_id",)))
    migrator.migrate(migrator.add_index("notice", ("ref", "template"), unique=True))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("notice", "notice_ref_template"))
    migrator.migrate(migrator.drop_index("notice", "notice_gateway_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_unit_id_opened_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_unit_id_due_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_unit_id_closed_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_unit_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_topic_id_opened_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_topic_id_closed_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_topic_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_state_opened_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_site_id_opened_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_site_id_closed_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_place_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_parent"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_identity_hash"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_holder_id_state_burns_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_holder_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_handler_id_opened_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_handler_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_due_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_code"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_closed_at_id"))
    migrator.migrate(migrator.drop_index("ticket", "ticket_burns_at_id"))
    migrator.migrate(migrator.drop_column("notice", "again_at"))
    migrator.migrate(migrator.drop_column("notice", "receipt_at"))
    migrator.migrate(migrator.drop_column("notice", "sent_at"))
    migrator.migrate(migrator.drop_column("notice", "claimed_at"))
    migrator.migrate(migrator.drop_column("notice", "gateway_id"))
    migrator.migrate(migrator.drop_column("notice", "gateway"))
    migrator.migrate(migrator.drop_column("notice", "trouble"))
    migrator.migrate(migrator.drop_column("notice", "round"))
    migrator.migrate(migrator.drop_column("notice", "fields"))
    migrator.migrate(migrator.drop_column("ticket", "extra"))
    migrator.migrate(migrator.drop_column("ticket", "satisfied"))
    migrator.migrate(migrator.drop_column("ticket", "solved"))
    migrator.migrate(migrator.drop_column("ticket", "handled"))
    migrator.migrate(migrator.drop_column("ticket", "reviews"))
    migrator.migrate(migrator.drop_column("ticket", "returns"))
    migrator.migrate(migrator.drop_column("ticket", "extensions"))
    migrator.migrate(migrator.drop_column("ticket", "supervisions"))
    migrator.migrate(migrator.drop_column("ticket", "urges"))
    migrator.migrate(migrator.drop_column("ticket", "reply"))
    migrator.migrate(migrator.drop_column("ticket", "closed_at"))
    migrator.migrate(migrator.drop_column("ticket", "replied_at"))
    migrator.migrate(migrator.drop_column("ticket", "taken_at"))
    migrator.migrate(migrator.drop_column("ticket", "dispatched_at"))
    migrator.migrate(migrator.drop_column("ticket", "accepted_at"))
    migrator.migrate(migrator.drop_column("ticket", "paused_at"))
    migrator.migrate(migrator.drop_column("ticket", "provisional"))
    migrator.migrate(migrator.drop_column("ticket", "due_at"))
    migrator.migrate(migrator.drop_column("ticket", "yellow_at"))
    migrator.migrate(migrator.drop_column("ticket", "burns_at"))
    migrator.migrate(migrator.drop_column("ticket", "steps"))
    migrator.migrate(migrator.drop_column("ticket", "round"))
    migrator.migrate(migrator.drop_column("ticket", "parent"))
    migrator.migrate(migrator.drop_column("ticket", "handler_id"))
    migrator.migrate(migrator.drop_column("ticket", "holder_id"))
    migrator.migrate(migrator.drop_column("ticket", "unit_id"))
    migrator.migrate(migrator.drop_column("ticket", "screened"))
    migrator.migrate(migrator.drop_column("ticket", "urgent"))
    migrator.migrate(migrator.drop_column("ticket", "confidential"))
    migrator.migrate(migrator.drop_column("ticket", "hides_name"))
    migrator.migrate(migrator.drop_column("ticket", "parties"))
    migrator.migrate(migrator.drop_column("ticket", "case_number"))
    migrator.migrate(migrator.drop_column("ticket", "identity_hash"))
    migrator.migrate(migrator.drop_column("ticket", "code"))
    migrator.migrate(migrator.drop_column("ticket", "address"))
    migrator.migrate(migrator.drop_column("ticket", "place_id"))
    migrator.migrate(migrator.drop_column("ticket", "topic_id"))
    migrator.migrate(migrator.drop_column("ticket", "way"))
    migrator.migrate(migrator.drop_column("ticket", "channel"))
    migrator.migrate(migrator.drop_column("ticket", "profile"))
    migrator.migrate(migrator.drop_column("person", "duties"))
    migrator.migrate(migrator.drop_table("visit_try"))
    migrator.migrate(migrator.drop_table("visit"))
    migrator.migrate(migrator.drop_table("urge"))
    migrator.migrate(migrator.drop_table("unit_point"))
    migrator.migrate(migrator.drop_table("ticket_step"))
    migrator.migrate(migrator.drop_table("ticket_share"))
    migrator.migrate(migrator.drop_table("ticket_request"))
    migrator.migrate(migrator.drop_table("ticket_pause"))
    migrator.migrate(migrator.drop_table("ticket_look"))
    migrator.migrate(migrator.drop_table("ticket_clock"))
    migrator.migrate(migrator.drop_table("supervision"))
    migrator.migrate(migrator.drop_table("saved_view"))
    migrator.migrate(migrator.drop_table("public_try"))
    migrator.migrate(migrator.drop_table("public_key"))
    migrator.migrate(migrator.drop_table("public_answer"))
    migrator.migrate(migrator.drop_table("paper"))
    migrator.migrate(migrator.drop_table("member"))
    migrator.migrate(migrator.drop_table("limit_row"))
    migrator.migrate(migrator.drop_table("keyword_rule"))
    migrator.migrate(migrator.drop_table("export"))
    migrator.migrate(migrator.drop_table("dispute"))
    migrator.migrate(migrator.drop_table("dispatch_rule"))
    migrator.migrate(migrator.drop_table("case_cache"))
    migrator.migrate(migrator.drop_table("attachment"))
    migrator.migrate(migrator.drop_table("appointment"))
    migrator.migrate(migrator.drop_table("unit"))
    migrator.migrate(migrator.drop_table("entry"))
