"""schemas.http.requests."""
