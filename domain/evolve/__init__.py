"""State transitions: an appeal after an event."""
