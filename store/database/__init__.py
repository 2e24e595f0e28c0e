"""Engine, tables, migrations and locks of the database."""
