"""api.openapi."""
