"""The development stack: PostgreSQL, Temporal, the worker and the API as child processes of one command."""
