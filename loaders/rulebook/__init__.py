"""Reader of rulebooks."""
