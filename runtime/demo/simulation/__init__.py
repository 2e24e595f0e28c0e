"""The simulated appeals and people: scenarios, intake, staff, citizens and the state they share."""
