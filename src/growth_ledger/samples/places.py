"""The four districts with their schools, adopted policies and cohorts, all made up but the policies.

Teachers come in blocks: so many a district share sixteen schools and one cohort of each tier. So a
teacher's surroundings are the same however many teachers there are.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from growth_ledger.domain.days import Day, add_years, day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Said = dict[str, Any]
"""An event as a caller says it: `kind` and the fields, as JSON values."""

TEACHERS_IN_BLOCK: Final = 400
"""Teachers of one district that share schools and cohorts."""

_SCHOOLS_FIRST_DAY: Final = "1949-10-01"


class District(NamedTuple):
    """A district: its code, the prefix of its staff numbers, its name, its learning districts."""

    code: str
    prefix: str
    name: str
    learning_districts: tuple[str, ...]


DISTRICTS: Final = (
    District("hongkou", "HK", "虹口", ("东片学区", "西片学区")),
    District("dongyang", "DY", "东阳", ("城区学区", "山区学区")),
    District("fangzi", "FZ", "坊子", ("南部学区", "北部学区")),
    District("xinbei", "XB", "新北", ("沿江学区", "城北学区")),
)


class SchoolKind(NamedTuple):
    """One of the sixteen schools of a block."""

    name: str
    stage: str
    rural: bool


SCHOOLS: Final = (
    SchoolKind("春晖小学", "primary", rural=False),
    SchoolKind("明德初级中学", "junior", rural=False),
    SchoolKind("启明高级中学", "senior", rural=False),
    SchoolKind("育禾小学", "primary", rural=True),
    SchoolKind("求知学校", "nine-year", rural=False),
    SchoolKind("景行初级中学", "junior", rural=True),
    SchoolKind("弘毅小学", "primary", rural=True),
    SchoolKind("致远中学", "complete-secondary", rural=False),
    SchoolKind("博文学校", "twelve-year", rural=False),
    SchoolKind("崇实小学", "primary", rural=True),
    SchoolKind("星光特殊教育学校", "special", rural=False),
    SchoolKind("笃学高级中学", "senior", rural=False),
    SchoolKind("知行初级中学", "junior", rural=True),
    SchoolKind("萌芽幼儿园", "kindergarten", rural=False),
    SchoolKind("立达中等职业学校", "vocational", rural=True),
    SchoolKind("教师发展中心", "institute", rural=False),
)

CLOSING_SCHOOL: Final = 11
"""Of the sixteen, the one that some blocks close; its teachers go to the next."""

MERGED_INTO: Final = 2

CLOSED_AFTER: Final = day_of(date(2022, 8, 31))

_AMENDED_SCHOOL: Final = 6


class Adopted(NamedTuple):
    """A shipped pack put in force in a district."""

    policy: str
    district: str
    ref: str
    first_day: date
    last_day: date | None


ADOPTIONS: Final = (
    Adopted("fangzi", "fangzi", "P1", date(2019, 3, 1), None),
    Adopted("xinbei", "xinbei", "P1", date(2023, 7, 10), date(2026, 8, 31)),
    Adopted("hongkou-2023", "hongkou", "P1", date(2023, 8, 30), None),
    Adopted("dongyang-2024", "dongyang", "P1", date(2024, 6, 14), None),
    Adopted("fangzi", "fangzi", "P2", date(2025, 1, 15), None),
    Adopted("xinbei", "xinbei", "P2", date(2026, 9, 1), None),
)

FIRST_ROUND: Final = (day_of(date(2020, 9, 1)), day_of(date(2023, 8, 31)))
SECOND_ROUND: Final = (day_of(date(2023, 9, 1)), day_of(date(2026, 8, 31)))


@lru_cache(maxsize=1 << 16)
def iso(day: Day) -> str:
    """The day as text: 2023-09-01."""
    return date.fromordinal(day).isoformat()


def school_code(district: District, block: int, index: int) -> str:
    """The code of one of a block's sixteen schools."""
    return f"{district.prefix}S{block * len(SCHOOLS) + index + 1:04d}"


def cohort_code(tier: str, block: int, *, first_round: bool = False) -> str:
    """The code of a block's cohort."""
    return f"XB-{tier.upper()}-{1 if first_round else 2}-{block + 1:03d}"


def closes(block: int) -> bool:
    """Whether the block is one of those that close a school."""
    return block % 3 == 0


def place_events(blocks: int, *, today: date) -> Iterator[Said]:
    """Every school, adoption and cohort of so many blocks, as far as today may know them."""
    for block in range(blocks):
        for district in DISTRICTS:
            yield from _schools(district, block, today)
    latest = add_years(today, 1)
    for adopted in ADOPTIONS:
        if adopted.first_day <= latest:
            yield _adoption(adopted)
    for block in range(blocks):
        yield from _cohorts(block, today)


def school_event(district: District, block: int, index: int) -> Said:
    """The registration of one of a block's sixteen schools."""
    kind = SCHOOLS[index]
    number = "" if block == 0 else f"第{block + 1}"
    return {
        "kind": "school-registered",
        "school": school_code(district, block, index),
        "name": f"{district.name}{number}{kind.name}",
        "district": district.code,
        "stage": kind.stage,
        "rural": kind.rural,
        "effective_on": _SCHOOLS_FIRST_DAY,
        "learning_district": district.learning_districts[index % 2],
    }


def _schools(district: District, block: int, today: date) -> Iterator[Said]:
    for index in range(len(SCHOOLS)):
        yield school_event(district, block, index)
    if today.toordinal() <= CLOSED_AFTER:
        return
    amended = school_code(district, block, _AMENDED_SCHOOL)
    yield {
        "kind": "school-amended",
        "school": amended,
        "ref": "M1",
        "effective_on": "2021-09-01",
        "group": f"{district.name}{SCHOOLS[0].name}教育集团",
    }
    yield {
        "kind": "school-amended",
        "school": amended,
        "ref": "M2",
        "effective_on": "2022-07-01",
        "rural": False,
        "basis": "行政区划调整通知",
    }
    # The boundary moved on paper only: said a few days later.
    yield {"kind": "voided", "school": amended, "target": "M2", "reason": "文件未生效"}
    if closes(block):
        yield {
            "kind": "school-closed",
            "school": school_code(district, block, CLOSING_SCHOOL),
            "last_day": iso(CLOSED_AFTER),
            "merged_into": school_code(district, block, MERGED_INTO),
        }


def _adoption(adopted: Adopted) -> Said:
    said: Said = {
        "kind": "policy-adopted",
        "policy": adopted.policy,
        "district": adopted.district,
        "ref": adopted.ref,
        "first_day": adopted.first_day.isoformat(),
    }
    if adopted.last_day is not None:
        said["last_day"] = adopted.last_day.isoformat()
    return said


def _cohorts(block: int, today: date) -> Iterator[Said]:
    rounds = ((FIRST_ROUND, True), (SECOND_ROUND, False))
    for tier, label in (("camp", "成长营"), ("room", "培育室")):
        for (first, last), first_round in rounds:
            if first > today.toordinal():
                continue
            code = cohort_code(tier, block, first_round=first_round)
            formed: Said = {
                "kind": "cohort-formed",
                "cohort": code,
                "name": f"新北{'首' if first_round else '次'}轮第{block + 1}{label}",
                "district": "xinbei",
                "tier": tier,
                "first_day": iso(first),
            }
            if not first_round:
                formed["last_day"] = iso(last)
            yield formed
            if first_round and last <= today.toordinal():
                yield {"kind": "cohort-closed", "cohort": code, "last_day": iso(last)}
