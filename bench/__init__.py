"""Benchmarks: what Komek costs, relative to a minimal baseline measured in the same run."""
