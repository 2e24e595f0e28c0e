"""Routes of tasks: inbox, batches and notes."""
