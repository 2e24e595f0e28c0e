"""Shapes that cross a process boundary; no rule, no I/O."""
