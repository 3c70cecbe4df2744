"""The bot is killed at random moments while people talk to it, and started again."""
