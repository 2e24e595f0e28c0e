"""domain.policy."""
