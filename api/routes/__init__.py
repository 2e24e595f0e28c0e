"""The routes: each translates, asks and returns."""
