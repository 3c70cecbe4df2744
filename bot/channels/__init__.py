"""The ways in which a message leaves: Telegram, the web, the terminal."""
