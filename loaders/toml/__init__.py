"""TOML files with error messages by line."""
