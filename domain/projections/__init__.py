"""Projections: summaries, notices and the time ledger, derived from facts."""
