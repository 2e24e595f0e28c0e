"""domain.decide."""
