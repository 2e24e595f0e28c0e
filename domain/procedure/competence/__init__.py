"""domain.procedure.competence."""
