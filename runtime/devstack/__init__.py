"""PostgreSQL and Temporal as children of one command, for a machine that has neither."""
