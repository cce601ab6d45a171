"""Finds the data folders that ship with the package: rules, templates, examples.

In an installed wheel they lie beside the package's modules; in a checkout (or an editable install) two folders up.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Path of the shipped folder `name`. Raises FileNotFoundError where the installation is incomplete."""
    for candidate in (_PACKAGE / name, _PACKAGE.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the shipped folder '{name}' is missing: reinstall the package")
