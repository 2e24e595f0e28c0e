"""Competence: redirects, splits, forwarding, recusal and reclassification."""
