"""What cannot change unseen: canonical bytes, their hashes in one tree, and a signature over its root.

This floor knows bytes, hashes and keys. It does not know what an event means, where hashes are
kept, what the time is or where chance comes from: salts, seeds and moments are handed in.
Read `canonical` first (what is hashed), then `merkle` (RFC 6962), then `checkpoints` (who signs).
"""

__all__ = ["canonical", "checkpoints", "merkle"]
