"""A teacher's file as a page, a PDF and a workbook: of thirty years, and of a single event."""

from __future__ import annotations

import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pikepdf.pdfa
import pytest
from python_calamine import CalamineWorkbook
from tests.careers import AS_OF, LONG, RARE_NAME, SHORT, long_career, places, short_career
from tests.end_to_end.running import Command

from growth_ledger.reports.svg import text_width
from growth_ledger.resources import packs_folder

SPACE = "{http://www.w3.org/2000/svg}"

FALSE_ALARMS = {
    # The checker approves only what it recognises; docs/exports.md says of each why it is none.
    ("ISO_19005_3:6.2.11.4.2-2", "/CIDSet on a CIDFontType2 subset is not checked"),
    ("pikepdf:font-program", "CIDFontType0: CFF FDArray FontMatrix is not supported"),
    ("pikepdf:schema-OutlineItem", "REFERENCE is not valid under any of the given schemas"),
    ("ISO_19005_3:6.6.2.3.1-1", "XMP namespace xmpTPg"),
    ("ISO_19005_3:6.6.2.3.1-1", "XMP property xmpTPg:NPages is not permitted"),
    ("ISO_19005_3:6.6.2.3.1-1", "XMP namespace pdfaExtension"),
    ("ISO_19005_3:6.6.2.3.1-1", "XMP namespace pdfaSchema"),
    ("ISO_19005_3:6.6.2.3.1-1", "XMP namespace pdfaProperty"),
    ("ISO_19005_3:6.6.2.3.1-1", "XMP property pdfaExtension:schemas is not permitted"),
    (
        "ISO_19005_3:6.6.2.3.1-2",
        "the content of structured XMP property xmpMM:History is not checked",
    ),
}


@pytest.fixture
def filled(sqlite_command: Command) -> Command:
    """A ledger with both careers and a checkpoint."""
    sqlite_command.run("init")
    events = [*places(), *long_career(), *short_career()]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))
    sqlite_command.run("audit", "checkpoint")
    return sqlite_command


def export(command: Command, teacher: str, name: str, *options: str, as_of: str = AS_OF) -> Path:
    out = command.folder / name
    command.run("export", teacher, "--out", str(out), "--as-of", as_of, *options)
    return out


def sheets_of(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_careers_are_as_long_as_they_are_said_to_be(filled: Command) -> None:
    rows = filled.json("history", LONG, "--format", "json")

    assert len(rows) >= 60
    assert {row["state"] for row in rows} >= {"stands", "corrected", "voided"}


def test_the_page_holds_everything_and_fetches_nothing(filled: Command) -> None:
    page = export(filled, LONG, "file.html").read_text(encoding="utf-8")

    assert page.startswith("<!doctype html>")
    assert RARE_NAME in page
    assert "<caption>" in page
    for kind in ("File opened", "Award granted", "Veto lifted", "Tenure credited"):
        assert kind in page
    assert "<script" not in page
    assert re.findall(r"(?:src|href)=\"(?!data:)", page) == []
    assert re.findall(r"url\(|@import", page) == []
    for row in filled.json("history", LONG, "--format", "json"):
        assert row["event_id"] in page


def test_a_correction_and_a_void_are_shown_as_such(filled: Command) -> None:
    history = filled.json("history", LONG, "--format", "json")
    page = export(filled, LONG, "file.html").read_text(encoding="utf-8")

    gone = [row for row in history if row["state"] != "stands"]
    struck = re.findall(r'<tr class="gone">.*?</tr>', page)
    assert len(struck) == len(gone) == 3
    assert sorted(re.findall(r'title="([0-9a-f-]{36})"', "".join(struck))) == sorted(
        row["event_id"] for row in gone
    )
    assert all("<del>" in row for row in struck)
    (wrong,) = [
        row["position"] for row in gone if row["ref"] == "W0" and row["state"] == "corrected"
    ]
    assert f"corrects #{wrong}" in page


def test_markup_in_a_name_stays_text(sqlite_command: Command) -> None:
    sqlite_command.run("init")
    [opened] = short_career()
    events = [*places(), {**opened, "name": '<img src=x onerror="alert(1)">&'}]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))

    page = export(sqlite_command, SHORT, "file.html").read_text(encoding="utf-8")

    assert "<img" not in page
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;" in page


@pytest.mark.parametrize("teacher", [LONG, SHORT])
def test_the_pdf_is_archival_but_for_what_the_checker_does_not_know(
    filled: Command, teacher: str
) -> None:
    path = export(filled, teacher, "file.pdf")

    report = pikepdf.pdfa.validate_written(path, "3b")

    found = {
        (one.rule, re.sub(r"'\d+ 0 R'", "REFERENCE", one.message).partition("=http")[0])
        for one in report.findings
    }
    assert found <= FALSE_ALARMS
    with pikepdf.open(path) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
        assert str(document.Root.Lang) == "en-GB"


def test_what_is_attached_to_the_pdf_is_the_export_and_verifies(filled: Command) -> None:
    path = export(filled, LONG, "file.pdf")
    machine = export(filled, LONG, "file.json").read_bytes()

    with pikepdf.open(path) as document:
        attached = {name: one.get_file().read_bytes() for name, one in document.attachments.items()}

    assert attached == {f"{LONG}.json": machine}
    taken_out = filled.folder / "attached.json"
    taken_out.write_bytes(attached[f"{LONG}.json"])
    key = filled.run("audit", "key").stdout.strip()
    filled.run("verify", str(taken_out), "--key", key)


@pytest.mark.parametrize("ending", ["html", "pdf", "xlsx", "json"])
def test_the_same_basis_and_checkpoint_give_the_same_bytes(filled: Command, ending: str) -> None:
    first = export(filled, LONG, f"one.{ending}").read_bytes()

    second = export(filled, LONG, f"two.{ending}").read_bytes()

    assert first == second


def test_a_day_and_a_position_of_their_own_are_those_of_the_page(filled: Command) -> None:
    page = export(filled, LONG, "file.html", "--known-at", "#40").read_text(encoding="utf-8")

    assert "as-of 2025-03-01 · known-at #40 · rules hongkou-2023@" in page
    history = filled.json("history", LONG, "--format", "json", "--known-at", "#40")
    assert len(re.findall(r'<td class="id"', page)) == len(history) < 60


def test_without_a_checkpoint_a_pdf_says_how_to_make_one_and_a_page_that_there_is_none(
    sqlite_command: Command,
) -> None:
    sqlite_command.run("init")
    events = [*places(), *short_career()]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))

    refused = sqlite_command.run("export", SHORT, "--out", "file.pdf", status=1)
    page = export(sqlite_command, SHORT, "file.html").read_text(encoding="utf-8")

    assert "audit checkpoint" in refused.stderr
    assert "none yet: `growth-ledger audit checkpoint` makes one" in page


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        (
            "en",
            (
                "error: no font at hand has the sign 😀 (U+1F600): put a font that has it into a "
                "folder and name that folder with --fonts or in GROWTH_LEDGER_FONTS\n"
            ),
        ),
        (
            "zh",
            (
                "error: 现有字体中没有“😀”（U+1F600）：请把含有该字的字体放入一个文件夹，"
                "并用 --fonts 或环境变量 GROWTH_LEDGER_FONTS 指明该文件夹\n"
            ),
        ),
    ],
)
def test_a_character_that_no_font_has_is_named(
    sqlite_command: Command, lang: str, line: str
) -> None:
    sqlite_command.run("init")
    [opened] = short_career()
    events = [*places(), {**opened, "name": "王😀"}]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))
    sqlite_command.run("audit", "checkpoint")
    speaking = Command(
        url=sqlite_command.url,
        folder=sqlite_command.folder,
        lang=lang,
        environment=sqlite_command.environment,
    )
    out = sqlite_command.folder / "file.pdf"

    refused = speaking.run("export", SHORT, "--out", str(out), status=1)

    assert refused.stderr == line
    assert not out.exists()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_of_many_the_one_that_cannot_be_written_is_named_and_the_others_are(
    sqlite_command: Command, workers: str
) -> None:
    sqlite_command.run("init")
    [opened] = short_career()
    names = {"T1": "甲", "T2": "王😀", "T3": "乙", "T4": "丙", "T5": "丁"}
    files = [{**opened, "teacher": teacher, "name": name} for teacher, name in names.items()]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *places(), *files))
    sqlite_command.run("audit", "checkpoint")
    folder = sqlite_command.folder / "files"

    order = ("export", "--school", "S01", "--out", str(folder), "--workers", workers)
    said = sqlite_command.run(*order, status=1)

    assert sorted(path.stem for path in folder.iterdir()) == ["T1", "T3", "T4", "T5"]
    assert said.stdout == f"Wrote 4 files into {folder}\n"
    assert said.stderr.splitlines() == [
        (
            "error: no font at hand has the sign 😀 (U+1F600), T2: put a font that has it into a "
            "folder and name that folder with --fonts or in GROWTH_LEDGER_FONTS"
        ),
        "error: 1 file was not written: mend what is said above, then export those teachers again",
    ]


def test_a_folder_of_fonts_that_is_not_there_is_an_error(filled: Command) -> None:
    refused = filled.run("export", SHORT, "--out", "file.pdf", "--fonts", "nowhere", status=1)

    assert refused.stderr == (
        "error: there is no such folder of fonts, nowhere: "
        "name a folder that is there with --fonts or in GROWTH_LEDGER_FONTS\n"
    )


def test_the_workbook_has_a_sheet_a_kind_with_filters_and_types(filled: Command) -> None:
    path = export(filled, LONG, "file.xlsx")

    sheets = sheets_of(path)
    history = filled.json("history", LONG, "--format", "json")

    assert sheets["About"][0][0] == "Career file"
    heads, *rows = sheets["Training completed"]
    assert len(rows) == sum(row["kind"] == "training-completed" for row in history)
    first = dict(zip(heads, rows[0], strict=True))
    assert first["Hours"] == 48.0
    assert first["Day"].isoformat() == "1996-07-12"
    assert first["Event"] in {row["event_id"] for row in history}
    assert len(sheets["Tenure credited"]) == 16
    with_filters = _parts_with(path, b"<autoFilter")
    # Every sheet but the first one.
    assert with_filters == len(sheets) - 1


def _parts_with(path: Path, words: bytes) -> int:
    from zipfile import ZipFile

    with ZipFile(path) as parts:
        return sum(words in parts.read(name) for name in parts.namelist() if "worksheets" in name)


def test_a_text_that_looks_like_a_formula_stays_text_in_a_workbook(sqlite_command: Command) -> None:
    sqlite_command.run("init")
    [opened] = short_career()
    events = [*places(), {**opened, "name": "=1+1", "note": "https://example.org"}]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))

    path = export(sqlite_command, SHORT, "file.xlsx")

    assert "=1+1" in sheets_of(path)["File opened"][1]
    assert _parts_with(path, b"<f>") == 0
    assert _parts_with(path, b"<hyperlink") == 0


def test_a_file_of_a_single_event_is_whole_too(filled: Command) -> None:
    page = export(filled, SHORT, "file.html").read_text(encoding="utf-8")

    assert "李明" in page
    assert page.count('<td class="id"') == 1
    assert "missing for Eligible (clause 三（一）1①、三（一）1②):" in page
    assert "0 hours, needs 48 of pre-service training" in page


def test_what_is_missing_says_when_time_alone_will_bring_it(sqlite_command: Command) -> None:
    sqlite_command.run("init")
    [opened] = short_career()
    events = [
        *places(),
        opened,
        {
            "kind": "training-completed",
            "teacher": SHORT,
            "programme": "pre-service",
            "hours": "48",
            "level": "district",
            "effective_on": "2024-08-25",
        },
        {
            "kind": "appointed",
            "teacher": SHORT,
            "role": "probationary",
            "first_day": "2024-09-01",
        },
    ]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))

    page = export(sqlite_command, SHORT, "file.html").read_text(encoding="utf-8")

    assert "time alone makes it Eligible on 2025-08-31" in page
    assert (
        "missing for Eligible (clause 三（一）1①、三（一）1②): "
        "(time alone brings it on 2025-08-31)" in page
    )


def test_what_other_rules_bring_is_not_put_down_to_time(sqlite_command: Command) -> None:
    sqlite_command.run("init")
    [opened] = short_career()
    credited = {"kind": "tenure-credited", "teacher": SHORT, "role": "homeroom", "credit": "1"}
    events = [*places(), opened, {**credited, "school_year": "2024-2025"}]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))
    stricter = sqlite_command.folder / "stricter"
    shutil.copytree(packs_folder() / "hongkou-2023", stricter)
    pack = stricter / "pack.yaml"
    text = pack.read_text(encoding="utf-8")
    text = text.replace("tenure: {at_least: 0.5}", "tenure: {at_least: 5}")
    text = text.replace("policy: hongkou-2023", "policy: hongkou-2027")
    pack.write_text(text.replace("en: Not yet}", "en: No longer}"), encoding="utf-8")
    adopting = ("policy", "adopt", "--district", "hongkou", "--first-day")

    sqlite_command.run(*adopting, "2027-01-01", "hongkou-2023")
    same = export(sqlite_command, SHORT, "same.html", as_of="2025-10-01").read_text("utf-8")
    sqlite_command.run(*adopting, "2027-03-01", str(stricter))
    other = export(sqlite_command, SHORT, "other.html", as_of="2025-10-01").read_text("utf-8")

    assert "Admission as homeroom teacher: now Experienced" in next_steps(same)
    assert "2027" not in next_steps(same)
    assert "time alone" not in next_steps(other)
    assert (
        "other rules apply from 2027-03-01 on (Hongkou 2023 homeroom teacher scheme) and make it No longer"
        in next_steps(other)
    )


def test_prizes_of_one_grade_are_counted_and_revoked_ones_stand_in_brackets(
    sqlite_command: Command,
) -> None:
    sqlite_command.run("init")
    [opened] = short_career()
    prize = {"kind": "award-granted", "teacher": SHORT, "award": "gardener", "level": "city"}
    grades = ("first", "third", "first", "second", "second")
    prizes = [
        {**prize, "grade": grade, "ref": f"A{at}", "effective_on": f"2024-1{at % 3}-01"}
        for at, grade in enumerate(grades)
    ]
    revoked = {"kind": "award-revoked", "teacher": SHORT, "effective_on": "2025-01-01"}
    events = [*places(), opened, *prizes, {**revoked, "target": "A4"}]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))

    chinese = replace(sqlite_command, lang="zh").run("timeline", SHORT, "--format", "svg").stdout

    assert ">一×2 二 三 (二)<" in chinese


def test_what_is_recorded_for_a_day_ahead_is_not_put_down_to_time(sqlite_command: Command) -> None:
    sqlite_command.run("init")
    [opened] = short_career()
    veto = {
        "kind": "vetoed",
        "teacher": SHORT,
        "ground": "ethics",
        "effective_on": "2025-09-01",
        "authority": "虹口区教育局",
    }
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *places(), opened, veto))

    page = export(sqlite_command, SHORT, "file.html").read_text(encoding="utf-8")

    assert "what is recorded for 2025-09-01 makes it Barred from then on" in next_steps(page)


def next_steps(page: str) -> str:
    """What the page says of what comes next."""
    return page.partition("What comes next")[2].partition("The record")[0]


def test_an_erased_person_is_a_staff_number_on_paper(filled: Command) -> None:
    filled.run("erase", LONG, "--reason", "asked for")

    page = export(filled, LONG, "file.html").read_text(encoding="utf-8")

    assert LONG in page
    assert RARE_NAME not in page
    assert "1973-02-28" not in page
    assert "1234" not in page


def test_many_are_written_into_a_folder_by_school(filled: Command) -> None:
    folder = filled.folder / "files"

    said = filled.run(
        "export", "--school", "S01", "--out", str(folder), "--format", "html", "--as-of", AS_OF
    )

    assert sorted(path.name for path in folder.iterdir()) == [f"{LONG}.html", f"{SHORT}.html"]
    assert said.stdout == f"Wrote 2 files into {folder}\n"
    alone = export(filled, LONG, "alone.html")
    assert (folder / f"{LONG}.html").read_bytes() == alone.read_bytes()


def test_several_processes_write_what_one_would(filled: Command) -> None:
    more = [
        {**said, "teacher": f"HK01{number:02}"} for number in range(6) for said in short_career()
    ]
    filled.run("import", filled.lines("more.jsonl", *more))
    filled.run("audit", "checkpoint")
    together, alone = filled.folder / "together", filled.folder / "alone"
    order = ["export", "--district", "hongkou", "--as-of", AS_OF, "--format", "pdf"]

    filled.run(*order, "--out", str(together), "--workers", "2")
    filled.run(*order, "--out", str(alone), "--workers", "1")

    names = sorted(path.name for path in together.iterdir())
    assert len(names) == 8
    for name in names:
        assert (together / name).read_bytes() == (alone / name).read_bytes()


def test_a_staff_number_that_no_file_may_be_called_is_written_as_in_an_address(
    sqlite_command: Command,
) -> None:
    sqlite_command.run("init")
    events = [*places(), *({**one, "teacher": "../A:1"} for one in short_career())]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))
    folder = sqlite_command.folder / "files"

    sqlite_command.run(
        "export", "--school", "S01", "--out", str(folder), "--format", "html", "--as-of", AS_OF
    )

    assert [path.name for path in folder.iterdir()] == ["%2E%2E%2FA%3A1.html"]


def test_wrong_usage_says_how_to_mend_it(filled: Command) -> None:
    folder = str(filled.folder / "files")

    nobody = filled.run("export", "--out", folder, status=2)
    several = filled.run("export", LONG, SHORT, "--out", "files.pdf", status=2)
    unknown = filled.run("export", LONG, "--out", "file.docx", status=2)
    missing = filled.run("export", "HK0003", "--out", "file.html", status=1)

    assert nobody.stderr.startswith("error: no teacher is named: name teachers")
    assert several.stderr == (
        "error: several files do not go into one, files.pdf: name a folder with --out\n"
    )
    assert ".json, .html, .pdf, .xlsx" in unknown.stderr
    assert "HK0003" in missing.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_picture_alone_is_an_svg_with_every_lane(filled: Command, lang: str) -> None:
    out = filled.folder / "picture.svg"
    speaking = Command(
        url=filled.url, folder=filled.folder, lang=lang, environment=filled.environment
    )

    speaking.run("timeline", LONG, "--as-of", AS_OF, "--format", "svg", "--out", str(out))

    picture = ET.parse(out).getroot()  # noqa: S314 - our own.
    words = [one.text for one in picture.iter(f"{SPACE}text")]
    lanes = {
        "en": ["Posts", "Tenure", "Training", "Awards", "Appraisals", "Vetoes", "Standings"],
        "zh": ["聘任", "班主任年限", "培训", "表彰", "考核", "一票否决", "各项结论"],
    }[lang]
    assert set(lanes) <= set(words)
    assert {"25.5", "48", "40", "60"} <= set(words)
    assert str(picture.attrib["lang"]).startswith(lang)


def test_a_title_of_a_district_that_has_no_policy_here_is_called_by_its_name(
    filled: Command,
) -> None:
    page = export(filled, LONG, "file.html").read_text(encoding="utf-8")

    assert "City senior homeroom teacher" in page
    assert "city-senior" not in page


def test_the_picture_shows_what_stood_on_the_day_asked(filled: Command) -> None:
    drawn = filled.run("timeline", LONG, "--as-of", "2001-09-01", "--format", "svg").stdout

    words = [one.text for one in ET.fromstring(drawn).iter(f"{SPACE}text")]  # noqa: S314 - our own.
    assert "Vetoes" not in words
    assert "5" in words
    assert "25.5" not in words


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_picture_that_stands_alone_says_whose_it_is_and_on_what_basis(
    filled: Command, lang: str
) -> None:
    asked = ("timeline", LONG, "--as-of", AS_OF)
    speaking = replace(filled, lang=lang)

    drawn = speaking.run(*asked, "--format", "svg").stdout
    page = speaking.run(*asked, "--format", "html").stdout

    picture = ET.fromstring(drawn)  # noqa: S314 - our own.
    basis = speaking.json(*asked, "--format", "json")["basis"]
    words = [one.text for one in picture.iter(f"{SPACE}text")]
    title = picture.find(f"{SPACE}title")
    assert title is not None
    assert title.text == words[0]
    assert f"{LONG} {RARE_NAME}" in (words[0] or "")
    assert AS_OF in (words[0] or "")
    assert words[1] == ("Basis: " if lang == "en" else "依据：") + basis
    # On a page these stand above it.
    assert f">{words[0]}</text>" not in page


def test_everything_in_the_picture_lies_inside_it(filled: Command) -> None:
    drawn = filled.run("timeline", LONG, "--as-of", AS_OF, "--format", "svg").stdout

    picture = ET.fromstring(drawn)  # noqa: S314 - our own.
    _, _, width, height = map(float, picture.attrib["viewBox"].split())
    for one in picture.iter(f"{SPACE}rect"):
        left, top = float(one.attrib["x"]), float(one.attrib["y"])
        assert 0 <= left <= left + float(one.attrib["width"]) <= width
        assert 0 <= top <= top + float(one.attrib["height"]) <= height
    for one in picture.iter(f"{SPACE}text"):
        assert 0 <= float(one.attrib["x"]) <= width
        assert 0 <= float(one.attrib["y"]) <= height


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_words_in_the_picture_stand_on_other_words(filled: Command, lang: str) -> None:
    speaking = Command(
        url=filled.url, folder=filled.folder, lang=lang, environment=filled.environment
    )
    drawn = speaking.run("timeline", LONG, "--as-of", AS_OF, "--format", "svg").stdout

    boxes = [_box(one) for one in ET.fromstring(drawn).iter(f"{SPACE}text")]  # noqa: S314 - our own.

    assert len(boxes) > 60
    for index, (left, right, top, bottom, words) in enumerate(boxes):
        for other_left, other_right, other_top, other_bottom, others in boxes[index + 1 :]:
            assert (
                right <= other_left
                or other_right <= left
                or bottom <= other_top
                or other_bottom <= top
            ), (words, others)


def _box(one: ET.Element) -> tuple[float, float, float, float, str]:
    """Where a line of text stands; the height is that of its signs without the room around them."""
    words, size = one.text or "", float(one.attrib["font-size"])
    x, base, width = float(one.attrib["x"]), float(one.attrib["y"]), text_width(words, size)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[one.attrib["text-anchor"]]
    return left, left + width, base - 0.8 * size, base + 0.1 * size, words


def test_the_json_of_an_export_is_one_document(filled: Command) -> None:
    path = export(filled, LONG, "file.json")

    assert json.loads(path.read_text(encoding="utf-8"))["teacher"] == LONG
