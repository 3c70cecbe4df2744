"""Put the directories that are no Python packages into the wheel, under ``bot/_resources``.

``locale/``, ``alembic/`` and ``data/`` stand at the root of the repository, where translators and operators
look for them. A wheel has no root of its own, so they travel inside the ``bot`` package; ``bot.resources``
finds them in both places. An editable install reads the source checkout and needs no copy.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

RESOURCES = ("locale", "alembic", "data", "alembic.ini")


class ResourcesHook(BuildHookInterface[Any]):
    """Adds every resource to a wheel; a missing one stops the build, for such a wheel could not start."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill ``force_include`` of ``build_data``; ``version`` is ``standard`` or ``editable``."""
        if version == "editable":
            return
        for name in RESOURCES:
            source = Path(self.root, name)
            if not source.exists():
                message = f"{name} is missing: a wheel without it would not start"
                raise FileNotFoundError(message)
            build_data["force_include"][str(source)] = f"bot/_resources/{name}"
