"""loaders.toml."""
