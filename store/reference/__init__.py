"""Reference data: people, policies and calendars."""
