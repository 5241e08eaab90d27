"""From files to events and packs: each value with its place, so that a mistake can be shown.

This floor knows YAML, JSON lines, CSV and workbooks. It does not know what is recorded already and
records nothing: it hands values up, or an error that holds every mistake with file, line and field.
Read `pack_folders` first for packs and their worked cases.
"""

__all__ = ["pack_folders"]
