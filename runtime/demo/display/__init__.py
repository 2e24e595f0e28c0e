"""What the demo shows: the live table, the polled figures, the totals and the final report."""
