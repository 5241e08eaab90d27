"""After an erasure no byte of the name is left in the ledger's files, the read model's included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.end_to_end.test_questions import ADOPTIONS, SCHOOLS, credit, opened

if TYPE_CHECKING:
    from tests.end_to_end.running import Command


def test_no_byte_of_an_erased_name_is_left(sqlite_command: Command) -> None:
    teachers = [f"T{number:03}" for number in range(80)]
    names = {teacher: f"Unmistakable Person {teacher}" for teacher in teachers}
    sqlite_command.run("init")
    events = [*SCHOOLS, *ADOPTIONS]
    for teacher in teachers:
        events.append(opened(teacher, names[teacher], "H1"))
        events.extend(credit(teacher, year) for year in range(2010, 2024))
    sqlite_command.run("import", sqlite_command.lines("events.jsonl", *events))
    erased = teachers[::3]

    for teacher in erased:
        sqlite_command.run("erase", teacher, "--reason", "asked for")

    found = b"".join(
        file.read_bytes() for file in sqlite_command.folder.glob("ledger.db*") if file.is_file()
    )
    assert [teacher for teacher in erased if names[teacher].encode() in found] == []
    assert names[teachers[1]].encode() in found
    replay = sqlite_command.json("audit", "replay", "--format", "json")
    assert replay["read_model_agrees"]
    assert sqlite_command.json("rebuild", "--format", "json")["differing"] == []
