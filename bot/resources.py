"""Find what the bot reads but does not import: texts, migrations, data.

They stand at the root of a source checkout (``locale/``, ``alembic/``, ``data/``) and, in an installed wheel,
inside the package (``bot/_resources/``). Everybody asks here, so nobody depends on the working directory.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_WHEEL = _PACKAGE / "_resources"
_CHECKOUT = _PACKAGE.parent


def resource_path(name: str) -> Path:
    """Return the absolute path of the resource ``name``, for example ``locale`` or ``alembic.ini``.

    Raises FileNotFoundError when neither the wheel nor the checkout has it: the installation is broken.
    """
    for place in (_WHEEL, _CHECKOUT):
        candidate = place / name
        if candidate.exists():
            return candidate
    message = f"resource {name!r} is neither in {_WHEEL} nor in {_CHECKOUT}"
    raise FileNotFoundError(message)


def resource_dir(name: str) -> Path:
    """Return the absolute path of the resource directory ``name``, for example ``data``.

    Raises FileNotFoundError when it is missing, NotADirectoryError when it is a file.
    """
    path = resource_path(name)
    if not path.is_dir():
        raise NotADirectoryError(path)
    return path
