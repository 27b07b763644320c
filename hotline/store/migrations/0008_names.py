"""Names of things that are called so elsewhere: client IP, base URL, follow-up."""

TABLES = ("audit", "public_answer", "ticket_look")
PARAMETERS = (
    ("public.address", "public.base_url"),
    ("visit.tries", "follow_up.tries"),
    ("visit.gap_hours", "follow_up.gap_hours"),
    ("visit.sample_percent", "follow_up.sample_percent"),
    ("visit.sms", "follow_up.sms"),
)


def up(migrator, db):
    for table in TABLES:
        db.execute_sql(f"ALTER TABLE {table} RENAME COLUMN address TO client_ip")
    for old, new in PARAMETERS:
        db.execute_sql(f"UPDATE parameter SET name = '{new}' WHERE name = '{old}'")
    db.execute_sql("UPDATE sign_in_try SET key = 'client_ip:' || substr(key, 9) WHERE substr(key, 1, 8) = 'address:'")


def down(migrator, db):
    db.execute_sql("UPDATE sign_in_try SET key = 'address:' || substr(key, 11) WHERE substr(key, 1, 10) = 'client_ip:'")
    for old, new in PARAMETERS:
        db.execute_sql(f"UPDATE parameter SET name = '{old}' WHERE name = '{new}'")
    for table in TABLES:
        db.execute_sql(f"ALTER TABLE {table} RENAME COLUMN client_ip TO address")
