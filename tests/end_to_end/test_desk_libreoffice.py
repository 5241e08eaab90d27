"""A template filled in and saved by LibreOffice: every format says the same events."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from tests.end_to_end.running import Command
from tests.unit.intake.sheets_of_clerks import GOOD, HEADER, codes, said, statements, workbook

from growth_ledger.errors import UnreadableError
from growth_ledger.intake.sheets import read_sheets

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed (apt-get install libreoffice-calc)"
)

GB18030 = 85
"""LibreOffice's number of the encoding."""
FILTERS = {
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "xls": "xls:MS Excel 97",
    "ods": "ods:calc8",
    "csv": f"csv:Text - txt - csv (StarCalc):44,34,{GB18030},1,,0,false,true,false,false,false,-1",
}
FILLED: dict[str, list[dict[str, str]]] = {
    "学校登记": [
        {
            "学校代码": "S01",
            "学校名称": "第一中学",
            "所属区县": "hongkou",
            "学段": "初级中学",
            "是否农村学校": "否",
            "生效日期": "1990-09-01",
        }
    ],
    "教师建档": [
        {
            "教师工号": "00123",
            "姓名": "龘 㐂",
            "学校代码": "S01",
            "生效日期": "2010年9月1日",
            "身份证件号码": "310105198503121234",
            "出生日期": "1985/3/12",
        }
    ],
    "聘任": [
        {
            "教师工号": "00123",
            "姓名": "龘㐂",
            "岗位": "班主任",
            "开始日期": "2013-09-01",
            "班级": "三（1）班",
            "编号": "A1",
            "备注": "含“引号”,逗号；\n换行",
        }
    ],
    "聘任终止": [{"教师工号": "00123", "针对哪一项": "A1", "结束日期": "2023.8.31"}],
    "完成培训": [
        {
            "教师工号": "00123",
            "培训项目": "岗前培训",
            "学时": "#7.5",
            "级别": "区（县级市）级",
            "生效日期": "#41183",
        }
    ],
    "考核": [
        {
            "教师工号": "00123",
            "考核类别": "班主任考核",
            "考核结果": "优秀",
            "生效日期": "2023-06-30",
            "学年": "2022-2023",
            "得分：师德师风": "#92.25",
        }
    ],
    "计入年限": [{"教师工号": "00123", "学年": "2022-2023", "岗位": "班主任", "计入年数": "#0.5"}],
}
"""Rows by sheet and header; what begins with # is a number, or a day where the column is of days."""


def filled_in(template: Path, path: Path) -> None:
    """The template with the rows below its example, as a program that fills it in would leave it."""
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(path, "w") as new:
        sheets = re.findall(r'<sheet name="([^"]+)"', old.read("xl/workbook.xml").decode())
        strings = re.findall(
            r"<si><t[^>]*>([^<]*)</t></si>", old.read("xl/sharedStrings.xml").decode()
        )
        parts = {f"xl/worksheets/sheet{number}.xml": name for number, name in enumerate(sheets, 1)}
        for part in old.namelist():
            content = old.read(part)
            rows = FILLED.get(parts.get(part, ""))
            if rows is not None:
                content = with_rows(content.decode(), strings, rows).encode()
            new.writestr(part, content)


def with_rows(part: str, strings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    headers = {
        strings[int(index)].removesuffix(" *"): column
        for column, index in re.findall(r'<c r="([A-Z]+)1"[^>]*t="s"><v>(\d+)</v>', part)
    }
    styles = {
        int(first): style
        for first, style in re.findall(r'<col min="(\d+)" max="\d+"[^>]*style="(\d+)"', part)
    }
    written = ""
    for number, row in enumerate(rows, start=3):
        cells = ""
        for header, column in sorted(headers.items(), key=lambda pair: (len(pair[1]), pair[1])):
            value = row.get(header)
            if value is None:
                continue
            # A template has fewer than 26 columns.
            style = f' s="{styles.get(ord(column) - 64, 0)}"'
            if value.startswith("#"):
                cells += f'<c r="{column}{number}"{style}><v>{value[1:]}</v></c>'
            else:
                cells += (
                    f'<c r="{column}{number}"{style} t="inlineStr">'
                    f'<is><t xml:space="preserve">{escape(value)}</t></is></c>'
                )
        assert set(row) <= set(headers), set(row) - set(headers)
        written += f'<row r="{number}">{cells}</row>'
    return part.replace("</sheetData>", f"{written}</sheetData>")


def saved_as(form: str, path: Path, folder: Path) -> list[Path]:
    """What LibreOffice makes of the workbook: one file, or a CSV file for each sheet."""
    assert OFFICE is not None
    out = folder / form
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", FILTERS[form], "--outdir", out, path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return sorted(out.iterdir())


def events_of(command: Command) -> list[dict[str, Any]]:
    history: list[dict[str, Any]] = command.json("history", "00123", "--format", "json")
    for event in history:
        event["fields"].pop("source")
        event["fields"].pop("personal", None)
        for name in ("recorded_at", "position"):
            event.pop(name)
    return history


def test_a_template_saved_by_libreoffice_in_any_format_says_the_same_events(
    tmp_path: Path,
) -> None:
    clerk = Command(url=str(tmp_path / "one.db"), folder=tmp_path, lang="zh")
    template, path = tmp_path / "空表.xlsx", tmp_path / "登记.xlsx"
    clerk.run("template", str(template), "--kinds", ",".join(FILLED))
    filled_in(template, path)
    clerk.run("init")
    clerk.run("import", str(path))
    expected = events_of(clerk)

    for form in FILTERS:
        other = Command(url=str(tmp_path / f"{form}.db"), folder=tmp_path, lang="zh")
        other.run("init")
        files = [
            file
            for file in saved_as(form, path, tmp_path)
            if not file.stem.endswith(("说明", "名单"))
        ]
        if form == "csv":
            assert len(files) == len(FILLED)
            assert "班主任".encode("gb18030") in b"".join(file.read_bytes() for file in files)
            # One file a sheet: in the order in which a clerk would name them.
            files = [next(f for f in files if f.stem.endswith(f"-{name}")) for name in FILLED]
        receipt = other.json("import", *map(str, files), "--format", "json")

        assert receipt["recorded"] == len(FILLED), form
        assert events_of(other) == expected, form
        # The very same events: what is there already is not recorded again.
        again = clerk.json("import", *map(str, files), "--format", "json")
        assert (again["recorded"], again["already_present"]) == (0, len(FILLED)), form

    assert [event["kind"] for event in expected] == [
        "file-opened",
        "appointed",
        "appointment-ended",
        "training-completed",
        "appraised",
        "tenure-credited",
    ]
    training = expected[3]["fields"]
    assert (training["hours"], training["effective_on"]) == ("7.5", "2012-10-01")
    assert expected[4]["fields"]["scores"] == {"ethics": "92.25"}


def test_an_old_workbook_with_any_byte_changed_is_read_or_refused_and_prints_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Of the reader's own panics, too: in Rust, and written to standard error."""
    clerk = Command(url=str(tmp_path / "none.db"), folder=tmp_path, lang="zh")
    template = tmp_path / "空表.xlsx"
    clerk.run("template", str(template), "--kinds", "聘任")
    (old,) = saved_as("xls", template, tmp_path)
    content = old.read_bytes()
    chance = random.Random(1)
    capfd.readouterr()

    found = set()
    for _ in range(60):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        old.write_bytes(changed)
        try:
            found.add(type(read_sheets(old)).__name__)
        except UnreadableError as error:
            found.add(error.code)

    assert found == {"list", "workbook-damaged"}
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_a_cell_shows_is_told_in_what_libreoffice_saves(form: str, tmp_path: Path) -> None:
    odd = {
        (1, 3): (date(2023, 9, 1), 'yyyy"年"m"月"'),
        (2, 3): (date(2023, 9, 1), '[$-804]m"月"d"日";@'),
        (3, 5): (1, '"七（"0"）班"'),
        (4, 5): (701, "0000"),
        (5, 5): (0.24, '0.00"万元"'),
        (6, 3): (date(2023, 9, 1), 'yyyy"年"m"月"d"日";@'),
        (6, 5): (701, "0_ "),
    }

    def change(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter's.
        for (row, column), (value, code) in odd.items():
            write = sheet.write_datetime if isinstance(value, date) else sheet.write_number
            write(row, column, value, book.add_format({"num_format": code}))

    path = workbook(tmp_path, [HEADER, *[GOOD] * 6], change=change)

    (saved,) = saved_as(form, path, tmp_path)

    found = statements(saved)
    assert codes(found) == [
        (2, "part-of-a-day", "first_day"),
        (3, "part-of-a-day", "first_day"),
        (4, "number-shown-otherwise", "class_name"),
        (5, "number-shown-otherwise", "class_name"),
        (6, "number-with-unit", "class_name"),
    ]
    (event,) = said(found[5:])
    assert (event["first_day"], event["class_name"]) == ("2023-09-01", "701")
