"""Languages, titles and name matching."""
