"""Rules that guard commands: status, permissions, conditions and deadlines."""
