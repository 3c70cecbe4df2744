"""Pure conversations: a state and a reply go in, a turn comes out."""
