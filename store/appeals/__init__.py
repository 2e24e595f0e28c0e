"""Event log, intake, outbox and personal data of appeals."""
