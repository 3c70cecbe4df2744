"""What cards say: offers, intakes, appointments, reminders. Pure: facts go in, a `Prompt` comes out."""
