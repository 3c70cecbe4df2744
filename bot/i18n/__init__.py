"""Texts in the reader's language: `Catalogues` reads them once and shows them."""

from bot.i18n.reader import NOT_FOR_LEARNERS, Catalogues, Reader

__all__ = ["NOT_FOR_LEARNERS", "Catalogues", "Reader"]
