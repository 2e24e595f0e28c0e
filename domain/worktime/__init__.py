"""Working time: calendars, terms and time zones."""
