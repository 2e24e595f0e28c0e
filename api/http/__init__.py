"""HTTP plumbing: middleware, problems, exception handlers, idempotency and responses."""
