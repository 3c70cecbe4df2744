"""One rule at a time, without input or output."""
