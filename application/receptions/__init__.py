"""application.receptions."""
