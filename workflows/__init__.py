"""Time: deterministic, keeps the clocks and decides nothing itself."""
