"""loaders.regions."""
