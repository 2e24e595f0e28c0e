"""store.appeals."""
