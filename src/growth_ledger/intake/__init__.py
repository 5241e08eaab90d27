"""From files to events and packs: each value with its place, so that a mistake can be shown.

This floor knows YAML, JSON lines, CSV and workbooks. It does not know what is recorded already and
records nothing: it hands values up, with every mistake that it found and the place of each.
Read `statements` first for events, `pack_folders` for packs and their worked cases.
"""

__all__ = ["json_lines", "pack_folders", "statements"]
