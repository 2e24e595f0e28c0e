"""application.intake."""
