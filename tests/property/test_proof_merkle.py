"""Laws of the tree: how it is grown does not matter, and a flipped bit never verifies."""

from __future__ import annotations

from hypothesis import given, strategies as st

from growth_ledger.proof.merkle import (
    Frontier,
    Subtree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    read_from,
    root,
    verify_consistency,
    verify_inclusion,
)

HASHES = [leaf_hash(b"%d" % number) for number in range(1000)]
READ = read_from(HASHES)
SIZES = st.integers(1, len(HASHES))


@given(st.lists(st.integers(0, 300), max_size=8))
def test_the_tree_is_the_same_whatever_the_batches(batches: list[int]) -> None:
    in_batches, in_one = Frontier(), Frontier()
    reported: list[Subtree] = []

    first = 0
    for batch in batches:
        reported += in_batches.extend(HASHES[first : first + batch])
        in_batches = Frontier.from_bytes(in_batches.size, in_batches.to_bytes())
        first += batch
    at_once = in_one.extend(HASHES[:first])

    assert sorted(reported) == sorted(at_once)
    assert in_batches.to_bytes() == in_one.to_bytes()
    assert in_batches.root() == root(min(first, len(HASHES)), READ)


@given(st.data(), SIZES)
def test_a_flipped_bit_never_verifies_as_included(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_proof(index, size, READ)
    shown = [HASHES[index], root(size, READ), *path]
    assert verify_inclusion(shown[0], index, size, shown[2:], shown[1])

    place = data.draw(st.integers(0, len(shown) - 1))
    shown[place] = _flipped(shown[place], data.draw(st.integers(0, 255)))

    assert not verify_inclusion(shown[0], index, size, shown[2:], shown[1])


@given(st.data(), SIZES)
def test_a_leaf_never_verifies_at_another_index(data: st.DataObject, size: int) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))

    path = inclusion_proof(index, size, READ)

    shown = verify_inclusion(HASHES[index], other, size, path, root(size, READ))
    assert shown == (index == other)


@given(st.data(), SIZES)
def test_a_flipped_bit_never_verifies_as_consistent(data: st.DataObject, new: int) -> None:
    old = data.draw(st.integers(1, new))
    path = consistency_proof(old, new, READ)
    shown = [root(old, READ), root(new, READ), *path]
    assert verify_consistency(old, shown[0], new, shown[1], shown[2:])

    place = data.draw(st.integers(0, len(shown) - 1))
    shown[place] = _flipped(shown[place], data.draw(st.integers(0, 255)))

    assert not verify_consistency(old, shown[0], new, shown[1], shown[2:])


@given(st.data(), SIZES)
def test_a_log_with_one_leaf_changed_never_verifies_as_consistent(
    data: st.DataObject, new: int
) -> None:
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    rewritten = HASHES[:new]
    rewritten[changed] = leaf_hash(b"rewritten")

    read = read_from(rewritten)
    path = consistency_proof(old, new, read)

    assert not verify_consistency(old, root(old, READ), new, root(new, read), path)


@given(
    st.integers(-2, 20),
    st.integers(-2, 20),
    st.binary(max_size=40),
    st.lists(st.binary(max_size=40) | st.sampled_from(HASHES), max_size=6),
)
def test_nonsense_is_no_proof_and_no_crash(
    one: int, other: int, given_root: bytes, path: list[bytes]
) -> None:
    assert not verify_inclusion(HASHES[0], one, other, path, given_root)
    assert not verify_consistency(one, given_root, other, HASHES[0], path) or (one, path) == (0, [])


def _flipped(hashed: bytes, bit: int) -> bytes:
    changed = bytearray(hashed)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
