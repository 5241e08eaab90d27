#!/usr/bin/env python3
"""Check a file that `growth-ledger export TEACHER --out FILE.json` wrote, without growth-ledger.

Run `python verify_file.py FILE.json [--key] KEY`; it needs `cryptography`, no ledger, no network, and
checks everything but the standings. Exit status 0: all holds; 1: not all. Told in docs/proof.md.
"""

import base64
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CHECKS = "file signature seal inclusion completeness dependencies commitments packs"
LEAF = "event_id fields kind position recorded_at recorded_by stream version"
Json = dict[str, Any]


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _bytes(text: str) -> bytes:
    if re.search("[^0-9a-f]", text):
        raise ValueError("this is no hexadecimal text in lower case")
    return bytes.fromhex(text)


def _once(pairs: list[tuple[str, Any]]) -> Json:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def _canonical(value: object) -> str:
    """RFC 8785: keys in order of their UTF-16 units, no blanks; no event has a bare fraction."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{_canonical(key)}:{_canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    return json.dumps(str(value) if isinstance(value, float) else value, ensure_ascii=False)


def _is_included(entry: Json, size: int, root: bytes) -> bool:
    """RFC 9162 2.1.3.2: whether the leaf stands at its index in the tree of that size and root."""
    place, last, hashed = entry["index"], size - 1, _sha256(b"\x00" + entry["leaf"].encode())
    if type(place) is not int or not 0 <= place <= last:
        return False
    for sibling in map(_bytes, entry["proof"] or []):
        if last == 0 or len(sibling) != len(root):
            return False
        if place % 2 or place == last:
            hashed = _sha256(b"\x01" + sibling + hashed)
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            hashed = _sha256(b"\x01" + hashed + sibling)
        place, last = place // 2, last // 2
    return last == 0 and hashed == root


def _open_checkpoint(note: str, key: str) -> tuple[int, bytes]:
    """Size and root of the tree that the key has signed."""
    name, key_id, encoded = key.split("+", 2)
    raw = base64.b64decode(encoded, validate=True)
    if raw[:1] != b"\x01" or _sha256(f"{name}\n".encode() + raw)[:4].hex() != key_id:
        raise ValueError("this is no verifier key")
    text, _, signatures = note.rpartition("\n\n")
    lines = re.findall(r"— (\S+) (\S+)\n", signatures)
    found = [(named, base64.b64decode(line, validate=True)) for named, line in lines]
    again = "".join(f"— {named} {base64.b64encode(one).decode()}\n" for named, one in found)
    signed = [one[4:] for named, one in found if named == name and one[:4].hex() == key_id]
    origin, size, root = text.split("\n")
    if not signed or origin != name or again != signatures:
        raise ValueError("the checkpoint is not signed by this key for its own ledger")
    for signature in signed:
        Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signature, f"{text}\n".encode())
    return int(size), base64.b64decode(root, validate=True)


def _read_leaf(entry: Json, stream: str) -> Json:
    leaf: Json = json.loads(entry["leaf"])
    at_home = repr((leaf.get("stream"), leaf.get("position"))) == repr((stream, entry["position"]))
    if not at_home or sorted(leaf) != LEAF.split() or _canonical(leaf) != entry["leaf"]:
        raise ValueError("the leaf is not canonical, or of another event")
    return leaf


class Verifier:
    """Reads a file: `wrong` is what does not hold, by check."""

    def __init__(self, file: Json, key: str) -> None:
        self.file, self.key = file, key
        self.sealed: int = file["seal"]["position"]
        self.wrong: dict[str, list[str]] = {check: [] for check in CHECKS.split()}
        self.leaves: dict[str, list[tuple[Json, Json]]] = {}
        self.size, self.root = 0, b""
        self.seal: Json = {"streams": 0, "root": ""}
        own, streams = f"teacher/{file['teacher']}", file["streams"]
        names = [stream["stream"] for stream in streams if stream["stream"].encode()]
        once = names[:1] == [own] and streams[0]["events"] and len(set(names)) == len(names)
        self._expect("file", once, "the teacher's events are not first, or a stream is there twice")
        said = [file["answer"]["teacher"], file["answer"]["sandbox"], key.partition("+")[0]]
        same = _canonical(said) == _canonical([file["teacher"], file["sandbox"], file["ledger"]])
        same = same and file["format"] == "growth-ledger-export/1"
        self._expect("file", same, "it is of another ledger than the key, or its answer is")
        self._check_seal()
        for stream in streams:
            self._check_events(stream["stream"], stream["events"])
            self._check_complete(stream["stream"], stream["head"], stream["neighbours"])
        self._check_dependencies(own)

    def _expect(self, check: str, holds: object, what: str) -> None:
        if not holds:
            self.wrong[check].append(what)

    def _in_log(self, entry: Json) -> bool:
        return entry["index"] == entry["position"] - 1 and _is_included(entry, self.size, self.root)

    def _under_seal(self, entry: Json) -> bool:
        return _is_included(entry, self.seal["streams"], _bytes(self.seal["root"]))

    def _check_seal(self) -> None:
        try:
            self.size, self.root = _open_checkpoint(self.file["checkpoint"], self.key)
        except (ValueError, InvalidSignature) as error:
            self.wrong["signature"].append(str(error) or "the signature is wrong")
        # Only a seal that is the checkpoint's last event leaves nothing between them out.
        holds = self._in_log(self.file["seal"]) and self.sealed == self.size
        self._expect("seal", holds, f"event {self.sealed} is not the checkpoint's last")
        self.seal = _read_leaf(self.file["seal"], "log")["fields"] if holds else self.seal

    def _check_events(self, name: str, events: list[Json]) -> None:
        leaves = self.leaves[name] = []
        for event in events:
            where, late = f"event {event['position']} of {name}", event["position"] > self.sealed
            try:
                leaf = _read_leaf(event, name)
            except (ValueError, LookupError) as error:
                self.wrong["inclusion"].append(f"{where}: {error}")
                continue
            leaves.append((leaf, event))
            holds = self._in_log(event) if event["sealed"] is True else late
            self._expect("inclusion", holds, f"{where} is not shown to be in the log")
            fields, given = leaf["fields"], event["personal"]
            if given is not None:
                same = _sha256(_canonical(given).encode()).hex() == fields.get("personal")
                self._expect("commitments", same, f"{where}: not the values that were recorded")
            if leaf["kind"] == "policy-adopted":
                same = _sha256(_canonical(fields.get("content")).encode()).hex() == fields["digest"]
                self._expect("packs", same, f"{where}: not the pack of that digest")

    def _check_complete(self, name: str, head: Json | None, neighbours: list[Json]) -> None:
        leaves = self.leaves[name]
        versions = [leaf["version"] for leaf, _ in leaves]
        whole = versions == [*range(1, len(leaves) + 1)]
        self._expect("completeness", whole, f"{name}: the versions are {versions}")
        order = [(leaf["position"], leaf["recorded_at"]) for leaf, _ in leaves]
        whole = order == sorted(order) == sorted(order, key=lambda one: one[::-1])
        self._expect("completeness", whole, f"{name}: not in the order of recording")
        sealed = [(leaf["version"], e["leaf"]) for leaf, e in leaves if e["sealed"] is True]
        if sealed:
            version, text = sealed[-1]
            last = _canonical([name, version, _sha256(b"\x00" + text.encode()).hex()])
            same = head and head["leaf"] == last and self._under_seal(head)
            return self._expect("completeness", same, f"{name}: its last event is not sealed")
        # Under the seal names stand in order: two next to each other leave no room for a third.
        found = {json.loads(one["leaf"])[0]: one["index"] for one in neighbours}
        before = max((i for other, i in found.items() if other < name), default=-1)
        after = min((i for other, i in found.items() if other > name), default=self.seal["streams"])
        apart = before + 1 != after or name in found or not self.seal["root"] or head is not None
        absent = not apart and all(map(self._under_seal, neighbours))
        return self._expect("completeness", absent, f"{name}: not shown to have no sealed event")

    def _check_dependencies(self, own: str) -> None:
        needed = set()
        for name, leaves in self.leaves.items():
            for fields in (leaf["fields"] for leaf, _ in leaves):
                if name == own:
                    needed |= {f"{k}/{fields[k]}" for k in ("school", "cohort") if k in fields}
                if name.startswith("school/") and "district" in fields:
                    needed.add(f"policies/{fields['district']}")
        for name in sorted(needed - self.leaves.keys()):
            self.wrong["dependencies"].append(f"{name} is named, and is not in the file")


if __name__ == "__main__":
    try:
        text, key = Path(sys.argv[1]).read_text("utf-8"), sys.argv[2:][-1].strip()
        checked = Verifier(json.loads(text, object_pairs_hook=_once), key).wrong
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is no traceback.
        sys.exit(f"error: this cannot be checked ({problem!r}): give FILE.json and the key")
    lines = ["  ".join(["not" if w else "ok ", name, *w]) for name, w in checked.items()]
    said = "The file does NOT hold" if any(checked.values()) else "All that was checked holds"
    sys.stdout.write("\n".join([*lines, f"{said}. Unchecked: standings, events not sealed.\n"]))
    sys.exit(any(checked.values()))
