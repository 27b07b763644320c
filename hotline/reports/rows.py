"""The tables of reports: what was counted for a period, frozen; findings of the risk view; addresses of the wallboard;
own reports and whose overview they stand on."""

from peewee import BigAutoField, BooleanField, CharField, Expression, ForeignKeyField, IntegerField, TextField

from hotline.people.rows import Person, Site
from hotline.store.database import Json, Utc
from hotline.store.rows import Row
from hotline.tickets.rows import Entry, Unit


class Report(Row):
    """A report of a period. `site`: null for the whole house. `content`: the figures, their divisions, the balance
    checks and what changed against the version before, as `hotline.reports.rules.content` shapes it. `file`: which rows
    each figure counted, with `sha256`. `slot` allows one version of a report at a time."""

    id = BigAutoField()
    number = CharField(unique=True, max_length=64)
    slot = CharField(unique=True, max_length=64)
    kind = CharField(max_length=16)
    site = ForeignKeyField(Site, null=True, on_delete="RESTRICT")
    first = CharField(max_length=10)
    last = CharField(max_length=10)
    version = IntegerField(default=1)
    state = CharField(max_length=16)
    why = CharField(max_length=500, default="")
    asked_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")  # null: the clock
    asked_at = Utc()
    claimed_at = Utc(null=True)
    made_at = Utc(null=True)
    published_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    published_at = Utc(null=True)
    content = Json(default=dict)
    told = Json(default=list)  # what citizens may read of a published quarter
    rows = IntegerField(default=0)
    file = CharField(max_length=100, default="")
    sha256 = CharField(max_length=64, default="")
    error = TextField(default="")

    class Meta:
        table_name = "report"
        indexes = ((("state", "asked_at"), False), (("site", "first"), False))


def of_site(site: int | None) -> Expression:
    """The reports of one site; of the whole house for None, and no site's."""
    return Report.site.is_null() if site is None else Report.site == site


class FigureDay(Row):
    """What the figures of a set (`kind`) make of the rows of a day that is over: `told` holds the sums of
    the parts of one division (`cut`, "" for none), see `hotline.reports.reads.kept_days`. `site`: whose rows, 0 for the
    whole house; a site without rows that day has no line. `look`: which sums, in which order; "" before it is
    computed."""

    id = BigAutoField()
    kind = CharField(max_length=16)
    site = IntegerField(default=0)
    cut = CharField(max_length=16)
    day = CharField(max_length=10)
    look = CharField(max_length=64, default="")
    told = TextField(default="[]")

    class Meta:
        table_name = "figure_day"
        indexes = ((("kind", "site", "cut", "day"), True), (("kind", "day"), False))


class FigureMark(Row):
    """A day of a set whose rows have changed since its figures were kept. Triggers write it (migration 0032)."""

    id = BigAutoField()
    kind = CharField(max_length=16)
    day = CharField(max_length=10)

    class Meta:
        table_name = "figure_mark"
        indexes = ((("kind", "day"), False),)


class ReportList(Row):
    """People inside the house to whom published reports are sent. `site`: whose reports; null for those of the whole
    house. `roles`: everybody with one of them there; `kinds`: codes of `PeriodKind` that are sent when published."""

    site = ForeignKeyField(Site, null=True, on_delete="RESTRICT")
    name = CharField(max_length=80)
    roles = Json(default=list)
    kinds = Json(default=list)
    changed_at = Utc()

    class Meta:
        table_name = "report_list"


class ReportListPerson(Row):
    """Somebody who is on a list by his name."""

    list = ForeignKeyField(ReportList, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        table_name = "report_list_person"
        indexes = ((("list", "person"), True),)


class ReportSent(Row):
    """A report that was sent to somebody, and when he opened it. `list_name`: what the list was called then."""

    id = BigAutoField()
    report = ForeignKeyField(Report, on_delete="RESTRICT")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    list_name = CharField(max_length=80)
    at = Utc()
    read_at = Utc(null=True)

    class Meta:
        table_name = "report_sent"
        indexes = ((("report", "person"), True), (("person", "read_at"), False))


class TopicClass(Row):
    """The official class to which a subject of the house belongs; those below it belong to it too, unless they have one
    of their own (`hotline.reports.rules.classes`). `zh`, `en`: what the class is called."""

    topic = ForeignKeyField(Entry, unique=True, on_delete="CASCADE")
    code = CharField(max_length=32)
    zh = CharField(max_length=100)
    en = CharField(max_length=100)

    class Meta:
        table_name = "topic_class"
        indexes = ((("code",), False),)


class Finding(Row):
    """Something of the risk view on which a note or a task hangs, by its key (`hotline.reports.rules.findings`), which
    is the same from day to day. `slot`: the key as one text; `site`: null for the whole house."""

    id = BigAutoField()
    slot = CharField(unique=True, max_length=128)
    site = ForeignKeyField(Site, null=True, on_delete="RESTRICT")
    kind = CharField(max_length=16)
    about = CharField(max_length=64)
    last_at = Utc()

    class Meta:
        table_name = "finding"
        indexes = ((("site", "last_at"), False), (("kind", "about"), False))


class RiskNote(Row):
    """What somebody noted on a finding. It stays as it was written."""

    id = BigAutoField()
    finding = ForeignKeyField(Finding, on_delete="RESTRICT")
    text = CharField(max_length=1000)
    by = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Utc()

    class Meta:
        table_name = "risk_note"


class RiskTask(Row):
    """What is to be done about a finding, by a unit or a person, until the end of the day `due`. `told`: what was done,
    or why it was withdrawn."""

    id = BigAutoField()
    finding = ForeignKeyField(Finding, on_delete="RESTRICT")
    text = CharField(max_length=1000)
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    due = CharField(max_length=10)
    state = CharField(max_length=16)
    told = CharField(max_length=1000, default="")
    by = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Utc()
    ended_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    ended_at = Utc(null=True)

    class Meta:
        table_name = "risk_task"
        indexes = ((("state", "unit"), False), (("state", "person"), False))


class WallKey(Row):
    """An address at which a screen shows the wallboard without a sign-in. The key stands in the address alone; here is
    only its hash. `site` None: the whole house. `pages`: codes of `WallPage` in turn, `seconds` each."""

    name = CharField(max_length=60)
    site = ForeignKeyField(Site, null=True, on_delete="RESTRICT")
    key_hash = CharField(unique=True, max_length=64)
    pages = Json(default=list)
    seconds = IntegerField(default=20)
    language = CharField(max_length=8, default="zh_CN")
    ranks_units = BooleanField(default=False)
    made_by = CharField(max_length=64)
    made_at = Utc()
    used_at = Utc(null=True)
    revoked_by = CharField(max_length=64, default="")
    revoked_at = Utc(null=True)

    class Meta:
        table_name = "wall_key"


class OwnReport(Row):
    """A report that a person put together. `chosen`: what was chosen, as `hotline.reports.rules.own_reports` shapes it.
    `version` counts its changes, so that of two tabs the later one is told."""

    person = ForeignKeyField(Person, on_delete="CASCADE")
    name = CharField(max_length=80)
    about = CharField(max_length=500, default="")
    chosen = Json(default=dict)
    version = IntegerField(default=1)
    made_at = Utc()
    changed_at = Utc()

    class Meta:
        table_name = "own_report"
        indexes = ((("person", "name"), True), (("changed_at",), False))


class OwnReportRole(Row):
    """A role whose people at the owner's site see the report, each with his own rows."""

    report = ForeignKeyField(OwnReport, on_delete="CASCADE")
    role = CharField(max_length=24)

    class Meta:
        table_name = "own_report_role"
        indexes = ((("report", "role"), True),)


class OwnPin(Row):
    """A report on a person's overview. `report` null: it was deleted; `name` says which it was."""

    person = ForeignKeyField(Person, on_delete="CASCADE")
    report = ForeignKeyField(OwnReport, null=True, on_delete="SET NULL")
    name = CharField(max_length=80)
    place = IntegerField()

    class Meta:
        table_name = "own_pin"
        indexes = ((("person", "report"), True),)
