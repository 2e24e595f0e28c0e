"""domain.procedure.applicant."""
