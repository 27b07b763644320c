"""How rows are kept: database, wake-ups, heartbeats, migrations, and what lists are read with. Knows no area."""
