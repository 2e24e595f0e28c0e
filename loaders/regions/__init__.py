"""Reader of the history of regions."""
