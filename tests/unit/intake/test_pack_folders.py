import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from growth_ledger.errors import PackError, PackFault
from growth_ledger.intake.pack_folders import (
    DEEPEST_LEVEL,
    LARGEST_FILE,
    lines_in,
    pack_text,
    read_cases,
    read_pack,
    shipped_packs,
)
from growth_ledger.proof.canonical import canonical_json, content_digest


def faults_in(folder: Path) -> list[PackFault]:
    """Every mistake in a pack or, where there is none, in its case files."""
    try:
        read_cases(read_pack(folder))
    except PackError as error:
        return list(error.faults)
    return []


PACK = """\
# A small pack.
policy: somewhere-2024
label: {zh: 某地, en: Somewhere}
document: {title: 某办法, issuer: 某局}
first_day: 2024-09-01
stages: [primary, junior]
tenure: {homeroom: 1, deputy: 0.5}
sections:
  - {section: 一, numbers: ["1"]}
clauses:
  - clause: 一1
    fate: computed
    projections: [rank]
    says: {zh: 按年限, en: By tenure}
projections:
  rank:
    label: {zh: 档次, en: Rank}
    clause: 一1
    outcomes:
      - outcome: high
        label: {zh: 高, en: High}
        when:
          tenure: {at_least: 1.5}
      - outcome: low
        label: {zh: 低, en: Low}
"""

CASES = """\
projection: rank
cases:
  - name: A year and a half
    clause: 一1
    events:
      - {kind: file-opened, name: 㙓𠮷, school: S1, effective_on: 2020-09-01}
      - {kind: tenure-recognised, years: 1.5, role: homeroom, effective_on: 2024-09-02, basis: 证明}
    expect:
      rank: {2024-09-01: low, 2024-09-02: high}
"""

HERE = "¦"
"""Stands, in a text below, where the fault must be shown."""


def written(folder: Path, pack: str = PACK, *, cases: str | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(pack, encoding="utf-8")
    if cases is not None:
        (folder / "cases").mkdir()
        (folder / "cases" / "rank.yaml").write_text(cases, encoding="utf-8")
    return folder


def with_change(text: str, old: str, new: str) -> tuple[str, int, int]:
    """The text with a change, and the line and column (from 1) of the mark in what is new."""
    assert text.count(old) == 1
    changed = text.replace(old, new)
    before = changed[: changed.index(HERE)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return changed.replace(HERE, ""), line, column


def places(found: list[PackFault]) -> list[tuple[str, int | None, int | None, str]]:
    return [(fault.code, fault.line, fault.column, fault.path) for fault in found]


def test_a_pack_is_read_as_plain_json_with_days_and_decimals_as_text(tmp_path: Path) -> None:
    folder = written(tmp_path / "pack")

    read = read_pack(folder)

    assert (read.policy, read.path) == ("somewhere-2024", folder)
    assert read.content["first_day"] == "2024-09-01"
    assert read.content["tenure"] == {"homeroom": 1, "deputy": "0.5"}
    assert read.content["stages"] == ["primary", "junior"]
    assert read.digest == hashlib.sha256(canonical_json(read.content)).hexdigest()
    assert (read.pack.policy, read.pack.digest) == (read.policy, read.digest)
    assert faults_in(folder) == []


def test_the_text_of_a_pack_in_a_folder_is_its_file_as_written(tmp_path: Path) -> None:
    folder = written(tmp_path / "pack")
    (folder / "pack.yaml").write_text("\ufeff" + PACK, encoding="utf-8")

    assert pack_text(read_pack(folder)) == PACK


@pytest.mark.parametrize(
    "title", ["某办法", "010", "no", "2024-09-01", "", "一\n二", " #甲: ~", "㙓𠮷"]
)
def test_the_text_of_a_pack_without_a_folder_says_the_same(title: str, tmp_path: Path) -> None:
    read = read_pack(written(tmp_path / "pack"))
    content = read.content | {"document": {"title": title, "issuer": "某局"}}
    kept = replace(
        read,
        content=dict(sorted(content.items())),
        digest=content_digest(content),
        path=tmp_path / "gone",
    )

    text = pack_text(kept)

    assert text.startswith("policy: somewhere-2024\nlabel: ")
    assert read_pack(written(tmp_path / "again", text)).digest == kept.digest


@pytest.mark.parametrize("policy", shipped_packs())
def test_a_shipped_pack_that_was_adopted_can_be_written_again(policy: str, tmp_path: Path) -> None:
    read = read_pack(shipped_packs()[policy])

    again = written(tmp_path / "again", pack_text(replace(read, path=tmp_path / "gone")))

    assert read_pack(again).digest == read.digest


def test_a_path_leads_to_a_line_or_to_the_deepest_that_is_there(tmp_path: Path) -> None:
    file = written(tmp_path / "pack", cases=CASES) / "cases" / "rank.yaml"
    top = ("cases", 0)

    lines = lines_in(file, [(*top, "events", 1), (*top, "expect", "rank"), (*top, "schools", "S1")])

    assert lines == [7, 9, 3]


def test_the_digest_is_of_what_is_said_and_not_of_how_it_is_laid_out(tmp_path: Path) -> None:
    first, *rest = PACK.splitlines(keepends=True)[1:]
    laid_out = "".join([*rest, "# The id comes last here.\n", first])
    said = PACK.replace("0.5", "0.50")

    digests = [
        read_pack(written(tmp_path / name, text)).digest
        for name, text in (("one", PACK), ("two", laid_out), ("three", said))
    ]

    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_yaml_is_read_by_its_version_1_2(tmp_path: Path) -> None:
    text = PACK.replace("某局", "no").replace("某办法", "010")

    document = read_pack(written(tmp_path / "pack", text)).content["document"]

    assert document == {"title": "010", "issuer": "no"}


def test_a_mark_of_byte_order_is_no_character_of_the_pack(tmp_path: Path) -> None:
    folder = written(tmp_path / "pack")
    (folder / "pack.yaml").write_bytes(PACK.encode("utf-8-sig"))

    assert read_pack(folder).policy == "somewhere-2024"


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("label: {zh: 某地, en", "label: {zh: 某地¦: en", "pack-yaml", ""),
        ("first_day: 2024-09-01", "first_day: ¦@2024", "pack-yaml", ""),
        ("clauses:", "label: {}\nclauses:", "pack-key-twice", "label"),
        ("clauses:", "¦label: {zh: 又, en: Again}\nclauses:", "pack-key-twice", "label"),
        ("[primary, junior]", "[primary, &a junior, ¦*a]", "pack-alias", ""),
        ("[primary, junior]", "¦!!set {primary}", "pack-tag", "stages"),
        ("issuer: 某局", "issuer: ¦!local 某局", "pack-tag", "document.issuer"),
        ("issuer: 某局", "issuer: 某局, ¦[a]: b", "pack-key", "document"),
        ("# A small pack.", "¦%YAML 1.1\n---", "pack-directive", ""),
        ("某局}", "某局}\n¦---\nmore: 1", "pack-yaml", ""),
        ("issuer: 某局", 'issuer: ¦"\\ud800"', "pack-character", "document.issuer"),
        ("issuer: 某局", "issuer: 某¦\x07局", "pack-character", ""),
        ("issuer: 某局", 'issuer: "¦\\U00110000"', "pack-character", ""),
        ("issuer: 某局", 'issuer: "\\U0001F600 ¦\\UFFFFFFFF"', "pack-character", ""),
        ("stages: [primary", "¦stage: [primary", "pack-unknown-key", "stage"),
        ("[primary, junior]", "[primary, ¦junor]", "pack-unknown-word", "stages[1]"),
        ("2024-09-01", "¦2024-09-31", "pack-no-day", "first_day"),
        ("document: {title: 某办法, ", "document: ¦{", "pack-missing-key", "document.title"),
        ("{homeroom: 1, deputy: 0.5}", "{¦homerom: 1}", "pack-unknown-word", "tenure.homerom"),
        (
            "          tenure: {at_least: 1.5}",
            "          ¦tenur: {at_least: 1.5}",
            "pack-unknown-key",
            "projections.rank.outcomes[0].when.tenur",
        ),
        (
            "at_least: 1.5",
            "at_least: ¦-1",
            "pack-out-of-bounds",
            "projections.rank.outcomes[0].when.tenure.at_least",
        ),
        (
            "          tenure: {at_least: 1.5}",
            "          ¦tenure: {at_least: 1.5}\n          in_service: {}",
            "pack-one-condition",
            "projections.rank.outcomes[0].when",
        ),
        ('numbers: ["1"]', 'numbers: ["1", ¦"2"]', "pack-clause-without-fate", "sections[0].numbers[1]"),
        ("projections: [rank]", "projections: [rank, ¦ranks]", "pack-unknown-projection", "clauses[0].projections[1]"),
        ("clause: 一1\n    outcomes", "clause: ¦二\n    outcomes", "pack-unknown-clause", "projections.rank.clause"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_with_its_file_line_and_column(
    tmp_path: Path, old: str, new: str, code: str, path: str
) -> None:
    if HERE not in new:
        # The second `label` is the mistake, and stands where `clauses` stood.
        new = HERE + new
    text, line, column = with_change(PACK, old, new)
    folder = written(tmp_path / "pack", text)

    with pytest.raises(PackError) as caught:
        read_pack(folder)

    assert {fault.file for fault in caught.value.faults} == {str(folder / "pack.yaml")}
    assert (code, line, column, path) in places(list(caught.value.faults))


def test_every_mistake_is_shown_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = PACK.replace("junior]", "junor]").replace("at_least: 1.5", "at_most: 1.5")

    found = faults_in(written(tmp_path / "pack", text))

    where = "projections.rank.outcomes[0].when.tenure"
    assert places(found) == [
        ("pack-unknown-word", 6, 19, "stages[1]"),
        ("pack-missing-key", 23, 19, f"{where}.at_least"),
        ("pack-unknown-key", 23, 20, f"{where}.at_most"),
    ]
    assert found[0].values["nearest"] == "junior"
    assert found[2].values["nearest"] == "at_least"


def test_a_key_written_twice_names_the_line_of_the_first(tmp_path: Path) -> None:
    found = faults_in(written(tmp_path / "pack", PACK + "policy: another\n"))

    assert places(found) == [("pack-key-twice", 26, 1, "policy")]
    assert found[0].values == {"name": "policy", "line": 2}


def test_what_is_not_utf8_is_shown_where_it_begins(tmp_path: Path) -> None:
    folder = written(tmp_path / "pack")
    (folder / "pack.yaml").write_bytes(PACK.encode() + "# 某、".encode("gb18030"))

    (fault,) = faults_in(folder)

    assert places([fault]) == [("pack-not-utf8", 26, 4, "")]
    assert fault.values == {"byte": "a1"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "pack-no-content"),
        ("# nothing\n", "pack-no-content"),
        ("- a list\n", "pack-wrong-type"),
        ("[" * 20_000, "pack-too-deep"),
        ("#" * (LARGEST_FILE + 1), "pack-too-large"),
    ],
    ids=["empty", "comment", "list", "deep", "large"],
)
def test_a_file_that_is_no_pack_at_all_is_one_fault(tmp_path: Path, text: str, code: str) -> None:
    found = faults_in(written(tmp_path / "pack", text))

    assert [fault.code for fault in found] == [code]


def test_the_largest_file_is_still_read(tmp_path: Path) -> None:
    filled = PACK + "#" * (LARGEST_FILE - len(PACK.encode()))

    assert read_pack(written(tmp_path / "pack", filled)).policy == "somewhere-2024"


def test_a_condition_may_be_nested_deeply_but_not_without_end(tmp_path: Path) -> None:
    def nested(levels: int) -> str:
        condition = "{not: " * levels + "{in_service: {}}" + "}" * levels
        return PACK.replace("tenure: {at_least: 1.5}", f"all: [{condition}]")

    # The path to the outermost of them has seven steps, that to the innermost condition one more.
    deepest = DEEPEST_LEVEL - 8
    good = faults_in(written(tmp_path / "good", nested(deepest)))
    (bad,) = faults_in(written(tmp_path / "bad", nested(deepest + 1)))

    assert good == []
    assert (bad.code, bad.line) == ("pack-too-deep", 23)


def test_a_number_too_great_to_count_with_stays_text(tmp_path: Path) -> None:
    text = PACK.replace("issuer: 某局", "issuer: 12345678901234567890")

    document = read_pack(written(tmp_path / "pack", text)).content["document"]

    assert document == {"title": "某办法", "issuer": "12345678901234567890"}


def test_a_folder_without_a_pack_says_which_file_is_missing(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path)

    assert (fault.code, fault.file, fault.line) == (
        "pack-file-missing",
        str(tmp_path / "pack.yaml"),
        None,
    )


def test_a_pack_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").mkdir()

    (fault,) = faults_in(tmp_path)

    assert (fault.code, fault.values) == ("pack-unreadable", {"reason": "Is a directory"})


def test_worked_cases_are_read_by_the_name_of_their_file(tmp_path: Path) -> None:
    folder = written(tmp_path / "pack", cases=CASES)

    read = read_cases(read_pack(folder))

    assert list(read) == ["rank.yaml"]
    assert [case.name for case in read["rank.yaml"].cases] == ["A year and a half"]
    assert faults_in(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("projection: rank", "projection: ¦rnk", "pack-unknown-projection", "projection"),
        ("clause: 一1", "¦claus: 一1", "pack-unknown-key", "cases[0].claus"),
        ("2024-09-02: high", "2024-09-02: ¦hihg", "case-unknown-outcome", "cases[0].expect.rank.2024-09-02"),
        ("kind: file-opened", "kind: ¦file-opend", "pack-unknown-kind", "cases[0].events[0].kind"),
        ("role: homeroom", "role: ¦homerom", "pack-unknown-word", "cases[0].events[1].role"),
        ("school: S1", "¦shool: S1", "pack-unknown-key", "cases[0].events[0].shool"),
        ("2020-09-01", "¦2020-09-31", "pack-no-day", "cases[0].events[0].effective_on"),
        ("      rank: {", "      ¦rnak: {", "pack-unknown-projection", "cases[0].expect.rnak"),
        ("    expect:", "    expect: ¦@", "pack-yaml", ""),
    ],
)  # fmt: skip
def test_a_mistake_in_a_case_is_shown_with_its_file_line_and_column(
    tmp_path: Path, old: str, new: str, code: str, path: str
) -> None:
    text, line, column = with_change(CASES, old, new)
    folder = written(tmp_path / "pack", cases=text)

    found = faults_in(folder)

    assert found[-1].file == str(folder / "cases" / "rank.yaml")
    assert (code, line, column, path) in places(found)


def test_cases_wait_until_their_pack_holds_together(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "pack", PACK.replace("junior]", "junor]"), cases=CASES.replace("S1", "[]")
    )

    assert [fault.code for fault in faults_in(folder)] == ["pack-unknown-word"]


def test_the_shipped_packs_are_the_four_and_hold_together() -> None:
    shipped = shipped_packs()

    assert list(shipped) == ["dongyang-2024", "fangzi", "hongkou-2023", "xinbei"]
    assert {name: faults_in(folder) for name, folder in shipped.items()} == {
        name: [] for name in shipped
    }
    assert {name: read_pack(folder).policy for name, folder in shipped.items()} == {
        name: name for name in shipped
    }


@pytest.mark.parametrize("folder", shipped_packs().values(), ids=shipped_packs())
def test_a_shipped_pack_has_a_readme_that_names_every_projection_and_tier(folder: Path) -> None:
    pack = read_pack(folder).pack

    readme = (folder / "README.md").read_text(encoding="utf-8")

    assert [name for name in [*pack.projections, *pack.tiers] if f"`{name}`" not in readme] == []


def test_a_copy_of_a_shipped_pack_has_the_same_digest(tmp_path: Path) -> None:
    shipped = shipped_packs()["fangzi"]

    copied = Path(shutil.copytree(shipped, tmp_path / "mine"))

    assert read_pack(copied).digest == read_pack(shipped).digest
    assert list(read_cases(read_pack(copied))) == [
        "continuation.yaml",
        "grid_rank.yaml",
        "merit.yaml",
    ]


def test_what_would_silently_be_no_case_is_a_mistake(tmp_path: Path) -> None:
    folder = tmp_path / "small-2024"
    shutil.copytree(shipped_packs()["hongkou-2023"], folder)
    cases = folder / "cases"
    (cases / "admission.yml").write_text("projection: admission\ncases: []\n", encoding="utf-8")
    (cases / "more").mkdir()
    (cases / "README.md").touch()

    found = faults_in(folder)

    assert [(one.code, Path(one.file).name) for one in found] == [
        ("case-file-passed-over", "admission.yml"),
        ("case-file-passed-over", "more"),
    ]
