"""A rating belongs to a round of handling; who left no telephone is known by four signs of his identity number.

The citizen's answer on the ticket is that of its present round: what an earlier round left there is cleared (it stays
on that round's follow-up and in the history).
"""

from peewee import CharField, IntegerField

from hotline.store.database import Utc

OPEN = (
    "'registered', 'accepted', 'dispatched', 'handling', 'replied', 'reviewing', 'visiting', 'return_asked'"
)
LAST = """(SELECT s.{what} FROM ticket_step s WHERE s.ticket_id = ticket.id
    AND s.event IN ('visit_refuse', 'reopen', 'overturn') ORDER BY s.number DESC LIMIT 1)"""
# rated in this round: its follow-up was answered, or the citizen wrote it after it had been closed
OF_THIS_ROUND = """(
    EXISTS (SELECT 1 FROM follow_up v
        WHERE v.ticket_id = ticket.id AND v.round = ticket.round AND v.state <> 'open')
    OR EXISTS (SELECT 1 FROM ticket_step s WHERE s.ticket_id = ticket.id AND s.event = 'note' AND s."by" = 'citizen'
        AND (ticket.again_at IS NULL OR s.at >= ticket.again_at)))"""


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("ticket", "identity_tail", CharField(max_length=4, default="")),
        migrator.add_column("ticket", "rated_round", IntegerField(null=True)),
        migrator.add_column("ticket", "again_at", Utc(null=True)),
        migrator.add_column("ticket", "again_event", CharField(max_length=24, default="")),
        migrator.add_column("public_key", "name_key", CharField(max_length=64, default="")),
    )
    again = f"again_at = {LAST.format(what='at')}, again_event = COALESCE({LAST.format(what='event')}, '')"
    db.execute_sql("UPDATE ticket SET " + again + " WHERE round > 0")  # noqa: S608 - constants of this module
    old = f"round > 0 AND (state IN ({OPEN}) OR NOT {OF_THIS_ROUND})"
    db.execute_sql("UPDATE ticket SET handled = NULL, solved = NULL, satisfied = NULL WHERE " + old)  # noqa: S608 - constants of this module
    said = "handled IS NOT NULL OR solved IS NOT NULL OR satisfied IS NOT NULL"
    db.execute_sql("UPDATE ticket SET rated_round = round WHERE " + said)  # noqa: S608 - constants of this module


def down(migrator, db):
    for table, column in (
        ("public_key", "name_key"), ("ticket", "again_event"), ("ticket", "again_at"), ("ticket", "rated_round"),
        ("ticket", "identity_tail"),
    ):
        migrator.migrate(migrator.drop_column(table, column))
