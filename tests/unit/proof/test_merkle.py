"""The tree: known vectors, RFC 6962's own recursion, what is read, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.proof import rfc6962

from growth_ledger.errors import ProofError
from growth_ledger.proof.merkle import (
    EMPTY_ROOT,
    Frontier,
    ReadHashes,
    Subtree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    read_from,
    root,
    root_of_leaves,
    verify_consistency,
    verify_inclusion,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# The eight leaves and the hashes over them that certificate-transparency tests itself with.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(known)
    for known in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
# Every small size, and those around 256, where the first stored level begins.
SIZES = [*range(1, 131), 192, *range(254, 260), 300]


def _numbered(size: int) -> tuple[bytes, ...]:
    return tuple(b"leaf %d" % number for number in range(size))


def _hashes(size: int) -> list[bytes]:
    return [leaf_hash(leaf) for leaf in _numbered(size)]


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots_come_out_of_every_way_to_a_root(size: int) -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES[:size]]
    grown = Frontier()

    for one in hashes:
        grown.append(one)

    assert grown.root() == ROOTS[size]
    assert root(size, read_from(hashes)) == ROOTS[size]
    assert root_of_leaves(LEAVES[:size]) == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "known"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_the_known_audit_paths_come_out(index: int, size: int, known: list[str]) -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES]

    path = inclusion_proof(index, size, read_from(hashes))

    assert [one.hex() for one in path] == known
    assert verify_inclusion(hashes[index], index, size, path, ROOTS[size])


@pytest.mark.parametrize(
    ("old", "new", "known"),
    [
        (1, 1, []),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_the_known_consistency_proofs_come_out(old: int, new: int, known: list[str]) -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES]

    path = consistency_proof(old, new, read_from(hashes))

    assert [one.hex() for one in path] == known
    assert verify_consistency(old, ROOTS[old], new, ROOTS[new], path)


def test_every_leaf_of_every_size_is_proven_as_the_rfc_defines_it() -> None:
    read = read_from(_hashes(max(SIZES)))
    for size in SIZES:
        leaves = _numbered(size)
        tree_root = rfc6962.tree_hash(leaves)
        assert root(size, read) == tree_root
        for index in range(size):
            path = inclusion_proof(index, size, read)

            assert path == rfc6962.path(index, leaves)
            assert verify_inclusion(leaf_hash(leaves[index]), index, size, path, tree_root)
            assert not verify_inclusion(leaf_hash(b"other"), index, size, path, tree_root)
            assert not verify_inclusion(leaf_hash(leaves[index]), index + 1, size, path, tree_root)


def test_every_two_sizes_are_proven_consistent_as_the_rfc_defines_it() -> None:
    read = read_from(_hashes(max(SIZES)))
    for new in SIZES:
        leaves = _numbered(new)
        new_root = rfc6962.tree_hash(leaves)
        for old in range(1, new + 1):
            old_root = rfc6962.tree_hash(leaves[:old])

            path = consistency_proof(old, new, read)

            assert path == rfc6962.proof(old, leaves)
            assert verify_consistency(old, old_root, new, new_root, path)
            assert not verify_consistency(old, leaf_hash(b"other"), new, new_root, path)
            assert not verify_consistency(old, old_root, new, leaf_hash(b"other"), path)


def test_every_tree_begins_with_the_empty_tree_and_with_itself_and_nothing_more_is_shown() -> None:
    some, other = ROOTS[3], ROOTS[4]

    assert consistency_proof(0, 3, read_from([])) == []
    assert consistency_proof(3, 3, read_from([])) == []
    assert verify_consistency(0, EMPTY_ROOT, 3, some, [])
    assert verify_consistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    assert verify_consistency(3, some, 3, some, [])
    assert not verify_consistency(0, some, 3, some, [])
    assert not verify_consistency(0, some, 0, some, [])
    assert not verify_consistency(0, EMPTY_ROOT, 3, some, [other])
    assert not verify_consistency(3, some, 3, some, [other])
    assert not verify_consistency(3, some, 3, other, [])
    assert not verify_consistency(3, some, 4, other, [])
    assert not verify_consistency(4, some, 3, other, [])
    assert not verify_consistency(-1, EMPTY_ROOT, 3, some, [])


def test_a_proof_that_is_too_long_or_too_short_or_out_of_the_tree_shows_nothing() -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    inside = inclusion_proof(5, 8, read_from(hashes))
    between = consistency_proof(6, 8, read_from(hashes))

    assert not verify_inclusion(hashes[5], 5, 8, inside[:-1], ROOTS[8])
    assert not verify_inclusion(hashes[5], 5, 8, [*inside, ROOTS[8]], ROOTS[8])
    assert not verify_inclusion(hashes[5], -1, 8, inside, ROOTS[8])
    assert not verify_inclusion(hashes[5], 8, 8, inside, ROOTS[8])
    assert not verify_inclusion(hashes[0], 0, 0, [], EMPTY_ROOT)
    assert not verify_consistency(6, ROOTS[6], 8, ROOTS[8], between[:-1])
    assert not verify_consistency(6, ROOTS[6], 8, ROOTS[8], [*between, ROOTS[8]])
    assert not verify_consistency(6, ROOTS[6], 8, ROOTS[8], [])


def test_hashes_that_share_out_their_bytes_in_another_way_show_nothing() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    parent = node_hash(left, right)
    assert verify_inclusion(left, 0, 2, [right], parent)

    assert not verify_inclusion(left + right[:1], 0, 2, [right[1:]], parent)
    assert not verify_consistency(1, left + right[:1], 2, parent, [right[1:]])


def test_no_tree_begins_with_a_greater_one_though_the_hashes_would_fit() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    parent = node_hash(left, right)
    assert verify_consistency(1, left, 2, parent, [right])

    assert not verify_consistency(3, left, 2, parent, [left, right])


def test_a_frontier_reports_each_subtree_of_256_and_65536_leaves_once() -> None:
    leaves = [b"%d" % number for number in range(2 * 256**2 + 300)]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    frontier = Frontier()

    reported: list[Subtree] = []
    for first in range(0, len(hashes), 1000):
        reported += frontier.extend(hashes[first : first + 1000])

    kept = {(level, ordinal): one for level, ordinal, one in reported}
    assert len(kept) == len(reported) == 2 * 256 + 1 + 2
    assert kept[1, 300] == rfc6962.tree_hash(tuple(leaves[300 * 256 : 301 * 256]))
    assert kept[2, 1] == rfc6962.tree_hash(tuple(leaves[256**2 : 2 * 256**2]))
    assert frontier.size == len(hashes)
    assert frontier.root() == rfc6962.tree_hash(tuple(leaves))
    assert frontier.root() == root(len(hashes), read_from(hashes))


def test_a_frontier_is_written_and_read_back_at_any_size() -> None:
    frontier = Frontier()
    for size, added in enumerate(_hashes(70), start=1):
        frontier = Frontier.from_bytes(frontier.size, frontier.to_bytes())

        frontier.append(added)

        assert frontier.size == size
        assert frontier.root() == rfc6962.tree_hash(_numbered(size))
        assert len(frontier.to_bytes()) == 32 * size.bit_count()


def test_the_greatest_subtree_stands_first_in_a_written_frontier() -> None:
    frontier = Frontier()

    frontier.extend(leaf_hash(leaf) for leaf in LEAVES[:5])

    assert frontier.to_bytes() == ROOTS[4] + leaf_hash(LEAVES[4])


@pytest.mark.parametrize(("size", "length"), [(0, 32), (1, 0), (3, 32), (4, 64), (1, 31), (-1, 0)])
def test_a_frontier_whose_size_and_bytes_disagree_is_refused(size: int, length: int) -> None:
    with pytest.raises(ProofError, match="frontier-malformed"):
        Frontier.from_bytes(size, bytes(length))


def test_what_is_no_hash_is_not_appended() -> None:
    frontier = Frontier()

    with pytest.raises(AssertionError, match="32 bytes"):
        frontier.extend([leaf_hash(b"1"), b"short"])

    assert frontier.size == 0
    assert frontier.root() == EMPTY_ROOT


def test_proofs_in_a_great_tree_read_a_few_hundred_hashes() -> None:
    size = 256**2 + 256 * 3 + 77
    hashes = [leaf_hash(b"%d" % number) for number in range(size)]
    counted: list[int] = []
    read = _counting(read_from(hashes), counted)

    inside = inclusion_proof(40_000, size, read)
    between = consistency_proof(65_000, size, read)

    assert verify_inclusion(hashes[40_000], 40_000, size, inside, root(size, read))
    assert verify_consistency(65_000, root(65_000, read), size, root(size, read), between)
    assert sum(counted) < 6 * 3 * 256


def _counting(read: ReadHashes, counted: list[int]) -> ReadHashes:
    def read_and_count(level: int, first: int, last: int) -> Sequence[bytes]:
        counted.append(last - first + 1)
        return read(level, first, last)

    return read_and_count


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ProofError, match="index-outside-tree") as refused:
        inclusion_proof(index, size, read_from(_hashes(8)))

    assert refused.value.values == {"index": index, "size": size}


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3)])
def test_sizes_in_the_wrong_order_have_no_proof(old: int, new: int) -> None:
    with pytest.raises(ProofError, match="size-outside-tree") as refused:
        consistency_proof(old, new, read_from(_hashes(8)))

    assert refused.value.values == {"size": old, "of": new}


def test_no_tree_has_fewer_than_no_leaves() -> None:
    with pytest.raises(ProofError, match="size-outside-tree"):
        root(-1, read_from([]))


def test_hashes_that_are_not_there_are_named() -> None:
    read = read_from(_hashes(6))

    with pytest.raises(ProofError, match="hashes-missing") as refused:
        inclusion_proof(0, 8, read)

    assert refused.value.values == {"level": 0, "first": 4, "last": 7}


def test_a_stored_hash_of_another_length_is_named() -> None:
    with pytest.raises(ProofError, match="hashes-missing") as refused:
        root(2, lambda _level, _first, _last: [b"short", leaf_hash(b"1")])

    assert refused.value.values == {"level": 0, "first": 0, "last": 1}
