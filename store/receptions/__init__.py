"""Receptions and their visits."""
