"""The tree of RFC 6962 over all leaves: growing it, proving with it, checking a proof.

A *level* here is a level of what is kept: level 0 are the leaf hashes, level k (k >= 1) the roots
of the complete subtrees of 256**k leaves. Indexes count from 0 at each level, so a leaf's index is
its position less 1. Every proof can be made from these few stored hashes.
"""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, Self, TypeAlias

from growth_ledger.errors import ProofError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ReadHashes: TypeAlias = "Callable[[int, int, int], Sequence[bytes]]"
"""`read(level, first, last)`: the stored hashes of a level by index, `first` and `last` included."""

HASH_LENGTH: Final = 32
LEAF_MARK: Final = b"\x00"
"""What is hashed before the bytes of a leaf."""

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

# A stored level has 256 = 2**8 hashes for each hash of the next.
_DOUBLINGS: Final = 8
_BATCH: Final = 4096


class Subtree(NamedTuple):
    """A complete subtree of 256**level leaves, its index on its level, and its root."""

    level: int
    # Not `index`, which is a method of every tuple.
    ordinal: int
    root: bytes


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf (RFC 6962 2.1)."""
    return hashlib.sha256(LEAF_MARK + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node over two others (RFC 6962 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: its size and the roots of its complete subtrees.

    There is one such subtree for each binary digit 1 of the size; they are all that is needed to
    append, and to know the root. It changes in place: what a failed transaction leaves behind is
    to be thrown away and read again.
    """

    __slots__ = ("_peaks", "_size")

    def __init__(self) -> None:
        """The edge of the empty tree."""
        self._size = 0
        # The peak of 2**n leaves stands at n; it counts only where the size has that digit.
        self._peaks: list[bytes] = []

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._size

    @classmethod
    def from_bytes(cls, size: int, content: bytes) -> Self:
        """The edge of a tree of `size` leaves, as `to_bytes` wrote it.

        Raises:
            ProofError: `frontier-malformed` where size and length cannot belong together.
        """
        if size < 0 or len(content) != size.bit_count() * HASH_LENGTH:
            raise ProofError("frontier-malformed", size=size, found=len(content))
        edge = cls()
        edge._size = size
        edge._peaks = [b""] * size.bit_length()
        first = len(content)
        for doubling in range(size.bit_length()):
            if size >> doubling & 1:
                first -= HASH_LENGTH
                edge._peaks[doubling] = content[first : first + HASH_LENGTH]
        return edge

    def to_bytes(self) -> bytes:
        """The peaks one after another, the greatest subtree first; empty for the empty tree."""
        return b"".join(reversed(list(self._standing_peaks())))

    def append(self, leaf_hash: bytes) -> list[Subtree]:
        """Grow by one leaf, and say which subtrees of 256**k leaves that completed."""
        return self.extend((leaf_hash,))

    def extend(self, leaf_hashes: Iterable[bytes]) -> list[Subtree]:
        """Grow by these leaves, and say which subtrees of 256**k leaves (k >= 1) that completed.

        Args:
            leaf_hashes: In the order of their positions, 32 bytes each.

        Returns:
            The completed subtrees, lower levels first, each level in order of index.
        """
        rising = list(leaf_hashes)
        assert set(map(len, rising)) <= {HASH_LENGTH}, "a hash has 32 bytes"
        added = len(rising)
        completed: list[Subtree] = []
        sha256 = hashlib.sha256
        doubling = 0
        while rising:
            before = self._size >> doubling
            if doubling and doubling % _DOUBLINGS == 0:
                level = doubling // _DOUBLINGS
                completed += [
                    Subtree(level, ordinal, root) for ordinal, root in enumerate(rising, before)
                ]
            if doubling == len(self._peaks):
                self._peaks.append(b"")
            if before & 1:
                rising.insert(0, self._peaks[doubling])
            if len(rising) & 1:
                self._peaks[doubling] = rising.pop()
            hashes = iter(rising)
            # As `node_hash`, without a call for each of a million nodes.
            rising = [
                sha256(b"\x01" + left + right).digest()
                for left, right in zip(hashes, hashes, strict=True)
            ]
            doubling += 1
        self._size += added
        return completed

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        return _joined(self._standing_peaks())

    def _standing_peaks(self) -> Iterable[bytes]:
        """The peaks that count, the smallest subtree (the rightmost) first."""
        return (peak for doubling, peak in enumerate(self._peaks) if self._size >> doubling & 1)


def root(size: int, read: ReadHashes) -> bytes:
    """The root that the tree had when it had `size` leaves.

    Raises:
        ProofError: `size-outside-tree` for a size below 0; `hashes-missing` where the stored hashes
            do not reach.
    """
    if size < 0:
        raise ProofError("size-outside-tree", size=size)
    return _root_between(0, size, read)


def root_of_leaves(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaves: the bytes themselves, not their hashes."""
    edge = Frontier()
    hashes = map(leaf_hash, leaves)
    while batch := list(islice(hashes, _BATCH)):
        edge.extend(batch)
    return edge.root()


def read_from(leaf_hashes: Sequence[bytes]) -> ReadHashes:
    """A reader for a tree small enough to be held whole, such as the one under a seal."""
    levels: dict[int, list[bytes]] = {0: list(leaf_hashes)}
    for level, _, subtree_root in Frontier().extend(leaf_hashes):
        levels.setdefault(level, []).append(subtree_root)

    def read(level: int, first: int, last: int) -> Sequence[bytes]:
        return levels.get(level, [])[first : last + 1]

    return read


def inclusion_proof(index: int, size: int, read: ReadHashes) -> list[bytes]:
    """The audit path of the leaf at `index` in the tree of `size` leaves, lowest first.

    Source: RFC 6962 2.1.1.

    Raises:
        ProofError: `index-outside-tree`; `hashes-missing` where the stored hashes do not reach.
    """
    if not 0 <= index < size:
        raise ProofError("index-outside-tree", index=index, size=size)
    path = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _left_size(end - first)
        if index < middle:
            path.append(_root_between(middle, end, read))
            end = middle
        else:
            path.append(_root_between(first, middle, read))
            first = middle
    path.reverse()
    return path


def consistency_proof(old: int, new: int, read: ReadHashes) -> list[bytes]:
    """What shows that the tree of `new` leaves begins with the tree of `old` leaves.

    Source: RFC 6962 2.1.2. From the empty tree, and from a tree to itself, the proof is empty.

    Raises:
        ProofError: `size-outside-tree` unless 0 <= old <= new; `hashes-missing` where the stored
            hashes do not reach.
    """
    if not 0 <= old <= new:
        raise ProofError("size-outside-tree", size=old, of=new)
    if old in (0, new):
        return []
    path = []
    first, end = 0, new
    while end != old:
        middle = first + _left_size(end - first)
        if old <= middle:
            path.append(_root_between(middle, end, read))
            end = middle
        else:
            path.append(_root_between(first, middle, read))
            first = middle
    # Where the old tree is itself a subtree, its root is known to whoever checks.
    if first > 0:
        path.append(_root_between(first, end, read))
    path.reverse()
    return path


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the leaf stands at `index` in the tree of `size` leaves that has this root.

    Source: RFC 9162 2.1.3.2, whose trees are those of RFC 6962.
    """
    if not 0 <= index < size or not _are_hashes(leaf_hash, root, *proof):
        return False
    place, last, found = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            place, last = _past_left_edges(place, last)
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the newer tree begins with the older: nothing changed, taken out or put between.

    Source: RFC 9162 2.1.4.2, whose trees are those of RFC 6962. Every tree begins with the empty
    one, and with itself; only the empty proof shows that.
    """
    if not 0 <= old_size <= new_size or not _are_hashes(old_root, new_root, *proof):
        return False
    if old_size == 0 and old_root != EMPTY_ROOT:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof
    # An old size that is a power of two has its own root as the first hash of the path.
    path = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    if not path:
        return False
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            found_old = node_hash(sibling, found_old)
            found_new = node_hash(sibling, found_new)
            place, last = _past_left_edges(place, last)
        else:
            found_new = node_hash(found_new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root


def _left_size(size: int) -> int:
    """The greatest power of two below `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def _past_left_edges(place: int, last: int) -> tuple[int, int]:
    """Up to the first level on which the node at `place` is a right one, or to the top."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _are_hashes(*hashes: bytes) -> bool:
    # Hashes of other lengths could share out their bytes between left and right in two ways.
    return all(len(candidate) == HASH_LENGTH for candidate in hashes)


def _root_between(first: int, end: int, read: ReadHashes) -> bytes:
    """The root over the leaves from `first` up to, and without, `end`.

    `first` is where a subtree as great as the leaves between begins, as in every split of RFC 6962.
    """
    peaks = []
    while first < end:
        doubling = (end - first).bit_length() - 1
        peaks.append(_subtree_root(doubling, first >> doubling, read))
        first += 1 << doubling
    return _joined(reversed(peaks))


def _subtree_root(doubling: int, index: int, read: ReadHashes) -> bytes:
    """The root of the `index`th complete subtree of 2**doubling leaves."""
    level, rest = divmod(doubling, _DOUBLINGS)
    first, last = index << rest, (index + 1 << rest) - 1
    hashes = list(read(level, first, last))
    if len(hashes) != 1 << rest or not _are_hashes(*hashes):
        raise ProofError("hashes-missing", level=level, first=first, last=last)
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [node_hash(left, right) for left, right in zip(pairs, pairs, strict=True)]
    return hashes[0]


def _joined(peaks: Iterable[bytes]) -> bytes:
    """The root over complete subtrees, given from the rightmost to the leftmost."""
    found: bytes | None = None
    for peak in peaks:
        found = peak if found is None else node_hash(peak, found)
    return EMPTY_ROOT if found is None else found
