"""Side effects of workflows; every activity is idempotent."""
