"""What is shown as a picture: our own drawings, and a card of a Taalhuis that can be read without reading.

Pillow is loaded when the first card is drawn and not before: it costs 10 MB.
"""

from bot.pictures.book import PictureBook

__all__ = ["PictureBook"]
