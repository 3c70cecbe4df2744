"""Scripts that build and measure what data/ ships; run by hand, never by the bot."""
