"""Citations: hand-written truth and the measure of parsing and look-up against it."""
