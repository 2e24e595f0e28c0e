"""The bodies of HTTP responses."""
