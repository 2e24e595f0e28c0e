"""domain.text."""
