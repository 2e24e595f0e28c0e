"""The messages that travel through Temporal."""
