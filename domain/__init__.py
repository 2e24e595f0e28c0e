"""Rules: pure functions from facts to facts; no clock, no I/O, the standard library only."""
