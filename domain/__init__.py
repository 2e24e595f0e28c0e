"""Business rules: pure functions over frozen data; no clock, no I/O, standard library only."""
