"""Memory: tables, SQL, migrations, and the read rows made from events."""
