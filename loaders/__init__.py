"""Readers of the data in policies/, with errors by file and line."""
