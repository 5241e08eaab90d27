"""The exact words of what may go wrong with papers, in both languages."""

import pytest

from growth_ledger.errors import LedgerError, MissingError, StorageError, UsageError
from growth_ledger.wording import Lang
from growth_ledger.wording.messages import message

MISTAKES: list[tuple[LedgerError, str, str]] = [
    (
        MissingError("extra-missing", extra="pdf", value="typst"),
        ("this needs the extra pdf, which is not installed: install it: pip install '.[pdf]'"),
        "此功能需要附加组件 pdf，尚未安装：请安装：pip install '.[pdf]'",
    ),
    (
        MissingError("no-font-has", value="😀", signs="U+1F600", variable="GROWTH_LEDGER_FONTS"),
        (
            "no font at hand has the sign 😀 (U+1F600): put a font that has it into a folder and name "
            "that folder with --fonts or in GROWTH_LEDGER_FONTS"
        ),
        (
            "现有字体中没有“😀”（U+1F600）：请把含有该字的字体放入一个文件夹，"
            "并用 --fonts 或环境变量 GROWTH_LEDGER_FONTS 指明该文件夹"
        ),
    ),
    (
        MissingError("files-not-written", count=2),
        "2 files were not written: mend what is said above, then export those teachers again",
        "有 2 份档案未能写出：请按以上提示处理，然后重新导出这些教师的档案",
    ),
    (
        StorageError("no-font-folder", where="fonts"),
        (
            "there is no such folder of fonts, fonts: "
            "name a folder that is there with --fonts or in GROWTH_LEDGER_FONTS"
        ),
        "没有这个字体文件夹，fonts：请用 --fonts 或 GROWTH_LEDGER_FONTS 指明一个已有的文件夹",
    ),
    (
        UsageError("out-needed"),
        "a workbook is not for the screen: name the file to write: --out FILE.xlsx",
        "工作簿无法显示在屏幕上：请指明写入的文件：--out 文件.xlsx",
    ),
    (
        UsageError("on-paper-only", option="--title", choices="xlsx, html"),
        "--title is for a page or workbook: add --format xlsx, html",
        "--title 只用于网页或工作簿：请加 --format xlsx, html",
    ),
    (
        UsageError("no-effect", option="--kind", beside="--format svg"),
        "--kind has no effect with --format svg: leave --kind out",
        "--kind 与 --format svg 同用时不起作用：请去掉 --kind",
    ),
    (
        UsageError("format-and-ending", form="html", path="T1.json"),
        (
            "--format html and the name T1.json do not agree: "
            "leave --format out: the ending says it; or name a folder"
        ),
        "--format html 与文件名 T1.json 不一致：请去掉 --format，由文件名的后缀决定；或给出文件夹",
    ),
    (
        MissingError("key-needed"),
        (
            "a signed note cannot be checked without the ledger's key: give the public key that "
            "growth-ledger audit key prints with --key, or put the key file back"
        ),
        (
            "没有台账的密钥，无法核对签名："
            "请用 --key 给出公钥（由 growth-ledger audit key 显示），或放回密钥文件"
        ),
    ),
    (
        UsageError("prove-what"),
        (
            "there is one thing to prove at a time: give just one of --position N, --teacher T, or "
            "--from FILE --to FILE; --checkpoint goes with the first two"
        ),
        (
            "一次只证明一项内容：请只给出 --position N、--teacher T，或 --from 文件 --to 文件 之一；"
            "--checkpoint 用于前两种"
        ),
    ),
    (
        UsageError("bad-recorder", value="a"),
        (
            "nobody who records is called “a”: write a name on one line, not of blanks alone, of at "
            "most 200 characters, with --by or in GROWTH_LEDGER_BY"
        ),
        (
            "登记人不能写作“a”："
            "请用 --by 或 GROWTH_LEDGER_BY 写明登记人，不能只有空格，一行以内，不超过200字"
        ),
    ),
    (
        UsageError("no-such-finding", value="late", nearest=None, allowed="backdated, barred"),
        "there is no finding late: write one of backdated, barred",
        "没有“late”这种疑点：请写下列之一：backdated、barred",
    ),
    (
        UsageError("out-no-folder", value="files.pdf"),
        "several files do not go into one, files.pdf: name a folder with --out",
        "多个文件不能写入一个文件“files.pdf”：请用 --out 指明一个文件夹",
    ),
    (
        UsageError("nobody-named"),
        (
            "no teacher is named: name teachers by their staff numbers, or narrow with an option "
            "(see --help)"
        ),
        "没有指明教师：请写明教师工号，或用选项限定范围（见 --help）",
    ),
    (
        UsageError("unknown-sort", value="tenur", nearest="tenure", known="given, tenure"),
        "there is no order tenur: did you mean tenure? If not, write one of given, tenure",
        "没有“tenur”这种排序：您是不是想写“tenure”？如不是，请写下列之一：given、tenure",
    ),
]


@pytest.mark.parametrize(
    ("mistake", "english", "chinese"), MISTAKES, ids=[mistake.code for mistake, _, _ in MISTAKES]
)
def test_a_mistake_says_what_where_and_how_to_mend_it(
    mistake: LedgerError, english: str, chinese: str
) -> None:
    langs: dict[Lang, str] = {"en": english, "zh": chinese}

    assert {lang: message(mistake, lang).line for lang in langs} == langs
