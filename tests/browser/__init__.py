"""The web chat in Chromium."""
