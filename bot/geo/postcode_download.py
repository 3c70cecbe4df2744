"""Fetches the official file of postcodes for `import-postcodes --download`, bounded in size and time."""

from __future__ import annotations

import time

import httpx

from bot.errors import InputFileError
from bot.geo.postcode_file import LARGEST_FILE

LONGEST_SECONDS = 120.0
_SILENCE_SECONDS = 20.0


def download(url: str, client: httpx.Client, *, seconds: float = LONGEST_SECONDS) -> bytes:
    """The bytes at `url`. Raises InputFileError when they cannot be had, are too many or too slow.

    `client` is made and closed by the caller. Redirects are followed; `seconds` is for the whole download.
    """
    try:
        received = _received(url, client, seconds)
    except httpx.TooManyRedirects as error:
        raise _refused(url, "it sends on and on to other addresses") from error
    except httpx.TimeoutException as error:
        raise _refused(url, "the server did not answer in time") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _refused(url, str(error) or type(error).__name__) from error
    if not received:
        raise _refused(url, "it is empty")
    return received


def _received(url: str, client: httpx.Client, seconds: float) -> bytes:
    deadline = time.monotonic() + seconds
    received = bytearray()
    silence = min(_SILENCE_SECONDS, seconds)
    with client.stream("GET", url, follow_redirects=True, timeout=silence) as response:
        if response.status_code != httpx.codes.OK:
            raise _refused(url, f"the server answered {response.status_code}")
        for chunk in response.iter_bytes():
            received += chunk
            if len(received) > LARGEST_FILE:
                raise _refused(url, f"it is larger than {LARGEST_FILE // 1_000_000} MB")
            if time.monotonic() > deadline:
                raise _refused(url, f"it took longer than {seconds:g} seconds")
    return bytes(received)


def _refused(url: str, reason: str) -> InputFileError:
    return InputFileError((f"{url} cannot be used: {reason}",))
