"""Use cases of intake: building and registering an appeal."""
