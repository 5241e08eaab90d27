import json
import os
import re
import subprocess
import sys
from collections import Counter
from typing import Literal, get_args, get_origin

import pytest

from growth_ledger.domain import codes
from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.policy.packs import CONDITION_NAMES, ReasonModel
from growth_ledger.wording import (
    Lang,
    condition_label,
    field_help,
    field_label,
    has,
    kind_help,
    kind_label,
    label_of_code,
    label_of_value,
    text,
)
from growth_ledger.wording.codes import CODE_LISTS
from growth_ledger.wording.texts import TABLES, placeholders

LANGS: tuple[Lang, ...] = get_args(Lang)
KINDS = sorted(EVENT_CLASSES)
CODE_LITERALS = {
    re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower(): get_args(value)
    for name, value in vars(codes).items()
    if get_origin(value) is Literal
}
SAID_IN_ONE_LANGUAGE = {
    # In Chinese the bound stands in what is wrong.
    "hint.number-out-of-range.bare",
    # English shows a field by its name alone, which is its header there.
    "message.field",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def fields_of_kind(kind: str) -> list[str]:
    return [name for name in EVENT_CLASSES[kind].model_fields if name != "kind"]


def closed_codes_of(annotation: object) -> list[str]:
    """The codes that a field's annotation allows, optional or as keys of a mapping too."""
    if get_origin(annotation) is Literal:
        return [code for code in get_args(annotation) if isinstance(code, str)]
    if annotation is bool:
        return ["true", "false"]
    return [code for inner in get_args(annotation) for code in closed_codes_of(inner)]


def test_a_text_is_that_of_the_language_with_its_placeholders_filled() -> None:
    found = [text("duration.months", lang, count=3) for lang in LANGS]

    assert found == ["3 months", "3个月"]


def test_a_key_that_is_not_there_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="no-such-key"):
        text("no-such-key", "en")


def test_a_placeholder_without_a_value_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="count"):
        text("duration.months", "zh")


def test_a_value_with_braces_is_shown_as_it_is() -> None:
    assert text("error.unknown-school", "en", value="{S1}") == "no school {S1} is registered"


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 rows"), (1, "1 row"), ("1", "1 row"), (21, "21 rows")]
)
def test_what_is_counted_stands_in_the_number_that_fits(count: object, said: str) -> None:
    assert text("say.count", "en", count=count) == said


def test_no_text_counts_one_of_several() -> None:
    ours = [english for table in TABLES for english, _ in table.values()]

    assert [one for one in ours if re.search(r"\{count\} (?!this\b)[a-z ]*s\b", one)] == []


def test_no_key_stands_in_two_tables() -> None:
    seen = Counter(key for table in TABLES for key in table)

    assert [key for key, count in seen.items() if count > 1] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: next(iter(table)))
def test_every_text_is_there_in_both_languages_and_shows_the_same_values(
    table: dict[str, tuple[str, str]],
) -> None:
    # Chinese puts nothing where English puts a blank.
    empty = {key for key, pair in table.items() if "" in pair} - {"joint.blank"}
    in_english = {key for key, (english, _) in table.items() if CHINESE.search(english)}
    unlike = {
        key
        for key in table
        if placeholders(key, "en") != placeholders(key, "zh") and key not in SAID_IN_ONE_LANGUAGE
    }

    assert (empty, in_english, unlike) == (set(), set(), set())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_each_of_its_fields_has_a_label_and_help(kind: str, lang: Lang) -> None:
    said = [kind_label(kind, lang), kind_help(kind, lang)]
    for field in fields_of_kind(kind):
        said += [field_label(kind, field, lang), field_help(kind, field, lang)]

    assert all(said)
    assert [one for one in said if "{" in one] == []


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_caller_may_say_besides_the_fields_has_a_label_and_help(lang: Lang) -> None:
    for field in ("kind", "event_id", "recorded_at"):
        assert field_label("appointed", field, lang)
        assert field_help("appointed", field, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_labels_of_kinds_can_name_the_sheets_of_one_workbook(lang: Lang) -> None:
    labels = [kind_label(kind, lang) for kind in KINDS]

    assert len(set(labels)) == len(labels)
    assert [one for one in labels if len(one) > 31 or re.search(r"[\[\]:*?/\\]", one)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_labels_of_fields_can_head_the_columns_of_one_sheet_in_either_language(kind: str) -> None:
    fields = [*fields_of_kind(kind), "event_id", "recorded_at"]
    # A header may be the name, the English or the Chinese label, and must mean one field.
    heads = [
        {field.casefold(), *(field_label(kind, field, lang).casefold() for lang in LANGS)}
        for field in fields
    ]

    meanings = Counter(head for names in heads for head in names)

    assert [head for head, count in meanings.items() if count > 1] == []


@pytest.mark.parametrize("list_name", sorted(CODE_LITERALS))
def test_every_code_of_a_closed_list_has_a_label_of_its_own(list_name: str) -> None:
    for lang in LANGS:
        labels = [label_of_code(list_name, code, lang) for code in CODE_LITERALS[list_name]]
        assert len(set(labels)) == len(labels)


def test_every_code_of_the_core_of_the_open_lists_has_a_label() -> None:
    for lang in LANGS:
        assert all(label_of_code("award", code, lang) for code in codes.CORE_AWARDS)
        assert all(label_of_code("allowance", code, lang) for code in codes.CORE_ALLOWANCES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_found_in_a_field_is_labelled_by_the_list_of_its_kind(kind: str) -> None:
    for field, info in EVENT_CLASSES[kind].model_fields.items():
        if field == "kind":
            continue
        found = closed_codes_of(info.annotation)
        labels = [label_of_value(kind, field, code, "zh") for code in found]
        assert None not in labels, field
        assert len(set(labels)) == len(labels), field


def test_one_code_means_different_things_in_different_kinds() -> None:
    assert label_of_value("school-registered", "stage", "special", "zh") == "特殊教育学校"
    assert label_of_value("award-granted", "grade", "special", "zh") == "特等奖"
    assert label_of_value("rank-conferred", "rank", "first", "zh") == "一级教师"
    assert label_of_value("award-granted", "grade", "first", "zh") == "一等奖"


def test_without_a_kind_the_first_list_that_has_the_code_decides() -> None:
    assert label_of_value(None, "reason", "secondment", "zh") == "借调"
    assert label_of_value(None, "reason", "served", "zh") == "处分期满"


def test_a_code_that_wording_does_not_know_has_no_label() -> None:
    assert label_of_value("title-conferred", "title", "city-special", "zh") is None
    assert label_of_value("appointed", "class_name", "homeroom", "zh") is None
    assert label_of_value("veto-lifted", "reason", "retired", "zh") is None


def test_every_list_that_a_field_draws_on_is_there() -> None:
    lists = {name for names in CODE_LISTS.values() for name in names}
    known = {key.split(".")[1] for table in TABLES for key in table if key.startswith("code.")}

    assert lists <= known


@pytest.mark.parametrize("lang", LANGS)
def test_every_condition_has_a_label(lang: Lang) -> None:
    labels = [condition_label(name, lang) for name in (*CONDITION_NAMES.values(), "otherwise")]

    assert len(set(labels)) == len(labels)


ANSWER_WORDS = {
    "state": ("stands", "voided", "corrected", "inert"),
    "cause": ("event", "time", "rules", "correction"),
    "fate": ("computed", "recorded", "needs-a-person"),
    "status": ("member", "must-move-out", "can-move-in", "blocked"),
    "reason": (
        *get_args(ReasonModel.model_fields["reason"].annotation),
        "lead-term-over",
        "not-eligible",
        "in-a-cohort",
        "cohort-full",
        "school-quota-full",
        "rural-seats-reserved",
        "cohort-not-running",
    ),
    "irregularity": (
        "no-lead",
        "several-leads",
        "too-many-mentors",
        "too-many-members",
        "too-many-of-one-school",
        "too-few-rural",
        "joined-without-process",
    ),
    "finding": (
        "uncredited-year",
        "over-credited",
        "unsupported-credit",
        "missing-appraisal",
        "appointed-before-admission",
        "in-post-while-barred",
        "class-shared",
        "assertion-failed",
        "recognised",
        "inert",
        "paid-not-entitled",
        "entitled-not-paid",
        "backdated",
    ),
}


@pytest.mark.parametrize("sort", sorted(ANSWER_WORDS))
def test_every_word_of_an_answer_has_a_label_of_its_own(sort: str) -> None:
    for lang in LANGS:
        labels = [text(f"{sort}.{word}", lang) for word in ANSWER_WORDS[sort]]
        assert len(set(labels)) == len(labels)


def test_every_finding_says_what_it_means_and_what_was_found() -> None:
    for finding in ANSWER_WORDS["finding"]:
        assert has(f"finding_help.{finding}"), finding
        assert has(f"finding_text.{finding}"), finding


def test_words_cost_no_import_outside_the_standard_library() -> None:
    code = """
import json, sys
before = set(sys.modules)
import growth_ledger.wording
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(json.dumps(sorted(loaded - set(sys.stdlib_module_names))))
"""

    ran = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert json.loads(ran.stdout) == ["growth_ledger"]
