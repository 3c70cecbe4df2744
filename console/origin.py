"""Where a form comes from: from a page of ours, or from somebody else's."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request


def from_our_page(request: Request, public_url: str) -> bool:
    """Whether the browser says that the form stood on our own page, or that the address was typed.

    `Sec-Fetch-Site` is sent on https and localhost by every browser of the last years. On plain http `Origin`
    is left; with our referrer policy a plain form sends "null" there, and then the token in the form decides.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return True
    ours = {request.headers.get("host", ""), urlsplit(public_url).netloc}
    return urlsplit(origin).netloc in ours - {""}
