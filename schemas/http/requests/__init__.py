"""The bodies and parameters of HTTP requests."""
