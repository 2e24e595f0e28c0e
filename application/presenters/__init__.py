"""application.presenters."""
