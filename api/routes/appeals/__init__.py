"""api.routes.appeals."""
