"""Doors: translate, authorise, ask; no rule, no SQL."""
