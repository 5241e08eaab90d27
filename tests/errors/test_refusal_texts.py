"""Each refusal in its exact words, in both languages, with the mistake that causes it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from growth_ledger.domain.codes import Vocabulary
from growth_ledger.domain.events import EVENT_CLASSES, Event, Recorded
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.refusals import Known, refusals
from growth_ledger.errors import Place, Refusal
from growth_ledger.intake.json_lines import LONGEST_LINE, read_json_lines
from growth_ledger.intake.statements import read_statement
from growth_ledger.wording.messages import message

TODAY = date(2025, 3, 1)
KNOWN = Known(
    schools={"S01", "S02"},
    cohorts={"camp-1"},
    vocabulary=Vocabulary(titles=frozenset({"city-special"}), tiers=frozenset({"camp"})),
    is_named=lambda stream: stream == "school/S02",
)
Said = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """What was recorded before, what is said then, and what the ledger answers."""

    code: str
    before: Sequence[Said] = ()
    said: Said
    english: str
    chinese: str
    known: Known = field(default=KNOWN)


def event_of(said: Said) -> Event:
    event: Event = EVENT_CLASSES[said["kind"]].model_validate_json(json.dumps(said))
    return event


def facts_of(before: Sequence[Said]) -> Facts:
    return Facts(
        Recorded(
            position=number,
            stream=event_of(said).stream,
            version=number,
            event_id=f"00000000-0000-0000-0000-{number:012}",
            recorded_at=datetime(2025, 1, 1, tzinfo=UTC),
            recorded_by="clerk",
            event=event_of(said),
        )
        for number, said in enumerate(before, start=1)
    )


def of_t1(kind: str, **fields: Any) -> Said:  # noqa: ANN401 - JSON values.
    return {"kind": kind, "teacher": "T1", **fields}


OPENED = of_t1("file-opened", ref="F", name="甲", school="S01", effective_on="2014-09-01")
POST = of_t1("appointed", ref="A1", role="homeroom", first_day="2015-09-01")
SHORT_POST = {**POST, "last_day": "2016-08-31"}
ENDED = of_t1("appointment-ended", ref="E1", target="A1", last_day="2020-08-31")
SCHOOL = {
    "kind": "school-registered",
    "ref": "R",
    "school": "S02",
    "name": "乙",
    "district": "hongkou",
    "stage": "junior",
    "rural": False,
    "effective_on": "2000-09-01",
}
COHORT = {
    "kind": "cohort-formed",
    "cohort": "camp-1",
    "name": "丙",
    "district": "xinbei",
    "tier": "camp",
    "first_day": "2023-09-01",
}
JOINED = of_t1(
    "cohort-joined", ref="J1", cohort="camp-1", capacity="member", first_day="2023-09-01"
)

REFUSED_BY_THE_LEDGER = [
    Mistake(
        code="missing-field",
        said=of_t1("file-opened", school="S01", effective_on="2014-09-01"),
        english="name is missing: add name",
        chinese="缺少“姓名”（name）：请补充“姓名”（name）",
    ),
    Mistake(
        code="basis-required",
        before=[OPENED],
        said=of_t1("exception-granted", ground="in-principle", effective_on="2024-09-01"),
        english=(
            "an exception to “in principle” needs a basis: "
            "give the number of the bureau's decision in basis"
        ),
        chinese="“原则上”条款的例外须有依据：请在“依据文号”（basis）中写明主管部门决定的文号",
    ),
    Mistake(
        code="unknown-school",
        said={**OPENED, "school": "S03"},
        english=(
            "no school S03 is registered: did you mean S02? If not, "
            "register the school first (school-registered)"
        ),
        chinese=(
            "学校“S03”尚未登记：您是不是想写“S02”？如不是，请先登记该学校（school-registered）"
        ),
    ),
    Mistake(
        code="unknown-school",
        said={"kind": "school-closed", "school": "S09", "last_day": "2024-08-31"},
        english="no school S09 is registered: register the school first (school-registered)",
        chinese="学校“S09”尚未登记：请先登记该学校（school-registered）",
    ),
    Mistake(
        code="unknown-cohort",
        before=[OPENED],
        said={**JOINED, "cohort": "camp-2"},
        english=(
            "no cohort camp-2 was formed: did you mean camp-1? If not, "
            "form the cohort first (cohort-formed)"
        ),
        chinese=(
            "团队“camp-2”尚未组建：您是不是想写“camp-1”？如不是，"
            "请先登记组建该团队（cohort-formed）"
        ),
    ),
    Mistake(
        code="unknown-cohort",
        said={"kind": "cohort-closed", "cohort": "room-9", "last_day": "2024-08-31"},
        english="no cohort room-9 was formed: form the cohort first (cohort-formed)",
        chinese="团队“room-9”尚未组建：请先登记组建该团队（cohort-formed）",
    ),
    Mistake(
        code="unknown-teacher",
        said=POST,
        english=(
            "teacher T1 has no file yet: open the file first (file-opened), "
            "or check the staff number"
        ),
        chinese="教师“T1”尚未建档：请先建档（file-opened），或核对教师工号",
    ),
    Mistake(
        code="teacher-already-there",
        before=[OPENED],
        said={**OPENED, "ref": "F2"},
        english=(
            "teacher T1 has a file already: record what has changed since: school-changed, "
            "service-resumed or profile-amended; correct the file-opened only where it was wrong "
            "from the beginning"
        ),
        chinese=(
            "教师“T1”已有档案：如有变化，请登记调动学校（school-changed）、恢复任教（service-resumed）"
            "或个人信息变更（profile-amended）；原建档记录从一开始就有误的，才更正该记录"
        ),
    ),
    Mistake(
        code="school-already-there",
        before=[SCHOOL],
        said={**SCHOOL, "ref": "R2"},
        english=(
            "school S02 is registered already: record a school-amended, or choose another code"
        ),
        chinese="学校“S02”已登记：请改为登记学校信息变更（school-amended），或另编学校代码",
    ),
    Mistake(
        code="cohort-already-there",
        before=[COHORT],
        said=COHORT,
        english=(
            "cohort camp-1 was formed already: "
            "correct the cohort-formed that is there, or choose another code"
        ),
        chinese="团队“camp-1”已组建：请更正原有的组建记录，或另编团队代码",
    ),
    Mistake(
        code="unknown-code",
        before=[OPENED],
        said=of_t1("award-granted", award="gardner", level="city", effective_on="2024-09-01"),
        english=(
            "award has no code gardner: did you mean gardener (Gardener award)? If not, write a "
            "code of the core list (growth-ledger record KIND --help) "
            "or of a pack (growth-ledger policy show PACK)"
        ),
        chinese=(
            "“奖项”（award）没有“gardner”这一项：您是不是想写“gardener（园丁奖）”？如不是，"
            "请填写通用目录的代码（见 growth-ledger record 事件类型 --help）"
            "或规则包的代码（见 growth-ledger policy show 规则包）"
        ),
    ),
    Mistake(
        code="day-in-future",
        before=[OPENED],
        said=of_t1("tenure-credited", school_year="2024-2025", role="homeroom"),
        english=(
            "school_year 2025-08-31 lies after 2025-03-01, the day of recording: "
            "what is finished is recorded once it has happened; check the day"
        ),
        chinese=(
            "“学年”（school_year）2025-08-31晚于登记当日2025-03-01："
            "已完成的事项须在发生之后登记，请核对日期"
        ),
    ),
    Mistake(
        code="day-out-of-bounds",
        before=[OPENED],
        said=of_t1("school-changed", school="S02", effective_on="2062-09-01"),
        english=(
            "effective_on 2062-09-01 does not lie between 1949-10-01 and 2026-03-01: "
            "check the year; 2026-03-01 is a year after the day of recording"
        ),
        chinese=(
            "“生效日期”（effective_on）2062-09-01不在1949-10-01至2026-03-01之间："
            "请核对年份；2026-03-01为登记之日后一年"
        ),
    ),
    Mistake(
        code="span-reversed",
        before=[OPENED],
        said={**POST, "last_day": "2015-08-31"},
        english=(
            "last_day 2015-08-31 lies before first_day 2015-09-01: "
            "check the two days; both are included in the span"
        ),
        chinese=(
            "“结束日期”（last_day）2015-08-31早于“开始日期”（first_day）2015-09-01："
            "请核对两个日期；起止两日均计算在内"
        ),
    ),
    Mistake(
        code="ref-taken",
        before=[OPENED, POST],
        said={**POST, "first_day": "2016-09-01"},
        english=(
            "the ref A1 is used already: "
            "choose another ref or leave it out; to correct that event, name it in corrects"
        ),
        chinese=(
            "编号“A1”已被使用："
            "请换一个编号或不填；如需更正原事件，请在“更正哪一项”（corrects）中写明"
        ),
    ),
    Mistake(
        code="no-such-target",
        before=[OPENED, POST],
        said={**ENDED, "target": "A2"},
        english=(
            "there is no event A2 in this file: did you mean A1? If not, "
            "look up the ref or event ID with growth-ledger history"
        ),
        chinese=(
            "本档案中没有“A2”这一项：您是不是想写“A1”？如不是，"
            "请用 growth-ledger history 查明编号或事件标识"
        ),
    ),
    Mistake(
        code="target-voided",
        before=[OPENED, POST, of_t1("voided", target="A1", reason="误录")],
        said=ENDED,
        english=(
            "event A1 was voided: a void is final; if the event was right after all, "
            "record it anew, with a ref of its own"
        ),
        chinese="“A1”这一项已作废：作废不能撤回；如原事件属实，请另给一个编号，重新登记",
    ),
    Mistake(
        code="target-of-another-kind",
        before=[OPENED, POST],
        said=of_t1("leave-ended", target="A1", last_day="2020-08-31"),
        english=("event A1 is appointed, not leave-taken: name an event of the kind leave-taken"),
        chinese=(
            "“A1”是appointed（聘任），不是leave-taken（请假）："
            "请填写一项leave-taken（请假）的编号或标识"
        ),
    ),
    Mistake(
        code="already-ended",
        before=[OPENED, POST, ENDED],
        said={**ENDED, "ref": "E2"},
        english="event A1 was ended already, by E1: if its day is wrong, name E1 in corrects and leave the ref out",
        chinese="“A1”已由“E1”终止：如日期有误，请在“更正哪一项”（corrects）中填写“E1”，编号栏留空",
    ),
    Mistake(
        code="end-before-begin",
        before=[OPENED, POST],
        said={**ENDED, "last_day": "2015-08-31"},
        english=(
            "last_day 2015-08-31 lies before the beginning, 2015-09-01: "
            "check the day and which event is meant"
        ),
        chinese=(
            "“结束日期”（last_day）2015-08-31早于所针对事件的开始日期2015-09-01："
            "请核对日期以及所针对的事件"
        ),
    ),
    Mistake(
        code="end-after-own-last-day",
        before=[OPENED, SHORT_POST],
        said=ENDED,
        english=(
            "last_day 2020-08-31 lies after 2016-08-31, the last day of the event itself: "
            "it ended by itself on that day; if it lasted longer, correct the event instead"
        ),
        chinese=(
            "“结束日期”（last_day）2020-08-31晚于所针对事件自身的结束日期2016-08-31："
            "该事件届时已自行终止；如实际时间更长，请更正原事件"
        ),
    ),
    Mistake(
        code="correction-of-another-kind",
        before=[OPENED, POST],
        said=of_t1("school-changed", corrects="A1", school="S02", effective_on="2020-09-01"),
        english=(
            "school-changed cannot correct A1, which is appointed: "
            "correct it by an event of its own kind, or void it and record the right one"
        ),
        chinese=(
            "school-changed（调动学校）不能更正“A1”，后者是appointed（聘任）："
            "请用同类事件更正，或将原事件作废后重新登记"
        ),
    ),
    Mistake(
        code="correction-renames",
        before=[OPENED, POST],
        said={**POST, "corrects": "A1", "ref": "A9"},
        english=(
            "the correction has the ref A9, the event that it corrects A1: "
            "leave the ref out; a correction takes over that of the event"
        ),
        chinese=("更正所填编号为“A9”，被更正事件的编号为“A1”：请不填编号，更正沿用原事件的编号"),
    ),
    Mistake(
        code="correction-end-before-begin",
        before=[OPENED, POST, ENDED],
        said={**POST, "corrects": "A1", "first_day": "2021-09-01"},
        english=(
            "the correction would begin on 2021-09-01, after E1 ends it on 2020-08-31: "
            "correct E1 first, or check the day"
        ),
        chinese="更正后自2021-09-01开始，晚于“E1”的日期2020-08-31：请先更正“E1”，或核对日期",
    ),
    Mistake(
        code="correction-end-after-own-last-day",
        before=[OPENED, POST, ENDED],
        said={**SHORT_POST, "corrects": "A1"},
        english=(
            "the correction would end on 2016-08-31, before E1 ends it on 2020-08-31: "
            "correct E1 first, or check the day"
        ),
        chinese="更正后至2016-08-31结束，早于“E1”的日期2020-08-31：请先更正“E1”，或核对日期",
    ),
    Mistake(
        code="still-needed",
        before=[OPENED, POST],
        said=of_t1("voided", target="F", reason="误录"),
        english=(
            "file-opened F cannot be voided while other events rest on it: "
            "correct it instead, or void the others first"
        ),
        chinese=(
            "“F”（file-opened（教师建档））尚有其他事件依附，不能作废："
            "请改为更正，或先将其他事件作废"
        ),
    ),
    Mistake(
        code="service-out-of-order",
        before=[OPENED],
        said=of_t1("service-resumed", school="S01", effective_on="2020-09-01"),
        english=(
            "on 2020-09-01 service would begin or end twice in a row: beginnings and endings must "
            "alternate; look at growth-ledger history for the one missing"
        ),
        chinese=(
            "2020-09-01的任教起止与其他记录不能衔接："
            "开始与终止须交替出现，请用 growth-ledger history 查看缺少哪一项"
        ),
    ),
    Mistake(
        code="credit-above-one",
        before=[
            OPENED,
            of_t1("tenure-credited", school_year="2022-2023", role="homeroom", credit="0.5"),
        ],
        said=of_t1("tenure-credited", school_year="2022-2023", role="homeroom"),
        english=(
            "2022-2023 would be credited 1.5 years as homeroom (Homeroom teacher): "
            "a school year counts at most 1; correct the credit that is there"
        ),
        chinese=(
            "2022-2023学年homeroom（班主任）将累计计入1.5年："
            "一个学年最多计1年，请更正已有的计入记录"
        ),
    ),
    Mistake(
        code="cohort-spans-overlap",
        before=[OPENED, JOINED],
        said={**JOINED, "ref": "J2", "capacity": "mentor", "first_day": "2024-09-01"},
        english=(
            "on 2024-09-01 the teacher is in cohort camp-1 already: "
            "record the leaving first (cohort-left), or check the days"
        ),
        chinese=("2024-09-01该教师已在团队“camp-1”中：请先登记退出团队（cohort-left），或核对日期"),
    ),
]


@pytest.mark.parametrize(
    "mistake", REFUSED_BY_THE_LEDGER, ids=lambda mistake: f"{mistake.code} {mistake.said['kind']}"
)
def test_an_event_that_makes_no_sense_is_refused_in_these_words(mistake: Mistake) -> None:
    facts = facts_of(mistake.before)

    found = refusals(facts, event_of(mistake.said), today=TODAY, known=mistake.known)

    assert [one.code for one in found] == [mistake.code]
    assert message(found[0], "en").line == mistake.english
    assert message(found[0], "zh").line == mistake.chinese


def test_a_last_day_too_long_ago_is_told_with_no_latest_day() -> None:
    before = [OPENED]

    found = refusals(
        facts_of(before),
        event_of({**SHORT_POST, "last_day": "1914-08-31"}),
        today=TODAY,
        known=KNOWN,
    )

    out_of_bounds = [one for one in found if one.code == "day-out-of-bounds"]
    assert [message(one, "en").line for one in out_of_bounds] == [
        "last_day 1914-08-31 lies before 1949-10-01: check the year"
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"credit": "1"}, "credit"),
        ({}, "school_year"),
    ],
)
def test_a_credit_too_much_is_at_fault_where_it_was_said_and_else_its_year(
    said: Said, field: str
) -> None:
    half = of_t1("tenure-credited", school_year="2022-2023", role="homeroom", credit="0.5")
    whole = of_t1("tenure-credited", school_year="2022-2023", role="homeroom", **said)

    found = refusals(facts_of([OPENED, half]), event_of(whole), today=TODAY, known=KNOWN)

    assert [(one.code, one.field) for one in found] == [("credit-above-one", field)]


@pytest.mark.parametrize(
    ("first_day", "codes"),
    [("2024-08-31", []), ("2024-09-01", ["policy-over-already"])],
)
def test_a_pack_may_be_adopted_up_to_the_very_day_on_which_it_says_that_it_ends(
    first_day: str, codes: list[str]
) -> None:
    said = {"kind": "policy-adopted", "policy": "own", "district": "hongkou"}
    content = {"last_day": "2024-08-31"}

    found = refusals(
        Facts(),
        event_of({**said, "first_day": first_day, "content": content}),
        today=TODAY,
        known=KNOWN,
    )

    assert [one.code for one in found] == codes


TRAINING = of_t1(
    "training-completed",
    programme="workshop",
    hours="7.5",
    level="school",
    effective_on="2024-09-01",
)
CREDIT = of_t1("tenure-credited", school_year="2022-2023", role="homeroom")

# Code, what is said, English, Chinese.
UNREADABLE: list[tuple[str, Said, str, str]] = [
    (
        "missing-kind",
        {"teacher": "T1"},
        "the kind is missing: say which kind of event it is, such as appointed",
        "缺少事件类型（kind）：请写明事件类型，如 appointed（聘任）",
    ),
    (
        "unknown-kind",
        of_t1("apointed"),
        (
            "there is no kind of event apointed: did you mean appointed? If not, "
            "see the kinds with growth-ledger record --help"
        ),
        (
            "没有“apointed”这种事件：您是不是想写“appointed（聘任）”？如不是，"
            "请用 growth-ledger record --help 查看全部事件类型"
        ),
    ),
    (
        "ledger-kind",
        of_t1("personal-erased", reason="x"),
        "personal-erased (Personal data erased) is made by the ledger itself: leave the event out",
        "personal-erased（销毁个人信息）只能由系统生成：请删去这一项",
    ),
    (
        "ledger-field",
        {**POST, "personal": "0" * 64},
        "personal is set by the ledger itself: leave the field out",
        "“个人信息摘要”（personal）由系统填写：请删去这一栏",
    ),
    (
        "unknown-field",
        {**POST, "frist_day": "2015-09-01"},
        (
            "appointed has no field frist_day: did you mean first_day? If not, "
            "leave it out, or see growth-ledger record KIND --help"
        ),
        (
            "appointed（聘任）没有“frist_day”这一栏：您是不是想写“first_day（开始日期）”？如不是，"
            "请删去，或用 growth-ledger record 事件类型 --help 查看可填的栏目"
        ),
    ),
    (
        "missing-field",
        of_t1("appointed", role="homeroom"),
        "first_day is missing: add first_day",
        "缺少“开始日期”（first_day）：请补充“开始日期”（first_day）",
    ),
    (
        "unknown-code",
        of_t1("leave-taken", first_day="2024-09-01", reason="sik"),
        (
            "reason has no code sik: did you mean sick (Sick leave)? If not, write one of: "
            "maternity (Maternity leave), sick (Sick leave), study (Study leave), secondment, "
            "other (Other leave)"
        ),
        (
            "“假别”（reason）没有“sik”这一项：您是不是想写“sick（病假）”？如不是，"
            "请从以下各项中选填：maternity（产假）、sick（病假）、study（脱产进修）、"
            "secondment（借调）、other（其他）"
        ),
    ),
    (
        "not-a-day",
        {**POST, "first_day": "2023-02-30"},
        "first_day 2023-02-30 is not a day: write a day that exists, such as 2023-09-01",
        "“开始日期”（first_day）“2023-02-30”不是日期：请填写实际存在的日期，如 2023-09-01",
    ),
    (
        "not-a-number",
        {**TRAINING, "hours": "seven"},
        "hours seven is not a number: write hours such as 48 or 7.5",
        "“学时”（hours）“seven”不是数字：请填写数字，如48或7.5",
    ),
    (
        "number-out-of-range",
        {**TRAINING, "hours": "-3"},
        "hours -3 is not above 0: write hours such as 48 or 7.5",
        "“学时”（hours）-3超出范围，应大于0：请填写如48或7.5的数",
    ),
    (
        "too-many-decimals",
        {**TRAINING, "hours": "7.25"},
        "hours 7.25 has more than 1 decimal: round it as the document does",
        "“学时”（hours）7.25的小数多于1位：请按文件所载保留小数",
    ),
    (
        "not-text",
        {**POST, "class_name": 3},
        "class_name 3 is not text: put it in quotes",
        "“班级”（class_name）“3”不是文本：请加引号写成文本",
    ),
    (
        "text-too-long",
        {**POST, "note": "长" * 2001},
        "note is longer than 2000 characters: shorten it, and keep the document as evidence",
        "“备注”（note）超过2000个字：请适当删减，全文可作为证明材料另存",
    ),
    (
        "empty-text",
        {**POST, "class_name": ""},
        "class_name is empty: write something, or leave the field out",
        "“班级”（class_name）为空：请填写内容，或删去这一栏",
    ),
    (
        "bad-identifier",
        {**POST, "mentor": " T2"},
        (
            "mentor  T2 cannot serve as a name: write 1 to 64 visible characters, "
            "with no blanks around and single ones inside"
        ),
        (
            "“指导教师工号”（mentor）“ T2”不能用作编号："
            "请填写1至64个可见字符，首尾不留空格，中间不连续空格"
        ),
    ),
    (
        "ref-reserved",
        {**POST, "ref": "~1"},
        (
            "the ref ~1 begins with ~, which the ledger keeps for its own: "
            "choose a ref such as A3, or leave it out"
        ),
        "编号“~1”以“~”开头，此类编号由系统专用：请改用 A3 之类的编号，或不填",
    ),
    (
        "not-true-or-false",
        {**SCHOOL, "rural": "no"},
        "rural no is neither true nor false: write true or false",
        (
            "“是否农村学校”（rural）“no”既不是“是”也不是“否”："
            "请填写“是”或“否”（JSON 中写 true 或 false）"
        ),
    ),
    (
        "null-character",
        {**POST, "class_name": "一\0班"},
        "class_name holds the character U+0000, which no text may have: take it out, or write the text anew",
        "“班级”（class_name）含有空字符（U+0000）：请删去该字符，或重新填写",
    ),
    (
        "bad-school-year",
        {**CREDIT, "school_year": "2022-2024"},
        "school_year 2022-2024 is not a school year: write two years in a row, such as 2022-2023",
        "“学年”（school_year）“2022-2024”不是学年：请填写前后相连的两个年份，如 2022-2023",
    ),
    (
        "half-years",
        of_t1(
            "tenure-recognised",
            years="6.3",
            role="homeroom",
            effective_on="2020-09-01",
            basis="1号",
        ),
        "years 6.3 is not a multiple of half a year: write years such as 6 or 6.5",
        "“年数”（years）6.3不是半年的整数倍：请以半年为单位填写，如 6 或 6.5",
    ),
    (
        "half-or-full",
        {**CREDIT, "credit": "0.7"},
        "credit 0.7 is neither 1 nor 0.5: write 1 for the whole school year or 0.5 for half of it",
        "“计入年数”（credit）0.7既不是1也不是0.5：整学年请填1，半学年请填0.5",
    ),
    (
        "bad-digest",
        {
            "kind": "policy-adopted",
            "policy": "fangzi",
            "district": "fangzi",
            "first_day": "2024-09-01",
            "digest": "abc",
        },
        "digest abc is not a SHA-256: write 64 hexadecimal digits in lower case",
        "“摘要”（digest）“abc”不是 SHA-256 摘要：请填写64位小写十六进制字符",
    ),
    (
        "bad-event-id",
        {**POST, "event_id": "7"},
        "7 is not a UUID: write one such as 0b9e7b9e-5d1e-4f0e-9c6b-3f6f0c3a2d11, or leave it out",
        "“7”不是 UUID：请填写 UUID，如 0b9e7b9e-5d1e-4f0e-9c6b-3f6f0c3a2d11，或不填",
    ),
    (
        "bad-moment",
        {**POST, "recorded_at": "noon"},
        (
            "recorded_at noon is not a moment: "
            "write one with its offset, such as 2024-09-01T08:00:00+08:00"
        ),
        "“登记时间”（recorded_at）“noon”不是时间：请写明时区，如 2024-09-01T08:00:00+08:00",
    ),
    (
        "one-stream",
        {"kind": "voided", "target": "A1", "reason": "误录"},
        (
            "voided names none or several of teacher, school, cohort and district: "
            "name the one whose event is voided"
        ),
        "作废须在教师、学校、团队、区县中写明一项，且只写一项：请写明被作废事件属于哪一方",
    ),
]


@pytest.mark.parametrize(
    ("code", "said", "english", "chinese"), UNREADABLE, ids=[one[0] for one in UNREADABLE]
)
def test_what_cannot_be_read_as_an_event_is_refused_in_these_words(
    code: str, said: Said, english: str, chinese: str
) -> None:
    text = json.dumps(said, ensure_ascii=False).encode()

    statement = read_statement(said, place=Place(), text=text)

    assert [one.code for one in statement.refusals] == [code]
    assert message(statement.refusals[0], "en").line == english
    assert message(statement.refusals[0], "zh").line == chinese


# Code, the bytes of a file of one line, English, Chinese.
LINES: list[tuple[str, bytes, str, str]] = [
    (
        "not-utf8",
        "姓名".encode("gb18030"),
        "the text is not UTF-8, {file}, line 1: save the file as UTF-8",
        "文字编码不是 UTF-8，{file}，第1行：请将文件另存为 UTF-8 编码",
    ),
    (
        "line-too-long",
        b" " * (LONGEST_LINE + 1),
        (
            "the line is longer than 1048576 bytes, {file}, line 1: "
            "write one event on a line, and keep long documents outside"
        ),
        "该行超过1048576字节，{file}，第1行：请每行只写一项，篇幅较长的材料另行保存",
    ),
    (
        "not-json",
        b'{"kind" "appointed"}',
        (
            "the line is no JSON, from character 9 on, {file}, line 1: "
            "look for a missing quote, comma or brace"
        ),
        ("该行从第9个字符起不是有效的 JSON，{file}，第1行：请检查引号、逗号和括号是否齐全"),
    ),
    (
        "not-an-object",
        b"[1]",
        (
            "the line is no JSON object, {file}, line 1: "
            "begin the line with {{ and end it with }}, one event on a line"
        ),
        "该行不是 JSON 对象，{file}，第1行：请以 {{ 开头、以 }} 结尾，每行一项",
    ),
    (
        "repeated-key",
        b'{"kind": "appointed", "kind": "voided"}',
        "kind is given twice, {file}, line 1: keep one of the two",
        "“kind”重复出现，{file}，第1行：请只保留一个",
    ),
]


@pytest.mark.parametrize(
    ("code", "line", "english", "chinese"), LINES, ids=[one[0] for one in LINES]
)
def test_a_line_that_is_no_event_at_all_is_refused_in_these_words(
    tmp_path: Path, code: str, line: bytes, english: str, chinese: str
) -> None:
    file = tmp_path / "events.jsonl"
    file.write_bytes(line + b"\n")

    (statement,) = read_json_lines(file)

    assert [one.code for one in statement.refusals] == [code]
    assert message(statement.refusals[0], "en").line == english.format(file=file)
    assert message(statement.refusals[0], "zh").line == chinese.format(file=file)


# What only a ledger can find: the refusal as it gives it, English, Chinese.
FOUND_WHEN_RECORDING: list[tuple[Refusal, str, str]] = [
    (
        Refusal(
            code="event-id-taken",
            field="event_id",
            values={"event_id": "0b9e7b9e", "differs": "first_day, role"},
        ),
        (
            "the event ID 0b9e7b9e is that of another event, which differs in first_day, role: "
            "leave the event ID out, or record a correction of the other event"
        ),
        (
            "事件标识0b9e7b9e已属于另一事件，两者的“开始日期”（first_day）、“岗位”（role）不同："
            "请不填事件标识，或对原事件作更正"
        ),
    ),
    (
        Refusal(
            code="recorded-at-not-sandbox",
            field="recorded_at",
            values={"recorded_at": "2024-09-01T00:00:00+00:00"},
        ),
        (
            "recorded_at 2024-09-01T00:00:00+00:00 was given, and this is no sandbox ledger: leave it "
            "out: the ledger's clock sets it; trials go into a ledger made by init --sandbox"
        ),
        (
            "填写了登记时间2024-09-01T00:00:00+00:00，而本台账不是试用台账："
            "请不填，登记时间由系统确定；试用请以 init --sandbox 另建试用台账"
        ),
    ),
    (
        Refusal(
            code="recorded-at-goes-back",
            field="recorded_at",
            values={"recorded_at": "2024-09-01T00:00:00", "last": "2024-09-02T00:00:00"},
        ),
        (
            "recorded_at 2024-09-01T00:00:00 lies before 2024-09-02T00:00:00, "
            "that of the event before it: put the events in order of recorded_at"
        ),
        "登记时间2024-09-01T00:00:00早于前一事件的2024-09-02T00:00:00：请按登记时间先后排列",
    ),
    (
        Refusal(
            code="unknown-policy",
            field="policy",
            values={"value": "hongkou", "nearest": "hongkou-2023"},
        ),
        (
            "there is no policy pack hongkou: did you mean hongkou-2023? If not, "
            "see the packs with growth-ledger policy list, or adopt a folder with policy adopt"
        ),
        (
            "没有规则包“hongkou”：您是不是想写“hongkou-2023”？如不是，"
            "请用 growth-ledger policy list 查看，或用 policy adopt 施行自备的规则包"
        ),
    ),
    (
        Refusal(
            code="policy-over-already",
            field="first_day",
            values={
                "policy": "fangzi",
                "last": date(2025, 8, 31),
                "first": date(2026, 1, 1),
            },
        ),
        (
            "policy pack fangzi says of itself that it ends on 2025-08-31, before 2026-01-01: "
            "say a last_day of its own for this district, or an earlier first day"
        ),
        (
            "规则包“fangzi”自带的结束日期2025-08-31早于2026-01-01："
            "请为本地区另行填写结束日期，或填写更早的开始日期"
        ),
    ),
    (
        Refusal(code="policy-digest-differs", field="digest", values={"policy": "fangzi"}),
        (
            "the digest is not that of policy pack fangzi: "
            "leave the digest out, or give the content that it belongs to"
        ),
        "摘要与规则包“fangzi”不符：请不填摘要，或一并提供与之对应的内容",
    ),
    (
        Refusal(
            code="policy-content-faulty",
            field="content",
            values={"policy": "fangzi", "path": "sections"},
        ),
        (
            "the content is not pack fangzi as it should be, at sections: "
            "check its folder with growth-ledger policy check"
        ),
        (
            "所附内容作为规则包“fangzi”有误，在sections处："
            "请用 growth-ledger policy check 检查规则包文件夹"
        ),
    ),
    (
        Refusal(
            code="unknown-teacher",
            field="teacher",
            values={"value": "王芳", "called": [("T1", "S01"), ("T2", "S02")]},
        ),
        (
            "teacher 王芳 has no file yet: "
            "that is the name of T1 (S01), T2 (S02): write the staff number"
        ),
        "教师“王芳”尚未建档：这是T1（S01）、T2（S02）的姓名，请改填工号",
    ),
]


@pytest.mark.parametrize(
    ("refusal", "english", "chinese"),
    FOUND_WHEN_RECORDING,
    ids=[one[0].code for one in FOUND_WHEN_RECORDING],
)
def test_what_is_found_when_recording_is_refused_in_these_words(
    refusal: Refusal, english: str, chinese: str
) -> None:
    assert message(refusal, "en").line == english
    assert message(refusal, "zh").line == chinese
