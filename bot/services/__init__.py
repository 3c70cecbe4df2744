"""What the bot can do, one verb for each service."""
