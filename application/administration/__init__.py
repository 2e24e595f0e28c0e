"""What operators maintain: staff, organisations and topics, and the calendar."""
