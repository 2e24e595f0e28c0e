"""Commands of the applicant: corrections, rights, merger and withdrawal."""
