"""Telegram adapters, without a network."""
