"""domain.evolve."""
