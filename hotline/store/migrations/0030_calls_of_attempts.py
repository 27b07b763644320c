"""An attempt to call back knows its call from the order on; one that ran before learns it now."""


def up(migrator, db):
    db.execute_sql(
        "UPDATE call_back_try SET call = ("
        "SELECT c.id FROM call c WHERE c.call_back = call_back_try.call_back_id AND c.direction = 'out' "
        "AND c.arrived_at >= call_back_try.at ORDER BY c.arrived_at DESC LIMIT 1) "
        "WHERE call IS NULL AND ended_at IS NULL"
    )


def down(migrator, db):
    pass
