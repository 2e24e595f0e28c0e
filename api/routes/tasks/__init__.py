"""api.routes.tasks."""
