"""The state of an appeal: tasks, clocks and legal data."""
