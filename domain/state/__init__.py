"""domain.state."""
