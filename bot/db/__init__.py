"""Storage: sessions, models and queries."""
