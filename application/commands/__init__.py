"""application.commands."""
