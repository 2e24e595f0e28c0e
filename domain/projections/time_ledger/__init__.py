"""The time ledger: working, paused and idle time by owner."""
