"""The web pages, over their own protocol."""
