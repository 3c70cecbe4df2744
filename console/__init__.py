"""The staff pages and the web chat: a peer of the Telegram adapters over the same services."""
