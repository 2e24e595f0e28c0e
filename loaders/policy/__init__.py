"""Reader of policies."""
