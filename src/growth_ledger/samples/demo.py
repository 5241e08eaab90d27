"""A small ledger shaped by hand: four districts, some forty teachers, recorded over four years.

Whom to ask about is in `DEMO`. Everything lies relative to today's school year, so the stories hold
on whatever day the demonstration is given, from the school year 2025-2026 on.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from growth_ledger.domain.days import CHINA, first_year_of, school_year_from
from growth_ledger.samples.places import ADOPTIONS, DISTRICTS, Said, school_code, school_event

if TYPE_CHECKING:
    from collections.abc import Mapping

DEMO: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not-yet": "HK000101",
        "veteran": "HK000102",
        "corrected": "HK000103",
        "crossing-10": "HK000104",
        "crossing-15": "HK000106",
        "crossing-20": "HK000108",
        "crossing-25": "HK000109",
        "lacking": "DY000101",
        "must-not-continue": "FZ000101",
        "cohort": "XB-CAMP",
        "must-move-out": "XB000104",
        "can-move-in": "XB000111",
        "blocked": "XB000112",
    }
)
"""Whom the guided look asks about: a role to a staff number, or to the cohort's code."""

_YEARS_RECORDED: Final = 4
_SCHOOLS_EACH: Final = 10


def demo_events(today: date) -> list[Said]:
    """The demonstration's events, in order, each with the `recorded_at` that a sandbox takes.

    Args:
        today: The last ones were recorded the day before.
    """
    story = _Story(today)
    _places(story)
    _hongkou(story)
    _dongyang(story)
    _fangzi(story)
    _xinbei(story)
    return story.told()


class _Story:
    """What is said, and on which day it was recorded."""

    def __init__(self, today: date) -> None:
        self.year = first_year_of(today)
        self._begun_on = date(self.year - _YEARS_RECORDED, 9, 10)
        self._latest = today - timedelta(days=1)
        self._said: list[tuple[date, Said]] = []
        self._counts: dict[str, int] = {}
        self._opened_on: dict[object, date] = {}

    def say(self, kind: str, day: date, *, lag: int = 3, **fields: object) -> None:
        """Say an event of a day; recorded some days later, never before the ledger was begun."""
        recorded_on = day + timedelta(days=lag)
        teacher = fields.get("teacher")
        # What lies before a file opens can be recorded only once it has been opened.
        recorded_on = max(recorded_on, self._begun_on, self._opened_on.get(teacher, date.min))
        if kind == "file-opened":
            self._opened_on[teacher] = recorded_on
        if recorded_on <= self._latest:
            given = {key: _text(value) for key, value in fields.items() if value is not None}
            self._said.append((recorded_on, {"kind": kind, **given}))

    def told(self) -> list[Said]:
        """Every event in order of recording, as said on one day, some seconds apart."""
        told: list[Said] = []
        count: dict[date, int] = {}
        for day, event in sorted(self._said, key=_recorded_on):
            number = count[day] = count.get(day, -1) + 1
            moment = datetime.combine(day, time(9), tzinfo=CHINA) + timedelta(seconds=2 * number)
            told.append({**event, "recorded_at": moment.isoformat()})
        return told

    def september(self, years_ago: int) -> date:
        """1 September so many school years ago; 0 is the beginning of this one."""
        return date(self.year - years_ago, 9, 1)

    def teacher(self, teacher: str, name: str, school: int, years_ago: int) -> None:
        """A file is opened."""
        prefix = teacher[:2]
        district = next(one for one in DISTRICTS if one.prefix == prefix)
        first = self.september(years_ago)
        code = school_code(district, 0, school)
        self.say(
            "file-opened",
            first,
            teacher=teacher,
            ref="F1",
            name=name,
            school=code,
            effective_on=first,
        )

    def appoint(
        self,
        teacher: str,
        role: str,
        years_ago: int,
        until: int | None = None,
        **fields: object,
    ) -> None:
        """An appointment from one September to the last of August before another; open where None."""
        first = self.september(years_ago)
        last = None if until is None else self.september(until) - timedelta(days=1)
        number = self._counts[teacher] = self._counts.get(teacher, 0) + 1
        said: Said = {"first_day": first, "last_day": last, "ref": f"A{number}", **fields}
        self.say("appointed", first, teacher=teacher, role=role, **said)

    def credit(self, teacher: str, years_ago: int, until: int = 0, role: str = "homeroom") -> None:
        """A full credit for each school year from one September to another."""
        for ago in range(years_ago, until, -1):
            year = self.year - ago
            self.say(
                "tenure-credited",
                date(year + 1, 8, 31),
                lag=10,
                teacher=teacher,
                ref=f"K{year}",
                school_year=school_year_from(year),
                role=role,
            )

    def serve(self, teacher: str, name: str, school: int, *, years: int, role_in: str) -> None:
        """A homeroom teacher in post, with so many credited years."""
        self.teacher(teacher, name, school, years + 1)
        self.appoint(teacher, "probationary", years + 1, years)
        self.appoint(teacher, "homeroom", years, class_name=role_in)
        self.credit(teacher, years)

    def train(self, teacher: str, programme: str, day: date, hours: object) -> None:
        """A training programme of the district is finished."""
        self.say(
            "training-completed",
            day,
            teacher=teacher,
            programme=programme,
            hours=hours,
            level="district",
            effective_on=day,
        )

    def appraise(self, teacher: str, scope: str, result: str, day: date, **fields: object) -> None:
        """An appraisal has a result."""
        said: Said = {"scope": scope, "result": result, "effective_on": day, **fields}
        self.say("appraised", day, teacher=teacher, **said)

    def win(self, teacher: str, award: str, level: str, day: date, **fields: object) -> None:
        """An award is granted."""
        said: Said = {"award": award, "level": level, "effective_on": day, **fields}
        self.say("award-granted", day, teacher=teacher, **said)


def _places(story: _Story) -> None:
    begun = story.september(_YEARS_RECORDED)
    for district in DISTRICTS:
        for index in range(_SCHOOLS_EACH):
            said = school_event(district, 0, index)
            story.say(said.pop("kind"), begun, **said)
    for adopted in ADOPTIONS:
        if adopted.ref == "P1":
            story.say(
                "policy-adopted",
                adopted.first_day,
                lag=0,
                policy=adopted.policy,
                district=adopted.district,
                first_day=adopted.first_day,
            )
    first = story.september(1)
    for code, tier, name in (("XB-CAMP", "camp", "新北成长营"), ("XB-ROOM", "room", "新北培育室")):
        story.say(
            "cohort-formed",
            first,
            lag=0,
            cohort=code,
            name=name,
            district="xinbei",
            tier=tier,
            first_day=first,
        )


def _hongkou(story: _Story) -> None:
    # Time alone brings the appointment: trained, and in the probationary year since September.
    story.teacher("HK000101", "陆晓舟", 1, 0)
    story.appoint("HK000101", "probationary", 0, -1, class_name="3", mentor="HK000102")
    story.train("HK000101", "pre-service", story.september(0) - timedelta(days=12), 48)

    _veteran(story)
    _corrected(story)

    # At the end of August a tier is crossed, if this year is credited.
    crossing = (
        ("HK000104", "沈佳宁", 0, 9),
        ("HK000105", "龚䶮", 3, 9),
        ("HK000106", "许海燕", 4, 14),
        ("HK000107", "李㙓", 5, 14),
        ("HK000108", "傅建华", 7, 19),
        ("HK000109", "郑国庆", 2, 24),
    )
    for teacher, name, school, years in crossing:
        story.serve(teacher, name, school, years=years, role_in=f"0{school}")

    story.teacher("HK000110", "王静", 0, 0)
    story.train("HK000110", "pre-service", story.september(0) - timedelta(days=12), 48)
    story.say(
        "exception-granted",
        story.september(0),
        teacher="HK000110",
        ground="staffing",
        effective_on=story.september(0),
        last_day=story.september(-1) - timedelta(days=1),
        mentor="HK000102",
    )
    story.serve("HK000111", "王静", 1, years=6, role_in="2")
    barred_on = date(story.year, 4, 18)
    story.say(
        "vetoed",
        barred_on,
        teacher="HK000111",
        ref="V1",
        ground="ethics",
        effective_on=barred_on,
        last_day=date(story.year + 2, 4, 17),
        sanction="记过，二十四个月",
    )
    story.serve("HK000112", "何丽", 8, years=21, role_in="7")
    retired_on = date(story.year - 1, 8, 31)
    story.say(
        "service-ended", retired_on, teacher="HK000112", last_day=retired_on, reason="retired"
    )


def _veteran(story: _Story) -> None:
    """A career of three decades: classes, schools, a leave, ranks, awards, allowances."""
    teacher, served = "HK000102", 29
    story.teacher(teacher, "顾明远", 0, served)
    story.appoint(teacher, "probationary", served, served - 1)
    story.appoint(teacher, "homeroom", served - 1, served - 7, class_name="1997级(2)班")
    moved = story.september(served - 10)
    school = school_code(DISTRICTS[0], 0, 4)
    story.say("school-changed", moved, teacher=teacher, school=school, effective_on=moved)
    story.appoint(teacher, "homeroom", served - 10, 7, class_name="4")
    story.appoint(teacher, "grade-head", 6, 3)
    story.appoint(teacher, "homeroom", 6, class_name="4")
    story.appoint(teacher, "studio-host", 3, level="district")
    story.credit(teacher, served - 1, served - 7)
    story.credit(teacher, served - 10, 7)
    story.credit(teacher, 6)
    leave = date(story.year - 12, 2, 20)
    fields: Said = {"first_day": leave, "last_day": leave + timedelta(days=59), "reason": "sick"}
    story.say("leave-taken", leave, teacher=teacher, **fields)
    ranks = ("third", "second", "first", "senior")
    for rank, ago in zip(ranks, (28, 24, 18, 9), strict=True):
        day = date(story.year - ago, 12, 1)
        story.say("rank-conferred", day, teacher=teacher, rank=rank, effective_on=day)
    for ago in range(25, 0, -4):
        story.train(teacher, "knowledge-refresh", date(story.year - ago, 7, 8), 24)
        story.appraise(teacher, "homeroom", "excellent", date(story.year - ago, 7, 3))
    story.win(
        teacher, "theme-class-meeting", "district", date(story.year - 20, 5, 12), grade="first"
    )
    story.win(teacher, "excellent-homeroom-teacher", "city", date(story.year - 8, 9, 8))
    story.win(teacher, "gardener", "city", date(story.year - 2, 9, 8))
    for ago in (2, 1):
        paid = date(story.year - ago, 10, 15)
        story.say(
            "allowance-paid",
            paid,
            teacher=teacher,
            allowance="honor-20",
            amount="4800.00",
            effective_on=paid,
            period_first_day=story.september(ago + 1),
            period_last_day=story.september(ago) - timedelta(days=1),
        )
    asserted = date(story.year, 6, 30)
    story.say(
        "tenure-asserted",
        asserted,
        teacher=teacher,
        years="26",
        role="homeroom",
        effective_on=asserted,
        note="学校自报年限",
    )


def _corrected(story: _Story) -> None:
    """Ten credited years and the first tier, until one year turns out to have been half a year."""
    teacher, reached = "HK000103", date(story.year - 1, 8, 31)
    story.serve(teacher, "𠮷文静", 3, years=11, role_in="12")
    paid = date(story.year - 1, 10, 20)
    story.say(
        "allowance-paid",
        paid,
        teacher=teacher,
        ref="P1",
        allowance="honor-10",
        amount="2400.00",
        effective_on=paid,
        period_first_day=story.september(2),
        period_last_day=reached,
    )
    wrong = story.year - 6
    found = date(story.year, 3, 11)
    story.say(
        "tenure-credited",
        found,
        teacher=teacher,
        corrects=f"K{wrong}",
        school_year=f"{wrong}-{wrong + 1}",
        role="homeroom",
        credit="0.5",
        note="该学年第二学期由他人带班，核对聘书后更正",
    )
    back = date(story.year, 4, 2)
    fields: Said = {"target": "P1", "amount": "2400.00", "effective_on": back}
    story.say("allowance-recovered", back, teacher=teacher, **fields)


def _dongyang(story: _Story) -> None:
    certified = date(story.year - 2, 11, 20)

    def certify(teacher: str, grade: str = "C", expires_on: date | None = None) -> None:
        fields: Said = {"certificate": "psych-health", "grade": grade, "expires_on": expires_on}
        story.say(
            "certificate-obtained", certified, teacher=teacher, effective_on=certified, **fields
        )

    # Served long enough, but never trained, and the certificate ran out in June.
    story.teacher("DY000101", "吕春梅", 1, 3)
    story.appoint("DY000101", "deputy", 3)
    certify("DY000101", expires_on=date(story.year, 6, 30))
    trained = date(story.year - 1, 8, 20)
    for teacher, name in (("DY000102", "郭涛"), ("DY000103", "蒋雨桐"), ("DY000105", "程伟")):
        story.teacher(teacher, name, 2, 3 if teacher != "DY000103" else 1)
        story.train(teacher, "pre-service", trained, 24)
        certify(teacher, "B")
    exempted = story.september(1)
    story.say(
        "exception-granted",
        exempted,
        teacher="DY000103",
        ground="in-principle",
        effective_on=exempted,
        basis="东阳市教育局局长办公会议纪要",
    )
    listed = date(story.year, 5, 9)
    story.say("reserve-listed", listed, teacher="DY000105", ref="R1", effective_on=listed)
    for teacher, name, school, result in (
        ("DY000104", "罗军", 3, "unqualified"),
        ("DY000106", "梁慧", 4, "excellent"),
        ("DY000107", "程伟", 5, "qualified"),
    ):
        story.serve(teacher, name, school, years=5, role_in="1")
        story.appraise(teacher, "homeroom", result, date(story.year, 7, 2))
    story.train("DY000106", "knowledge-refresh", date(story.year - 1, 7, 10), 16)


def _fangzi(story: _Story) -> None:
    for number, (name, result) in enumerate(
        (
            ("许若曦", "unqualified"),
            ("邓志强", "qualified"),
            ("张𬭎", "excellent"),
            ("韩嘉怡", "excellent"),
            ("董平", "qualified"),
        ),
        start=1,
    ):
        teacher = f"FZ{100 + number:06d}"
        story.serve(teacher, name, number, years=3 + 3 * number, role_in=str(number))
        story.appraise(teacher, "annual", result, date(story.year, 7, 6))
    blamed = date(story.year, 5, 22)
    fields: Said = {"ref": "V1", "ground": "negligence", "effective_on": blamed}
    story.say("vetoed", blamed, teacher="FZ000102", **fields)
    for teacher, title in (("FZ000103", "chief-homeroom"), ("FZ000104", "backbone-homeroom")):
        day = date(story.year - 1, 9, 10)
        story.say("title-conferred", day, teacher=teacher, title=title, effective_on=day)
    story.win("FZ000105", "excellent-homeroom-teacher", "school", date(story.year - 1, 9, 10))
    story.teacher("FZ000106", "叶洋", 0, 4)


def _xinbei(story: _Story) -> None:
    """A camp with vacancies, one member who no longer leads a class, and who could move in."""
    lead, mentor = "XB000101", "XB000102"
    joined = story.september(1) + timedelta(days=40)
    titled = date(story.year - 3, 9, 10)
    for teacher, name, years in ((lead, "蔡敏", 20), (mentor, "薛立新", 18)):
        story.serve(teacher, name, 0, years=years, role_in="1")
        fields: Said = {"title": "city-special", "effective_on": titled}
        story.say("title-conferred", titled, teacher=teacher, **fields)
    for teacher, capacity in ((lead, "lead"), (mentor, "mentor")):
        fields = {"cohort": "XB-CAMP", "capacity": capacity, "first_day": joined}
        story.say("cohort-joined", joined, teacher=teacher, ref="J1", **fields)

    members = (
        ("XB000103", "阎勇", 1),
        ("XB000104", "贾杰", 2),
        ("XB000105", "魏霞", 3),
        ("XB000106", "欧阳𠮷", 3),
        ("XB000107", "丁娟", 5),
        ("XB000108", "吴思远", 6),
        ("XB000109", "潘国庆", 7),
    )
    contest = date(story.year - 2, 5, 20)
    for teacher, name, school in members:
        story.serve(teacher, name, school, years=9, role_in="6")
        story.win(teacher, "basic-skills-contest", "district", contest, grade="first")
        _select(story, teacher, "XB-CAMP")
        fields = {"cohort": "XB-CAMP", "capacity": "member", "first_day": joined}
        story.say("cohort-joined", joined, teacher=teacher, ref="J1", **fields)
        story.appraise(teacher, "process", "qualified", date(story.year, 7, 1), cohort="XB-CAMP")
    for day, contribution in enumerate(
        ("public-lesson", "culture-lecture", "mentoring", "research-project", "paper"), start=3
    ):
        made = date(story.year, day, 12)
        fields = {"contribution": contribution, "effective_on": made}
        story.say("contribution-made", made, teacher="XB000103", **fields)
    # The class was handed over at the end of August; the seat is still taken.
    handed_over = date(story.year, 8, 31)
    story.say(
        "appointment-ended",
        handed_over,
        lag=0,
        teacher="XB000104",
        target="A2",
        last_day=handed_over,
        reason="转任教务工作",
    )

    story.serve("XB000110", "任桂英", 4, years=4, role_in="2")
    _select(story, "XB000110", "XB-ROOM")
    fields = {"cohort": "XB-ROOM", "capacity": "member", "first_day": joined}
    story.say("cohort-joined", joined, teacher="XB000110", ref="J1", **fields)
    story.serve("XB000111", "彭子涵", 9, years=10, role_in="3")
    story.win("XB000111", "excellent-homeroom-teacher", "city", date(story.year - 1, 9, 8))
    story.serve("XB000112", "苏梓萱", 3, years=9, role_in="5")
    story.win("XB000112", "basic-skills-contest", "city", contest, grade="second")
    story.serve("XB000113", "卢磊", 8, years=5, role_in="4")
    for teacher in (lead, mentor):
        story.appraise(teacher, "named-annual", "excellent", date(story.year, 6, 25))


def _select(story: _Story, teacher: str, cohort: str) -> None:
    stages = ("applied", "recommended", "selected", "approved", "listed")
    for step, stage in enumerate(stages):
        day = story.september(1) + timedelta(days=2 + 7 * step)
        fields: Said = {"cohort": cohort, "stage": stage, "effective_on": day}
        story.say("cohort-stage-passed", day, teacher=teacher, **fields)


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _recorded_on(said: tuple[date, Said]) -> date:
    return said[0]
