"""A year of Taalwijzer in some minutes: made-up people and Telegram, real services and databases."""
