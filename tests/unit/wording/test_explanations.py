from typing import Any

import pytest

from growth_ledger.policy.packs import CONDITION_NAMES, ConditionModel
from growth_ledger.wording.explanations import condition_sentence, duration_text, length_text

COMBINATIONS = {"all", "any", "not", "once", "otherwise"}

# Condition, found, needed, whether it holds, English, Chinese.
Said = tuple[str, dict[str, Any], dict[str, Any], bool, str, str]
SAID: list[Said] = [
    ("all", {}, {}, True, "All of these", "同时满足以下各项"),
    ("any", {}, {}, True, "Any of these", "满足以下任一项"),
    ("not", {}, {}, False, "The following does not hold", "以下条件不成立"),
    (
        "once",
        {"day": "2023-08-30"},
        {},
        True,
        "held under the policy in force, on 2023-08-30",
        "政策施行后曾经满足（2023-08-30）",
    ),
    ("once", {}, {}, False, "has not held under the policy in force", "政策施行后未曾满足"),
    ("otherwise", {}, {}, True, "Otherwise", "其他情形"),
    ("in_service", {"in_service": True}, {}, True, "in service", "在职"),
    (
        "in_service",
        {"in_service": False},
        {},
        False,
        "not in service, needs to be in service",
        "不在职，需在职",
    ),
    (
        "in_post",
        {"roles": ["homeroom"]},
        {"roles": ["homeroom", "deputy"]},
        True,
        "in post: homeroom teacher, needs to be in post: homeroom teacher or deputy homeroom teacher",
        "在岗：班主任，需在岗：班主任或副班主任",
    ),
    (
        "in_post",
        {"roles": [], "in_service": True, "on_leave": ["study"]},
        {"roles": ["homeroom"], "despite_leave": ["maternity", "sick"]},
        False,
        (
            "on leave (study leave), needs to be in post: homeroom teacher, "
            "maternity leave, sick leave: no interruption"
        ),
        "休假中（脱产进修），需在岗：班主任，产假、病假不视为离岗",
    ),
    (
        "in_post",
        {"roles": [], "in_service": False, "on_leave": []},
        {"roles": ["homeroom"]},
        False,
        "not in service, needs to be in post: homeroom teacher",
        "不在职，需在岗：班主任",
    ),
    (
        "in_post",
        {"roles": [], "in_service": True, "on_leave": []},
        {"roles": ["studio-host"], "level_at_least": "district"},
        False,
        (
            "no such appointment, needs to be in post: studio host, "
            "of level district or county-level city or above"
        ),
        "未受聘该岗位，需在岗：工作室主持人，区（县级市）级及以上",
    ),
    (
        "service",
        {"months": 15, "days": 4},
        {"roles": ["employment"], "at_least": "2 years", "minus_leave": True},
        False,
        "1 year 3 months 4 days of service, needs 2 years in service, leave taken off",
        "已任职1年3个月4天，需任教满2年，扣除休假",
    ),
    (
        "service",
        {"days": 0},
        {"roles": ["homeroom"], "at_least": "1 day"},
        False,
        "0 days of service, needs 1 day as homeroom teacher",
        "已任职0天，需任班主任满1天",
    ),
    (
        "tenure",
        {"years": "12"},
        {"at_least": "15"},
        False,
        "tenure 12 years, needs 15 years",
        "班主任年限12年，需满15年",
    ),
    (
        "credits",
        {"years": "0.5"},
        {"roles": ["probationary"], "at_least": "1"},
        False,
        "0.5 years credited, needs 1 year as probationary homeroom teacher",
        "已计入0.5年，需计入见习班主任满1年",
    ),
    (
        "training",
        {"hours": "7.5"},
        {
            "programmes": ["pre-service", "knowledge-refresh"],
            "hours_at_least": "48",
            "within": "5 years",
        },
        False,
        "7.5 hours, needs 48 of pre-service training or knowledge refresh, within 5 years",
        "已完成7.5学时，需岗前培训或知识更新培训满48学时，限5年以内",
    ),
    (
        "certificate",
        {"grades": ["B"]},
        {"certificate": "psych-health", "grade_at_least": "C"},
        True,
        "holds grade B, needs certificate in mental health education, grade C or better",
        "持有B级证书，需持有心理健康教育上岗资格证书，C级及以上",
    ),
    (
        "title",
        {"titles": []},
        {"ladder": "named-homeroom", "at_least": "district-senior"},
        False,
        "no such title, needs District senior or a higher title of named-homeroom",
        "没有符合的称号，需具有“named-homeroom”系列中区高级班主任及以上称号",
    ),
    (
        "title",
        {"titles": ["district-senior"]},
        {"ladder": "named-homeroom"},
        True,
        "holds District senior, needs any title of named-homeroom",
        "已获区高级班主任，需具有“named-homeroom”系列任一称号",
    ),
    (
        "title",
        {"titles": []},
        {"titles": ["district-senior", "other"]},
        False,
        "no such title, needs District senior or other",
        "没有符合的称号，需具有区高级班主任或other",
    ),
    (
        "award",
        {"count": 1},
        {
            "awards": ["basic-skills-contest"],
            "level": "city",
            "grade_at_least": "first",
            "while_in": ["homeroom"],
            "count_at_least": 2,
        },
        False,
        (
            "awards that count: 1, needs 2, of: basic skills contest of homeroom teachers, "
            "of level: city, first prize or better, while homeroom teacher"
        ),
        "符合的奖项1项，需2项，限班主任基本功大赛，限市级，一等奖及以上，任班主任期间",
    ),
    ("award", {"count": 0}, {}, False, "no award that counts, needs 1", "没有符合的奖项，需1项"),
    (
        "appraisal",
        {"result": "basic"},
        {"scopes": ["process"], "latest_in": ["excellent", "qualified"], "since_joining": True},
        False,
        (
            "latest appraisal: basically qualified, needs excellent or qualified in the latest of: "
            "process appraisal of a cohort, since joining"
        ),
        "最近一次考核基本合格，需团队过程性考核最近一次结果为优秀或合格，自加入团队起",
    ),
    (
        "appraisal",
        {"result": None},
        {"scopes": ["annual"], "latest_in": ["unqualified"]},
        False,
        "no appraisal, needs unqualified in the latest of: annual appraisal of teachers",
        "没有考核，需教师年度考核最近一次结果为不合格",
    ),
    (
        "re_evaluation_due",
        {"count": 1},
        {"scopes": ["homeroom"], "grounds": ["unfit"]},
        True,
        (
            "a re-evaluation is due, looked for: unqualified in appraisal of homeroom teachers, "
            "or a veto: unfit for the time being"
        ),
        "须重新考评，核查范围：班主任考核不合格，或因短期内不适宜任职被否决",
    ),
    (
        "veto",
        {"count": 0},
        {"grounds": ["ethics", "student-harm"], "in_year_of": ["homeroom"]},
        False,
        (
            "vetoes: none, looked for: breach of professional ethics, harm done to students, "
            "in the school year of the latest: appraisal of homeroom teachers"
        ),
        "否决：无，核查范围：师德失范、侵害学生，以最近一次班主任考核所在学年为准",
    ),
    (
        "veto",
        {"count": 1, "school_year": "2024-2025"},
        {"grounds": ["ethics"]},
        True,
        (
            "vetoes: 1, in the school year 2024-2025 of the latest appraisal, "
            "looked for: breach of professional ethics"
        ),
        "最近一次考核所属的2024-2025学年内有否决1项，核查范围：师德失范",
    ),
    (
        "veto",
        {"count": 2},
        {"grounds": ["student-harm"], "ever": True},
        True,
        "vetoes: 2, looked for: harm done to students, at any time",
        "有否决2项，核查范围：侵害学生，含以往",
    ),
    (
        "exception",
        {"count": 0},
        {"grounds": ["staffing"], "with_mentor": True},
        False,
        "no exception, needs one for: shortage of staff, with a mentor",
        "没有批准例外，需因师资结构原因获批，并配有指导教师",
    ),
    (
        "contribution",
        {"count": 0},
        {"contributions": ["paper"]},
        False,
        "0 this school year, needs 1 of: paper",
        "本学年0项，需德育论文1项",
    ),
    (
        # A payment was found, and wholly recovered.
        "paid",
        {"count": 1},
        {"allowances": ["veteran-25"]},
        False,
        "not paid, looked for: one-off award, 25 years",
        "未发放，核查范围：二十五年一次性奖励",
    ),
    ("reserve", {"count": 1}, {}, True, "in the reserve pool", "在储备池内"),
    ("reserve", {"count": 0}, {}, False, "not in the reserve pool", "不在储备池内"),
    (
        "cohort_member",
        {"cohorts": ["C1"]},
        {"tiers": ["camp"]},
        True,
        "member of C1, of tier: camp",
        "团队C1的成员，限camp",
    ),
    (
        "cohort_member",
        {"cohorts": []},
        {},
        False,
        "member of no cohort that runs",
        "不是任何运行中团队的成员",
    ),
    (
        "policy_age",
        {"first_day": "2024-06-14"},
        {"under": "5 years"},
        True,
        "in force since 2024-06-14, needs less than 5 years",
        "政策自2024-06-14起施行，需未满5年",
    ),
    (
        "outside_cohort_district",
        {"district": "xinbei"},
        {},
        True,
        "school in xinbei",
        "学校属xinbei",
    ),
    ("outside_cohort_district", {"district": None}, {}, False, "no school", "没有学校"),
]


@pytest.mark.parametrize("said", SAID, ids=lambda said: f"{said[0]}: {said[4]}")
def test_what_was_found_and_needed_is_said_in_both_languages(said: Said) -> None:
    name, found, needed, holds, english, chinese = said
    packs_labels = {"en": "District senior", "zh": "区高级班主任"}

    sentences = [
        condition_sentence(
            name,
            lang,
            found=found,
            needed=needed,
            holds=holds,
            labels={"district-senior": packs_labels[lang]},
        )
        for lang in ("en", "zh")
    ]

    assert sentences == [english, chinese]


def test_every_condition_is_said() -> None:
    assert {one[0] for one in SAID} == {*CONDITION_NAMES.values(), "otherwise"}


def test_every_parameter_of_every_condition_is_said() -> None:
    unsaid = set()
    for name, info in ConditionModel.model_fields.items():
        for model in getattr(info.annotation, "__args__", ()):
            parameters = getattr(model, "model_fields", {})
            written = info.alias or name
            if written in COMBINATIONS:
                continue
            for parameter in set(parameters) - {"clause"}:
                if not any(one[0] == written and parameter in one[2] for one in SAID):
                    unsaid.add((written, parameter))

    # Said by the same phrases in other conditions.
    assert unsaid == {
        ("training", "level_at_least"),
        ("award", "level_at_least"),
        ("award", "within"),
        ("contribution", "count_at_least"),
    }


@pytest.mark.parametrize(
    ("duration", "english", "chinese"),
    [("1 year", "1 year", "1年"), ("5 years", "5 years", "5年"), ("1 day", "1 day", "1天")],
)
def test_a_duration_is_said_as_packs_mean_it(duration: str, english: str, chinese: str) -> None:
    assert [duration_text(duration, "en"), duration_text(duration, "zh")] == [english, chinese]


def test_of_a_length_what_is_nought_is_left_out() -> None:
    said = [
        length_text(months=months, days=days, lang=lang)
        for months, days in ((12, 0), (1, 1), (0, 0))
        for lang in ("en", "zh")
    ]

    assert said == ["1 year", "1年", "1 month 1 day", "1个月1天", "0 days", "0天"]
