"""loaders.calendar."""
