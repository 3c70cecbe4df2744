"""What people do at a desk, on the web pages: the same services as in the chat, behind a page."""
