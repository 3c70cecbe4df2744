"""The pages of people who work here. See `console.office.app`."""
