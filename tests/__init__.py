"""The proof, from a rule to a whole conversation in a browser."""
