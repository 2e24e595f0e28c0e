"""Procedures: for each command, the events that follow from it."""
