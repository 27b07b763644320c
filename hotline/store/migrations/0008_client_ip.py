"""The client IP of an act is called so; an address is where something is. The public page's URL likewise."""

TABLES = ("audit", "public_answer", "ticket_look")


def up(migrator, db):
    for table in TABLES:
        db.execute_sql(f"ALTER TABLE {table} RENAME COLUMN address TO client_ip")
    db.execute_sql("UPDATE parameter SET name = 'public.base_url' WHERE name = 'public.address'")
    db.execute_sql("UPDATE sign_in_try SET key = 'client_ip:' || substr(key, 9) WHERE key LIKE 'address:%'")


def down(migrator, db):
    db.execute_sql("UPDATE sign_in_try SET key = 'address:' || substr(key, 11) WHERE key LIKE 'client_ip:%'")
    db.execute_sql("UPDATE parameter SET name = 'public.address' WHERE name = 'public.base_url'")
    for table in TABLES:
        db.execute_sql(f"ALTER TABLE {table} RENAME COLUMN client_ip TO address")
