"""Routes of appeals: intake, reading and notes."""
