"""store.reference."""
