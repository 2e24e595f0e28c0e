"""domain.projections."""
