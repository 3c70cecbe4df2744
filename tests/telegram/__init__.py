"""The bot on the wire, against a Bot API test server."""
