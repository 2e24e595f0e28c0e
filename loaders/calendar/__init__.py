"""Reader and seed of working calendars."""
