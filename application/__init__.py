"""Use cases: one function for each thing that a person or a system wants; no HTTP, no command line."""
