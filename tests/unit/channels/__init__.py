"""What goes out: how it looks, and what each failure means."""
