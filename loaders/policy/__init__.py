"""loaders.policy."""
