"""runtime.background."""
