"""Persistence: tables, queries and migrations."""
