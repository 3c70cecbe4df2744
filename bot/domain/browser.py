"""Which browser somebody uses, in a few words that people know. Only words of ours: what a browser says of
itself can be anything, and it is shown to somebody else.
"""

from __future__ import annotations

# The first that fits: each says that it is most of those below it.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
UNKNOWN = "?"


def browser_named(user_agent: str) -> str:
    """As "Firefox, Windows"; "?" when it says nothing that we know. At most 30 letters."""
    found = [
        next((name for sign, name in table if sign in user_agent), "") for table in (_BROWSERS, _MACHINES)
    ]
    return ", ".join(filter(None, found)) or UNKNOWN
