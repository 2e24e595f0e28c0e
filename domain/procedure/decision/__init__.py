"""domain.procedure.decision."""
