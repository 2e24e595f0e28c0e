"""schemas.http.responses."""
