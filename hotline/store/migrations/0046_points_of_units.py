"""The points that urging wrote by itself end: the assessment counts them from the urges, which stay. What was written
stays too, in the table `old_unit_point`, which no page reads."""

PARAMETERS = ("points.overdue", "points.circular")


def up(migrator, db):
    db.execute_sql("ALTER TABLE unit_point RENAME TO old_unit_point")
    marks = ", ".join([db.param] * len(PARAMETERS))
    db.execute_sql(f"DELETE FROM parameter WHERE name IN ({marks})", PARAMETERS)


def down(migrator, db):
    db.execute_sql("ALTER TABLE old_unit_point RENAME TO unit_point")
