"""Where the shipped packs lie: beside `src/` in a checkout, inside the package in a wheel."""

from pathlib import Path

__all__ = ["packs_folder"]


def packs_folder() -> Path:
    """The folder that holds a folder for each shipped pack.

    Raises:
        FileNotFoundError: The installation lacks it; nothing that a caller asked for is wrong.
    """
    package = Path(__file__).resolve().parent
    in_wheel = package / "projections"
    in_checkout = package.parents[1] / "projections"
    for folder in (in_wheel, in_checkout):
        if folder.is_dir():
            return folder
    message = f"the shipped packs are missing, {in_wheel}: install growth-ledger again"
    raise FileNotFoundError(message)
