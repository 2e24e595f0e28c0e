"""Identity: people, their roles, and identification numbers."""
