"""domain.law."""
