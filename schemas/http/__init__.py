"""schemas.http."""
