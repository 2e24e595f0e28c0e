"""Decisions of the law: hearing, extension, notification and return."""
