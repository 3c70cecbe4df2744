"""Encryption of what people tell us, and keyed hashes to find it again.

AES-256-GCM of `cryptography`, one random nonce a value. A sealed value is: version (1 byte), id of the key
(4 bytes), nonce (12), ciphertext with its tag.
Keys come from `TAALWIJZER_SECRET_KEY` or the key file, newest first. Everything is sealed with the newest;
each older one
still opens what it sealed, so a key can be changed without touching a row. Hashes are keyed with the OLDEST
key, because a
hash cannot be made anew from what is stored. Why not Fernet: docs/decisions/0003.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.db.types import SEAL_VERSION, Sealed
from bot.errors import TaalwijzerError


class VaultError(TaalwijzerError):
    """A sealed value cannot be opened: the key that sealed it is not among the keys, or the value was
    changed.
    """


class Vault:
    """Seals, opens and hashes text. `keys`: secrets of at least 32 bytes, newest first, at least one."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        if not keys:
            raise VaultError("there is no key")
        self._ciphers = {_key_id(key): AESGCM(_derive(b"seal", key)) for key in keys}
        self._newest = self._ciphers[_key_id(keys[0])]
        self._head = SEAL_VERSION + _key_id(keys[0])
        self._hash_key = _derive(b"look-up", keys[-1])
        self._chain_key = _derive(b"audit", keys[-1])

    @property
    def head(self) -> bytes:
        """What every value begins with that is sealed now: the version and the newest key's id."""
        return self._head

    def seal(self, text: str | bytes) -> Sealed:
        """Encrypt text (UTF-8)."""
        nonce = os.urandom(12)
        plain = text.encode() if isinstance(text, str) else text
        return Sealed(self._head + nonce + self._newest.encrypt(nonce, plain, self._head))

    def open(self, sealed: Sealed) -> str:
        """Decrypt.

        Raises:
            VaultError: none of the keys fits, or it is not what was sealed.
        """
        return self.open_bytes(sealed).decode()

    def open_bytes(self, sealed: Sealed) -> bytes:
        """As `open`, without decoding."""
        cipher = self._ciphers.get(sealed[1:5])
        if cipher is None or sealed[:1] != SEAL_VERSION:
            raise VaultError("a stored value was sealed with a key that is not set")
        try:
            return cipher.decrypt(sealed[5:17], sealed[17:], sealed[:5])
        except (InvalidTag, ValueError):
            # ValueError: cut off so far that not even the nonce is left.
            raise VaultError("a stored value was changed after it was sealed") from None

    def hash(self, text: str) -> bytes:
        """32 bytes, equal for texts that differ only in case, blanks at the ends, or the way an accent is
        written.
        """
        plain = unicodedata.normalize("NFKC", text).strip().casefold()
        return hmac.new(self._hash_key, plain.encode(), hashlib.sha256).digest()

    def chained(self, before: bytes, text: str) -> bytes:
        """32 bytes that nobody can make without the oldest key, over this text and what came before it."""
        # `hmac.digest` and not `hmac.new`: a check of the audit makes a million of them.
        return hmac.digest(self._chain_key, before + text.encode(), "sha256")


def _derive(purpose: bytes, key: bytes) -> bytes:
    return hmac.new(key, b"taalwijzer " + purpose, hashlib.sha256).digest()


def _key_id(key: bytes) -> bytes:
    return _derive(b"id", key)[:4]
