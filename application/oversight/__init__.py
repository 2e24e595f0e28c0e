"""What those responsible for the work see: escalations, operations, time and feedback."""
