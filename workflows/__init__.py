"""Durable processes: deterministic, keep the clocks, decide nothing themselves."""
