"""Sheets, columns and codes by their names."""

import pytest
from pydantic import JsonValue

from growth_ledger.domain.events import CALLER_KINDS, EVENT_CLASSES
from growth_ledger.errors import UnreadableError
from growth_ledger.intake.cells import reader_for
from growth_ledger.intake.codebook import LANGS, Codebook, is_open_list
from growth_ledger.intake.columns import (
    BESIDE,
    columns_of,
    field_named,
    kind_named,
    kind_of_sheet,
    label_of_column,
    nearest_header,
    nearest_kind,
)
from growth_ledger.intake.fields import field_choices, fields_of_kind
from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.policy.packs import Pack
from growth_ledger.wording import kind_label


@pytest.mark.parametrize("kind", CALLER_KINDS)
def test_every_header_of_a_template_stands_for_its_column(kind: str) -> None:
    for lang in LANGS:
        for column in columns_of(kind):
            header = label_of_column(kind, column, lang)

            assert field_named(kind, header) == column
            assert field_named(kind, f"{header} *") == column
            assert field_named(kind, f" {header}（必填）") == column


@pytest.mark.parametrize("kind", CALLER_KINDS)
def test_a_template_has_a_column_for_every_field_that_a_clerk_may_give(kind: str) -> None:
    fields = set(EVENT_CLASSES[kind].model_fields) - {"kind", "source", "personal"}

    columns = {column.partition(".")[0] for column in columns_of(kind)}

    assert fields - columns <= {"evidence", "content", "digest"}
    assert columns - fields <= BESIDE


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("appointed", "appointed"),
        ("聘任", "appointed"),
        ("2023-聘任", "appointed"),
        ("登记_聘任终止", "appointment-ended"),
        ("book-tenure-credited", "tenure-credited"),
        ("Tenure Credited", "tenure-credited"),
        ("聘任 (2)", "appointed"),
        ("聘任（1）", "appointed"),
        ("名单", None),
        ("拟聘任", None),
    ],
)
def test_a_file_is_of_the_kind_that_its_name_ends_in(stem: str, kind: str | None) -> None:
    assert kind_of_sheet(None, file=stem) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("聘任", "appointed"), ("Sheet1", "leave-taken"), ("工作表 2", "leave-taken"), ("名单", None)],
)
def test_the_name_of_the_file_counts_for_a_sheet_that_nobody_has_named(
    name: str, kind: str | None
) -> None:
    assert kind_of_sheet(name, file="2023-leave-taken") == kind


def test_kinds_that_the_ledger_alone_makes_have_no_sheet() -> None:
    assert kind_named("log-sealed") is None
    assert kind_named(kind_label("personal-erased", "zh")) is None


@pytest.mark.parametrize("kind", EVENT_CLASSES)
def test_a_list_is_offered_where_its_codes_are_read_and_nowhere_else(kind: str) -> None:
    codes = Codebook(lambda: [read_pack(folder).pack for folder in shipped_packs().values()])
    cls = EVENT_CLASSES[kind]

    for field in fields_of_kind(kind):
        listed = codes.listed(kind, field)
        is_listed = field == "rural" or is_open_list(kind, field) or field_choices(cls, field)

        assert bool(listed) == bool(is_listed), field
        if field != "rural":
            read = reader_for(cls, field, codes)
            assert [read(one.zh) for one in listed] == [one.code for one in listed], field


def test_the_nearest_kind_is_found_by_label() -> None:
    assert nearest_kind("聘任终止表") == "appointment-ended"
    assert nearest_kind("apointed") == "appointed"
    assert nearest_kind("☃") is None


@pytest.mark.parametrize(
    ("kind", "header", "beside", "meant"),
    [
        ("tenure-credited", "年限", ("教师工号", "姓名", "学年", "岗位"), "计入年数"),
        ("cohort-formed", "团队层级", ("团队代码", "团队名称", "所属区县"), "梯队"),
        ("file-opened", "名称", ("教师工号", "姓名", "学校代码"), None),
        ("file-opened", "名称", ("教师工号", "学校代码"), "姓名"),
        ("appointed", "担任岗位", ("教师工号", "姓名"), "岗位"),
    ],
)
def test_a_header_is_not_taken_for_one_that_stands_beside_it(
    kind: str, header: str, beside: tuple[str, ...], meant: str | None
) -> None:
    taken = [field_named(kind, name) for name in beside]

    assert nearest_header(kind, header, "zh", taken=taken) == meant


def test_a_name_that_packs_give_to_two_codes_is_not_guessed_at() -> None:
    content = read_pack(shipped_packs()["hongkou-2023"]).content
    label: dict[str, JsonValue] = {"zh": "最美教师", "en": "Finest teacher"}
    packs = [
        Pack.of({**content, "vocabulary": {"awards": {code: label}}}, digest=code)
        for code in ("finest-of-one", "finest-of-other")
    ]
    read = reader_for(EVENT_CLASSES["award-granted"], "award", Codebook(lambda: packs))

    with pytest.raises(UnreadableError) as raised:
        read("最美教师")

    assert raised.value.code == "ambiguous-code"
    assert raised.value.values["codes"] == "finest-of-one, finest-of-other"
    assert read("finest-of-other") == "finest-of-other"


def test_a_code_is_read_by_every_name_that_some_pack_gives_it() -> None:
    content = read_pack(shipped_packs()["hongkou-2023"]).content
    labels: list[dict[str, JsonValue]] = [
        {"zh": "最美教师", "en": "Finest"},
        {"zh": "感动校园", "en": "Moving"},
    ]
    packs = [
        Pack.of({**content, "vocabulary": {"awards": {"finest": label}}}, digest=str(number))
        for number, label in enumerate(labels)
    ]
    read = reader_for(EVENT_CLASSES["award-granted"], "award", Codebook(lambda: packs))

    assert [read("最美教师"), read("感动校园")] == ["finest", "finest"]


def test_packs_are_read_only_where_the_core_does_not_have_a_code() -> None:
    asked: list[str] = []

    def packs() -> list[object]:
        asked.append("packs")
        return []

    codes = Codebook(packs)  # type: ignore[arg-type]  # an empty list has no wrong members

    known = [
        codes.codes("award-granted", "award", "园丁奖"),
        codes.codes("award-granted", "award", "some-own-award"),
        codes.codes("appointed", "role", "班 主 任"),
        codes.codes("appointed", "role", "班主仁"),
    ]
    before = list(asked)
    unknown = codes.codes("award-granted", "award", "月亮奖")

    assert known == [("gardener",), ("some-own-award",), ("homeroom",), ()]
    assert (before, unknown, asked) == ([], (), ["packs"])
