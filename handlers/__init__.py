"""Telegram adapters: narrow the update, call one service, done."""
