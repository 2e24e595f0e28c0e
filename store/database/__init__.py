"""store.database."""
