"""Pure rules of the field: no database, no channel, no clock of its own."""
