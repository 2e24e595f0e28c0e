"""Decisions: commands and due clocks become events."""
