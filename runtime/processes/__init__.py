"""runtime.processes."""
