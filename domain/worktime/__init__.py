"""domain.worktime."""
