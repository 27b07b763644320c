"""Return visits are follow-ups: the tables and what opens the citizen's page are called so."""

INDEXES = (
    ("visit_ticket_id_round", ("ticket_id", "round"), True),
    ("visit_state_next_at_id", ("state", "next_at", "id"), False),
    ("visit_word", ("token",), True),
    ("visit_call", ("call",), False),
    ("visit_person_id", ("person_id",), False),
)
TRIES = (
    ("visittry_visit_id_number", ("follow_up_id", "number"), True),
    ("visit_try_result_id", ("result", "id"), False),
    ("visittry_visit_id", ("follow_up_id",), False),
    ("visittry_person_id", ("person_id",), False),
)


def up(migrator, db):
    for name in (*INDEXES, *TRIES):
        db.execute_sql(f"DROP INDEX {name[0]}")
    db.execute_sql("ALTER TABLE visit RENAME TO follow_up")
    db.execute_sql("ALTER TABLE follow_up RENAME COLUMN word TO token")
    db.execute_sql("ALTER TABLE visit_try RENAME TO follow_up_try")
    db.execute_sql("ALTER TABLE follow_up_try RENAME COLUMN visit_id TO follow_up_id")
    db.execute_sql("ALTER TABLE public_answer RENAME COLUMN word TO token")
    for _name, columns, unique in INDEXES:
        migrator.migrate(migrator.add_index("follow_up", columns, unique))
    for _name, columns, unique in TRIES:
        migrator.migrate(migrator.add_index("follow_up_try", columns, unique))


def down(migrator, db):
    for table, some in (("follow_up", INDEXES), ("follow_up_try", TRIES)):
        for _name, columns, _unique in some:
            migrator.migrate(migrator.drop_index(table, f"{table}_{'_'.join(columns)}"))
    db.execute_sql("ALTER TABLE public_answer RENAME COLUMN token TO word")
    db.execute_sql("ALTER TABLE follow_up_try RENAME COLUMN follow_up_id TO visit_id")
    db.execute_sql("ALTER TABLE follow_up_try RENAME TO visit_try")
    db.execute_sql("ALTER TABLE follow_up RENAME COLUMN token TO word")
    db.execute_sql("ALTER TABLE follow_up RENAME TO visit")
    for table, some in (("visit", INDEXES), ("visit_try", TRIES)):
        for name, columns, unique in some:
            was = ", ".join({"token": "word", "follow_up_id": "visit_id"}.get(one, one) for one in columns)
            db.execute_sql(f"CREATE {'UNIQUE ' if unique else ''}INDEX {name} ON {table} ({was})")
