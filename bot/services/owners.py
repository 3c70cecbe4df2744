"""Who holds a claim: `host:pid:nonce`. A process of this machine that is no more can be told at once, the
others when their claim ends.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable


def new_owner(nonce: str) -> str:
    """The name under which this process claims."""
    return f"{socket.gethostname()}:{os.getpid()}:{nonce}"


def dead_owners(owners: Iterable[str], me: str) -> tuple[str, ...]:
    """Those of `owners` that ran on this machine and do not run any more."""
    host, pid, _ = me.rsplit(":", 2)
    dead = []
    for owner in owners:
        their_host, their_pid, _ = owner.rsplit(":", 2)
        # Our own number under another name: it was given out again after that process had ended.
        if their_host == host and (their_pid == pid or not _runs(int(their_pid))):
            dead.append(owner)
    return tuple(dead)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
