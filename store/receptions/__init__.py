"""store.receptions."""
