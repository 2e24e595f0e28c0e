"""loaders.rulebook."""
