"""Presenters: rows and facts as response views."""
