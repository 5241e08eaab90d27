"""Each mistake at the clerk's desk in its exact words, in both languages, with what causes it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.desk import PLACES, opened
from tests.end_to_end.running import Command
from tests.unit.intake.sheets_of_clerks import (
    GOOD,
    HEADER,
    csv_file,
    statements,
    workbook,
)

from growth_ledger.errors import LedgerError, Refusal
from growth_ledger.intake import workbook_text
from growth_ledger.intake.workbooks import check_new_workbook, new_workbook
from growth_ledger.wording.desk import _ERRORS
from growth_ledger.wording.messages import message

Made = Callable[[Path], Path]


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A file that is wrong in one way, and what is said of it: what, where it stands, how to mend."""

    make: Made
    english: str
    chinese: str


def row(*cells: Any) -> Made:  # noqa: ANN401 - cells.
    return lambda folder: workbook(folder, [HEADER, (*cells, *GOOD[len(cells) :])])


def of(sheet: str, header: tuple[str, ...], *cells: Any) -> Made:  # noqa: ANN401 - cells.
    return lambda folder: workbook(folder, [header, cells], sheet=sheet)


def hide(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter's.
    book.add_worksheet("Sheet1").activate()
    sheet.hide()


def changed(content: Callable[[bytes], bytes]) -> Made:
    """A workbook whose sheet's text was changed."""

    def make(folder: Path) -> Path:
        path = workbook(
            folder,
            [HEADER, GOOD],
            change=lambda _, sheet: sheet.write_formula(1, 5, "=1+1", None, "X"),
        )
        made = folder / "changed.xlsx"
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
            for part in old.namelist():
                read = old.read(part)
                new.writestr(part, content(read) if part.endswith("sheet1.xml") else read)
        return made

    return make


def file(name: str, content: bytes) -> Made:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


MISTAKES: dict[str, Mistake] = {
    "number-spoilt": Mistake(
        make=of("教师建档", ("教师工号", "身份证件号码"), "T1", 310105198503121234),
        english="id_number 3.10105198503121e+17 is a number of more than 15 digits, which Excel has spoilt, book.xlsx, sheet 教师建档, row 2, column B: format the cell as text and type the number again",
        chinese="“身份证件号码”（id_number）3.10105198503121e+17是超过15位的数字，Excel 已丢失其末几位，book.xlsx，工作表“教师建档”，第2行，第B列：请将单元格设为文本格式后重新录入",
    ),
    "number-for-name": Mistake(
        make=row(1023),
        english="teacher 1023 stands in the cell as a number, which loses zeros in front, book.xlsx, sheet 聘任, row 2, column A: format the cell as text and write it again, with the zeros if it has any",
        chinese="“教师工号”（teacher）1023在单元格中是数字格式，开头的0会丢失，book.xlsx，工作表“聘任”，第2行，第A列：请将单元格设为文本格式后重新填写，开头有0的请补上",
    ),
    "not-text-cell": Mistake(
        make=row(date(2023, 9, 1)),
        english="teacher 2023-09-01 stands in the cell as a day or a truth value, book.xlsx, sheet 聘任, row 2, column A: format the cell as text and write it again",
        chinese="“教师工号”（teacher）“2023-09-01”在单元格中是日期或逻辑值，book.xlsx，工作表“聘任”，第2行，第A列：请将单元格设为文本格式后重新填写",
    ),
    "number-with-unit": Mistake(
        make=lambda folder: workbook(
            folder,
            [HEADER, GOOD],
            change=lambda book, sheet: sheet.write_number(
                1, 5, 0.95, book.add_format({"num_format": "0%"})
            ),
        ),
        english="class_name stands in the cell as 0.95, and is shown with a unit that is no part of it, such as %, book.xlsx, sheet 聘任, row 2, column F: set the cell's format to General and write the number that is meant",
        chinese="“班级”（class_name）在单元格中的数值是0.95，显示时另带单位（%、万），book.xlsx，工作表“聘任”，第2行，第F列：请将单元格格式设为“常规”，并填写实际数值",
    ),
    "number-shown-otherwise": Mistake(
        make=lambda folder: workbook(
            folder,
            [HEADER, GOOD],
            change=lambda book, sheet: sheet.write_number(
                1, 5, 701, book.add_format({"num_format": "0000"})
            ),
        ),
        english="class_name stands in the cell as the number 701, and the cell's format shows it otherwise, book.xlsx, sheet 聘任, row 2, column F: format the cell as text and write what is meant in full, such as 0701",
        chinese="“班级”（class_name）在单元格中的数值是701，显示的内容另由单元格格式生成，book.xlsx，工作表“聘任”，第2行，第F列：请将单元格设为文本格式，完整填写应有的内容，如 0701",
    ),
    "number-of-day": Mistake(
        make=row("HK0001", "", "班主任", 45170),
        english="first_day 45170 is a number by which Excel counts days, book.xlsx, sheet 聘任, row 2, column D: format the cell as a date, or write the day such as 2023-09-01",
        chinese="“开始日期”（first_day）45170是 Excel 内部的日期序号，book.xlsx，工作表“聘任”，第2行，第D列：请将单元格设为日期格式，或写成 2023-09-01 的样子",
    ),
    "part-of-a-day": Mistake(
        make=lambda folder: workbook(
            folder,
            [HEADER, GOOD],
            change=lambda book, sheet: sheet.write_datetime(
                1, 3, date(2027, 6, 1), book.add_format({"num_format": 'yyyy"年"m"月"'})
            ),
        ),
        english="first_day stands in the cell as 2027-06-01, and is shown without its year or its day, book.xlsx, sheet 聘任, row 2, column D: format the cell as text and write the whole day, such as 2023-09-01",
        chinese="“开始日期”（first_day）在单元格中是“2027-06-01”，显示时却缺少年份或日，book.xlsx，工作表“聘任”，第2行，第D列：请将单元格设为文本格式，写出完整的年月日，如 2023-09-01",
    ),
    "ambiguous-day": Mistake(
        make=row("HK0001", "", "班主任", "3/4/2023"),
        english="first_day 3/4/2023 can be read as two days, book.xlsx, sheet 聘任, row 2, column D: write the year first, such as 2023-09-01",
        chinese="“开始日期”（first_day）“3/4/2023”可以理解为两个日期，book.xlsx，工作表“聘任”，第2行，第D列：请把年份写在前面，如 2023-09-01",
    ),
    "cell-error": Mistake(
        make=changed(
            lambda read: read.replace(b't="str"', b't="e"').replace(b"<v>X<", b"<v>#N/A<")
        ),
        english="class_name holds an error instead of a value, changed.xlsx, sheet 聘任, row 2, column F: mend the formula, or write the value itself",
        chinese="“班级”（class_name）是错误值，没有内容，changed.xlsx，工作表“聘任”，第2行，第F列：请改正公式，或直接填写内容",
    ),
    "formula-without-value": Mistake(
        make=changed(lambda read: read.replace(b"<v>X</v>", b"")),
        english="class_name holds a formula without a value, changed.xlsx, sheet 聘任, row 2, column F: open the workbook, save it, or paste the value",
        chinese="“班级”（class_name）是没有计算结果的公式，changed.xlsx，工作表“聘任”，第2行，第F列：请打开工作簿重新保存，或粘贴为数值",
    ),
    "ditto": Mistake(
        make=row("HK0001", "", "同上"),
        english="role 同上 only says that it is as above, book.xlsx, sheet 聘任, row 2, column C: write it out in every row",
        chinese="“岗位”（role）“同上”只表示与上一行相同，book.xlsx，工作表“聘任”，第2行，第C列：请逐行写明",
    ),
    "unknown-code": Mistake(
        make=row("HK0001", "", "班主仁"),
        english="role has no code 班主仁, book.xlsx, sheet 聘任, row 2, column C: did you mean homeroom (Homeroom teacher)? If not, write one of: homeroom (Homeroom teacher), deputy (Deputy homeroom teacher), probationary (Probationary homeroom teacher), assistant (Assistant homeroom teacher), rotating (Rotating homeroom teacher), grade-head (Head of grade), studio-host",
        chinese="“岗位”（role）没有“班主仁”这一项，book.xlsx，工作表“聘任”，第2行，第C列：您是不是想写“homeroom（班主任）”？如不是，请从以下各项中选填：homeroom（班主任）、deputy（副班主任）、probationary（见习班主任）、assistant（助理班主任）、rotating（轮值班主任）、grade-head（年级组长）、studio-host（工作室主持人）",
    ),
    "not-yes-or-no": Mistake(
        make=of("学校登记", ("学校代码", "是否农村学校"), "S1", "可能"),
        english="rural 可能 is neither yes nor no, book.xlsx, sheet 学校登记, row 2, column B: write yes or no",
        chinese="“是否农村学校”（rural）“可能”不是“是”或“否”，book.xlsx，工作表“学校登记”，第2行，第B列：请填“是”或“否”",
    ),
    "bad-evidence": Mistake(
        make=of("聘任", ("教师工号", "证明材料"), "HK0001", "聘书.pdf 123"),
        english="evidence 聘书.pdf 123 is no file name with its SHA-256, book.xlsx, sheet 聘任, row 2, column B: write the file's name, a space, and its 64 hexadecimal digits",
        chinese="“证明材料”（evidence）“聘书.pdf 123”不是文件名加 SHA-256 摘要，book.xlsx，工作表“聘任”，第2行，第B列：请写文件名、一个空格和64位十六进制摘要",
    ),
    "merged-cell": Mistake(
        make=lambda folder: workbook(
            folder,
            [HEADER, GOOD],
            change=lambda _, sheet: sheet.merge_range(1, 3, 1, 4, "2023-09-01"),
        ),
        english="the cells D2:E2 are merged, book.xlsx, sheet 聘任, row 2: unmerge them and fill in every row",
        chinese="单元格D2:E2是合并单元格，book.xlsx，工作表“聘任”，第2行：请取消合并，逐行填写",
    ),
    "unknown-header": Mistake(
        make=lambda folder: workbook(folder, [("教师工号", "担任岗位"), GOOD[:2]]),
        english="there is no column 担任岗位, book.xlsx, sheet 聘任, row 1, column B: did you mean 岗位? If not, take the headers from growth-ledger template",
        chinese="没有名为“担任岗位”的栏目，book.xlsx，工作表“聘任”，第1行，第B列：您是不是想写“岗位”？如不是，请使用 growth-ledger template 生成的表头",
    ),
    "repeated-header": Mistake(
        make=lambda folder: workbook(folder, [("教师工号", "teacher"), GOOD[:2]]),
        english="the column teacher is there twice, book.xlsx, sheet 聘任, row 1, column B: keep one of the two",
        chinese="栏目“teacher”重复出现，book.xlsx，工作表“聘任”，第1行，第B列：请只保留一栏",
    ),
    "second-table": Mistake(
        make=lambda folder: workbook(folder, [HEADER, GOOD, HEADER[::-1], GOOD[::-1]]),
        english="another table begins here, with its columns in another order, book.xlsx, sheet 聘任, row 3: put it with its rows on a sheet or in a file of its own, of the same name with (2) behind it",
        chinese="此处开始另一张表，其栏目排列与上方的表头不同，book.xlsx，工作表“聘任”，第3行：请将它连同其下各行移到单独的工作表或文件，名称可在原名后加“(2)”",
    ),
    "column-without-header": Mistake(
        make=lambda folder: workbook(folder, [HEADER, (*GOOD, "请核实")]),
        english="a cell holds 请核实 under no header, book.xlsx, sheet 聘任, row 2, column H: write its header, or clear the column",
        chinese="单元格有内容“请核实”，所在列却没有表头，book.xlsx，工作表“聘任”，第2行，第H列：请补上表头，或清空该列",
    ),
    "no-header": Mistake(
        make=lambda folder: workbook(folder, [GOOD]),
        english="the sheet has no row of headers, book.xlsx, sheet 聘任: put the headers above the rows, as growth-ledger template does",
        chinese="工作表没有表头，book.xlsx，工作表“聘任”：请在内容上方加上表头，可参照 growth-ledger template 生成的模板",
    ),
    "hidden-sheet": Mistake(
        make=lambda folder: workbook(folder, [HEADER, GOOD], change=hide),
        english="the sheet 聘任 is hidden, book.xlsx, sheet 聘任: show it if it is to be imported, else delete it",
        chinese="工作表“聘任”处于隐藏状态，book.xlsx，工作表“聘任”：需要导入的请取消隐藏，不需要的请删除",
    ),
    "unknown-sheet": Mistake(
        make=lambda folder: workbook(folder, [HEADER, GOOD], sheet="聘用"),
        english="there is no kind of event for the sheet 聘用, book.xlsx, sheet 聘用: did you mean 聘任? If not, name the sheet by the kind, as growth-ledger template does",
        chinese="工作表“聘用”不对应任何事件，book.xlsx，工作表“聘用”：您是不是想写“聘任”？如不是，请以事件类型命名工作表，可参照 growth-ledger template 生成的模板",
    ),
    "unknown-file-name": Mistake(
        make=lambda folder: csv_file(folder, "教师工号,岗位\nT1,班主任\n", name="mixed.csv"),
        english="there is no kind of event for the file name mixed, mixed.csv: name the file by the kind of its rows, such as 2026-appointed.csv",
        chinese="文件名“mixed”不对应任何事件，mixed.csv：请以所登记的事件类型命名文件，例如“2026-聘任.csv”",
    ),
    "unknown-encoding": Mistake(
        make=lambda folder: csv_file(folder, "教师工号", encoding="utf-16"),
        english="the text is neither UTF-8 nor GB18030, 聘任.csv: save the file as UTF-8",
        chinese="文字编码既不是 UTF-8 也不是 GB18030，聘任.csv：请将文件另存为 UTF-8 编码",
    ),
    "mixed-encoding": Mistake(
        make=file(
            "聘任.csv",
            "教师工号,班级\nHK0001,三班\n".encode("gb18030") + "HK0002,三（1）班乙组\n".encode(),
        ),
        english="this line is in UTF-8, and the rest of the file is not, 聘任.csv, line 3: save the parts apart and each as UTF-8, or put them together in a sheet",
        chinese="本行是 UTF-8 编码，文件其余部分不是，聘任.csv，第3行：请将各部分分别另存为 UTF-8，或在表格软件中合并后再保存",
    ),
    "still-to-mend": Mistake(
        make=row("HK0001", "", "班主任", "【请改正】2023-09-01"),
        english="first_day still carries the mark of what is to be mended, book.xlsx, sheet 聘任, row 2, column D: write the right value in place of the mark and what follows it, or clear the cell",
        chinese="“开始日期”（first_day）仍带有“请改正”标记，尚未改正，book.xlsx，工作表“聘任”，第2行，第D列：请将标记连同其后的内容改为正确内容；没有内容的请清空单元格",
    ),
    "csv-damaged": Mistake(
        make=lambda folder: csv_file(folder, '教师工号,岗位\nHK0001,"班主任\n'),
        english="the quotation marks in the file do not match, 聘任.csv, line 2: close every quotation mark, or save the sheet as .xlsx",
        chinese="文件中的引号不成对，聘任.csv，第2行：请补全引号，或将表格另存为 .xlsx",
    ),
    "workbook-damaged": Mistake(
        make=file("聘任.xls", b"<html></html>"),
        english="the file is no workbook that can be read, 聘任.xls: open it in Excel, WPS or LibreOffice and save it as .xlsx",
        chinese="无法作为工作簿读取，聘任.xls：请用 Excel、WPS 或 LibreOffice 打开，另存为 .xlsx",
    ),
    "workbook-protected": Mistake(
        make=file(
            "聘任.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        ),
        english="the workbook is protected by a password, 聘任.xlsx: save a copy without a password",
        chinese="工作簿设有密码，聘任.xlsx：请取消密码后另存一份",
    ),
    "too-many-rows": Mistake(
        make=changed(lambda read: read.replace(b'r="F2"', b'r="F900000"')),
        english="a sheet has more than 200000 rows, changed.xlsx: split it into several files; they can be imported together",
        chinese="工作表超过200000行，changed.xlsx：请拆分为几个文件，可以一次同时导入",
    ),
    "too-many-columns": Mistake(
        make=changed(lambda read: read.replace(b'r="F2"', b'r="XFD2"')),
        english="a sheet has more than 104 columns, changed.xlsx: delete what stands far to the right; a kind has some twenty columns",
        chinese="工作表超过104列，changed.xlsx：请删除右侧无关的内容；每类事件只有二十余栏",
    ),
    "unknown-file-type": Mistake(
        make=file("聘任.doc", b"word"),
        english="the file 聘任.doc is of no known type, 聘任.doc: use .xlsx, .xls, .ods, .csv or .jsonl",
        chinese="无法识别文件聘任.doc的类型，聘任.doc：请使用 .xlsx、.xls、.ods、.csv 或 .jsonl 文件",
    ),
    "nothing-to-import": Mistake(
        make=lambda folder: workbook(folder, [HEADER]),
        english="there is no event to import, book.xlsx: check that the file is the right one and has rows below its header",
        chinese="没有可导入的事件，book.xlsx：请确认文件无误，且表头下有内容",
    ),
}


@pytest.mark.parametrize("code", MISTAKES)
def test_a_mistake_in_a_file_is_named_in_both_languages(code: str, tmp_path: Path) -> None:
    mistake = MISTAKES[code]
    path = mistake.make(tmp_path)

    found = [
        refusal for one in statements(path) for refusal in one.refusals if refusal.code == code
    ]

    assert found
    assert said(found[0], tmp_path) == (mistake.english, mistake.chinese)


def said(mistake: LedgerError | Refusal, folder: Path) -> tuple[str, str]:
    english, chinese = (message(mistake, lang).line for lang in ("en", "zh"))
    return english.replace(f"{folder}/", ""), chinese.replace(f"{folder}/", "")


def test_a_file_of_more_than_a_machine_holds_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path, [HEADER, GOOD])
    monkeypatch.setattr(workbook_text, "LARGEST_UNFOLDED", 2**20)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(2**21))

    (refusal,) = statements(path)[0].refusals

    assert said(refusal, tmp_path) == (
        (
            "the file holds more than 1 MB, book.xlsx: "
            "split it into several files; they can be imported together"
        ),
        "文件内容超过1 MB，book.xlsx：请拆分为几个文件，可以一次同时导入",
    )


def test_a_path_that_is_taken_or_no_workbook_is_refused(tmp_path: Path) -> None:
    taken = tmp_path / "t.xlsx"
    taken.touch()

    found = []
    for path in (taken, tmp_path / "t.xls"):
        with pytest.raises(LedgerError) as raised:
            check_new_workbook(path)
        found.append(said(raised.value, tmp_path))

    assert found == [
        (
            "the file t.xlsx is there already: choose another name; what is in it is left as it is",
            "文件t.xlsx已存在：请另取文件名；原文件不会被改动",
        ),
        (
            "t.xls does not end in .xlsx: give a name such as t.xlsx",
            "t.xls不是 .xlsx 文件名：请改用如 t.xlsx 的文件名",
        ),
    ]


def test_a_workbook_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as raised, new_workbook(tmp_path / "none" / "t.xlsx"):
        pass

    assert said(raised.value, tmp_path) == (
        (
            "the file none/t.xlsx cannot be written (No such file or directory): "
            "choose another folder, and close the file where it is open"
        ),
        ("无法写入文件none/t.xlsx（没有这个文件或文件夹）：请换一个文件夹；文件如已打开请先关闭"),
    )


ASKED: dict[str, tuple[list[str], str, str]] = {
    "name-disagrees": (
        ["import", "计入年限.csv"],
        (
            "teacher T1 is called 张三, the row says 李四, 计入年限.csv, line 2, column A: "
            "check the staff number; two teachers may have one name"
        ),
        (
            "工号T1的教师姓名为“张三”，本行写的是“李四”，计入年限.csv，第2行，第A列："
            "请核对工号；姓名相同的可能是两位教师"
        ),
    ),
    "changed-since": (
        ["import", "聘任.csv"],
        (
            "A1 was recorded with class_name —, here it is 三1, 聘任.csv, line 2, column D: if it is "
            "another event, choose another ref or leave it out; if it was recorded wrongly, import "
            "with --correct; else put back what was recorded"
        ),
        (
            "编号“A1”已登记的“班级”（class_name）为“—”，此处为“三1”，聘任.csv，第2行，第D列："
            "如是另一件事，请换一个编号或不填；如已登记的有误，请加 --correct 导入；否则请恢复为已登记的内容"
        ),
    ),
    "voided-since": (
        ["import", "请假.csv", "--correct"],
        (
            "L1 was recorded and voided since, 请假.csv, line 2, column D: "
            "a void is final; if the row is right, give it another ref"
        ),
        "“L1”登记后已作废，请假.csv，第2行，第D列：作废不能撤回；如此行属实，请另填一个编号",
    ),
    "no-such-school": (
        ["template", "t.xlsx", "--school", "S02"],
        "no school S02 is known: did you mean S01? If not, check the school's code",
        "没有学校“S02”：您是不是想写“S01”？如不是，请核对学校代码",
    ),
    "no-such-district": (
        ["cohort", "list", "--district", "hongku"],
        (
            "no district hongku is known: did you mean hongkou? If not, check the district's code, "
            "as the schools were registered with it"
        ),
        (
            "没有区县“hongku”：您是不是想写“hongkou”？如不是，请核对区县代码，"
            "须与学校登记时所填的一致"
        ),
    ),
    "from-after-to": (
        ["audit", "diff", "--from", "#3", "--to", "#1"],
        "#3 lies after #1: give the earlier one with --from, the later one with --to",
        "#3晚于#1：请用 --from 给出较早的一端，用 --to 给出较晚的一端",
    ),
    "repeated-option": (
        ["record", "voided", "--teacher", "T1", "--teacher", "T2", "--target", "A1"],
        "--teacher is given twice: give it once; each event is recorded by a command of its own",
        "选项 --teacher 重复出现：请只写一次；每个事件用一条命令登记",
    ),
    "no-such-tier": (
        ["cohort", "list", "--tier", "camp"],
        "there is no cohort tier camp: growth-ledger policy show PACK names the tiers of a pack",
        "没有“camp”这一梯队：请用 growth-ledger policy show 规则包 查看其梯队",
    ),
    "as-of-without-dry-run": (
        ["import", "聘任.csv", "--as-of", "2024-01-01"],
        (
            "--as-of says for which day a dry run shows its consequences: "
            "add --dry-run, or leave --as-of out"
        ),
        "--as-of 只用于试导时指定按哪一天显示变化：请加 --dry-run，或去掉 --as-of",
    ),
}
"""What is asked of the command, and the first line of what it answers."""


@pytest.mark.parametrize("code", ASKED)
def test_a_mistake_at_the_command_is_named_in_both_languages(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, *expected = ASKED[code]
    english = Command(url="ledger.db", folder=tmp_path, lang="en")
    english.run("init")
    appointed = {
        "kind": "appointed",
        "teacher": "T1",
        "role": "homeroom",
        "first_day": "2020-09-01",
        "ref": "A1",
    }
    leave = {
        "kind": "leave-taken",
        "teacher": "T1",
        "reason": "sick",
        "first_day": "2021-03-01",
        "ref": "L1",
    }
    voided = {"kind": "voided", "teacher": "T1", "target": "L1", "reason": "误录"}
    english.run(
        "import",
        english.lines("files.jsonl", PLACES[0], opened("T1", "张三"), appointed, leave, voided),
    )
    csv_file(tmp_path, "教师工号,岗位,开始日期,班级,编号\nT1,班主任,2020-09-01,三1,A1\n")
    csv_file(tmp_path, "教师工号,姓名,学年,岗位\nT1,李四,2020-2021,班主任\n", name="计入年限.csv")
    csv_file(tmp_path, "教师工号,假别,开始日期,编号\nT1,病假,2021-03-02,L1\n", name="请假.csv")

    status = 2 if code in {"as-of-without-dry-run", "from-after-to", "repeated-option"} else 1
    found = [
        Command(url="ledger.db", folder=tmp_path, lang=lang)
        .run(*arguments, status=status)
        .stderr.splitlines()[0]
        for lang in ("en", "zh")
    ]

    assert found == [f"error: {expected[0]}", f"error: {expected[1]}"]


def test_every_error_of_the_desk_is_among_these() -> None:
    elsewhere = {
        *("workbook-too-large", "file-present", "file-unwritable", "template-ending"),
        *("mended-twice", "mended-between-missing", "mended-of-another"),
    }

    codes = {
        key.removeprefix("error.").removesuffix(".bare")
        for key in _ERRORS
        if key.startswith("error.")
    }

    assert codes <= MISTAKES.keys() | ASKED.keys() | elsewhere
