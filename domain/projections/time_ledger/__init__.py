"""domain.projections.time_ledger."""
