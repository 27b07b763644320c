"""Storage: database, wake-ups, heartbeats, migrations, and tools for reading lists. Independent of all areas."""
