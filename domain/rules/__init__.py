"""domain.rules."""
