"""Attempts at a visit whose call has come to nothing yet are found by an index."""


def up(migrator, db):
    migrator.migrate(migrator.add_index("visit_try", ("result", "id")))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("visit_try", "visit_try_result_id"))
