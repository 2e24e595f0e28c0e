"""Data contracts that cross a process boundary; no I/O."""
