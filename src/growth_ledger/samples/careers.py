"""Careers of made-up teachers, one after the other, school year by school year.

Each teacher has a chance of their own, seeded by the seed and their number: the same teacher comes
out whatever the number of teachers, and nothing is kept between them. A career is lived forward;
what would lie after today is left unsaid. What was said wrong is mended later, as in life.
"""

# ruff: noqa: PLR2004 - a bare number compared with a draw is a share, and says more where it stands.
from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Final, TypeVar

from growth_ledger.domain.days import Day, first_year_of, school_year_from, school_year_of
from growth_ledger.samples.names import name_of
from growth_ledger.samples.places import (
    CLOSED_AFTER,
    CLOSING_SCHOOL,
    DISTRICTS,
    FIRST_ROUND,
    MERGED_INTO,
    SCHOOLS,
    SECOND_ROUND,
    TEACHERS_IN_BLOCK,
    Said,
    closes,
    cohort_code,
    iso,
    place_events,
    school_code,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

_IN_ALL_DISTRICTS: Final = TEACHERS_IN_BLOCK * len(DISTRICTS)

_RESULTS: Final = (
    *("qualified",) * 13,
    *("excellent",) * 5,
    *("basic",) * 2,
    "unqualified",
    "no-grade",
)
_LEVELS: Final = ("school", "school", "learning-district", "district", "district", "city")
_AWARDS: Final = (
    "excellent-homeroom-teacher",
    "excellent-homeroom-teacher",
    "basic-skills-contest",
    "basic-skills-contest",
    "theme-class-meeting",
    "homeroom-story",
    "gardener",
    "research-project-award",
    "vocational-skills-contest",
)
_AWARD_LEVELS: Final = (*("school",) * 5, *("district",) * 6, "city", "city", "province", "nation")
_AWARD_GRADES: Final = (None, "first", "second", "second", "third", "special")
_PROGRAMMES: Final = (
    *("knowledge-refresh",) * 3,
    *("school-based",) * 3,
    "workshop",
    "enterprise-practice",
    "other",
)
_HOURS: Final = (4, 6, 8, 8, 12, 16, 24, 48, 7.5)
_CONTRIBUTIONS: Final = (
    "public-lesson",
    "public-lesson",
    "culture-lecture",
    "mentoring",
    "research-project",
    "paper",
    "other",
)
_FIVE_ONES: Final = ("public-lesson", "culture-lecture", "mentoring", "research-project", "paper")
_CLASSES: Final = ("{year}级({number})班", "{number}班", "{number}", "0{number}")
_RANKS: Final = (
    (1, "third"),
    (4, "second"),
    (10, "first"),
    (18, "senior"),
    (26, "principal-senior"),
)
_DIMENSIONS: Final = ("ethics", "class-building", "student-growth", "home-school", "research")
_LADDER: Final = (
    "district-backbone",
    "district-senior",
    "city-backbone",
    "city-senior",
    "city-special",
)
_STAGES: Final = ("applied", "recommended", "selected", "approved", "listed")
_GROUNDS: Final = ("ethics", "ethics", "student-harm", "mental-health", "unfit", "negligence")
_GROUNDS_IN: Final = {"fangzi": ("negligence", "negligence", "ethics")}
_MENDABLE: Final = frozenset(
    {"training-completed", "appraised", "award-granted", "contribution-made", "tenure-credited"}
)
_ALLOWANCE_FROM: Final = 2023
_TIERS: Final = (
    (20, "honor-20", "4800.00"),
    (15, "honor-15", "3600.00"),
    (10, "honor-10", "2400.00"),
)
_VETERAN_YEARS: Final = 25
_REFRESH_EVERY: Final = 5
_SEPTEMBER_TO_JULY: Final = 330
_CAMP_MEMBERS: Final = range(2, 17)
_ROOM_MEMBERS: Final = range(20, 35)
_CAMP_LEAD, _ROOM_LEAD, _ROOM_MENTOR = 0, 1, 35
_CAMP_MENTORS: Final = (17, 18)
_LEAVES_EARLY, _FILLS_SEAT = 5, 36


def sample_events(*, teachers: int, seed: int, today: date, years: int = 30) -> Iterator[Said]:
    """Made-up events in an order in which a ledger refuses none of them.

    Schools, adoptions and cohorts come first, then one teacher after the other, each in order of
    recording. Memory does not grow with the number of teachers.

    Args:
        teachers: How many files, spread over four districts.
        seed: The same seed, years and today give the same events.
        today: No event lies after this day where the ledger would refuse it.
        years: The longest career, in school years.

    Yields:
        `kind` and the fields of each event, as JSON values.
    """
    yield from place_events(-(-teachers // _IN_ALL_DISTRICTS), today=today)
    for number in range(teachers):
        career = _Career(number, seed=seed, years=years, today=today)
        yield from career.lived()


class _Career:
    """One teacher's life, as far as it was lived, and what was said of it."""

    def __init__(self, number: int, *, seed: int, years: int, today: date) -> None:
        self.block, place = divmod(number, _IN_ALL_DISTRICTS)
        self.home = self.district = DISTRICTS[place % len(DISTRICTS)]
        self.seat = place // len(DISTRICTS)
        self.teacher = f"{self.home.prefix}{self.block * TEACHERS_IN_BLOCK + self.seat + 1:06d}"
        # One string a teacher: neighbours' chances have nothing to do with each other.
        self.chance = Random(f"{seed}/{number}").random
        self.today: Day = today.toordinal()
        self.this_year = first_year_of(today)
        length = round(years * (1 - self.chance() ** 3))
        if self.happens(0.1):
            # Every staff room has its newcomers.
            length = min(years, int(self.chance() * 4))
        if self.home.code == "xinbei" and self.seat <= _FILLS_SEAT:
            # Who takes part in a cohort has been there for a while.
            length = max(length, min(years, 14 + self.seat % 10))
        self.first_year = max(self.this_year - length, 1950)
        self.school = self.seat % len(SCHOOLS)
        self.said: list[tuple[Day, int, Said]] = []
        self.tenure = 0.0
        self.post: tuple[str, int, int] | None = None
        """Ref, first school year and last school year of the homeroom post."""
        self.next_post = 0
        self.out_until: int | None = None
        self.is_out = False
        self.is_retired = False
        self.membership: str | None = None
        self.title: tuple[str, int] | None = None
        self.vetoed = False
        self.refs = 0

    def lived(self) -> Iterator[Said]:
        """The events in order of recording."""
        self._open()
        for year in range(self.first_year, self.this_year + 1):
            if self.is_retired:
                break
            self._begin_year(year)
            if not self.is_out:
                self._live_through(year)
                self._end_year(year)
        self._mend()
        # By day of recording, then as said: an end never comes before what it ends.
        self.said.sort(key=_day_and_number)
        return (event for _, _, event in self.said)

    def say(self, day: Day, kind: str, **fields: object) -> bool:
        """Say an event on a day; unsaid, and false, where the day has not come."""
        if day > self.today:
            return False
        event: Said = {"kind": kind, "teacher": self.teacher}
        event.update(fields)
        self.said.append((day, len(self.said), event))
        return True

    def ref(self, letter: str) -> str:
        """A handle that the file does not have yet."""
        self.refs += 1
        return f"{letter}{self.refs}"

    def happens(self, share: float) -> bool:
        """True in such a share of all cases."""
        return self.chance() < share

    def one_of(self, options: Sequence[T]) -> T:
        """One of them, each as likely."""
        return options[int(self.chance() * len(options))]

    def _open(self) -> None:
        chance = self.chance
        first = _september(self.first_year) - (12 if self.happens(0.1) else 0)
        age = 22 + int(chance() * 5)
        birth = first - age * 365 - int(chance() * 365)
        opened: Said = {
            "ref": "F1",
            "name": name_of(chance),
            "school": school_code(self.district, self.block, self.school),
            "effective_on": iso(first),
            "gender": "女" if self.happens(0.7) else "男",
            "birth_date": iso(birth),
        }
        if self.happens(0.5):
            # 999999 is no region's number, so that nobody real is meant.
            opened["id_number"] = f"999999{iso(birth).replace('-', '')}{int(chance() * 9999):04d}"
        self.say(first, "file-opened", **opened)
        if self.happens(0.75):
            hours = 48 if self.happens(0.7) else 24
            self.say(
                first,
                "training-completed",
                programme="pre-service",
                hours=hours,
                level="district",
                effective_on=iso(first - 20),
                title="新任班主任岗前培训",
            )
        if self.happens(0.08):
            before = 0.5 * (1 + int(chance() * 12))
            self.tenure += before
            self.say(
                first + 30,
                "tenure-recognised",
                years=before,
                role="homeroom",
                effective_on=iso(first),
                basis=f"人事档案核定〔{self.first_year}〕{int(chance() * 90) + 10}号",
            )
        self._prepare(first)

    def _prepare(self, first: Day) -> None:
        """The way into the first post: probation or assisting for a year or so, or none."""
        chance = self.chance
        way = chance()
        if way < 0.6:
            role = "probationary" if self.home.code == "hongkou" or way < 0.3 else "deputy"
            if way < 0.1:
                role = "assistant"
            mentor = f"{self.home.prefix}{int(chance() * 300) + 1:06d}"
            last = _september(self.first_year + 1) - 1
            self.say(
                first,
                "appointed",
                ref=self.ref("A"),
                role=role,
                first_day=iso(first),
                last_day=iso(last),
                class_name=self._class_name(self.first_year),
                mentor=mentor,
            )
            if role == "probationary" and self.happens(0.5):
                self.say(
                    last,
                    "tenure-credited",
                    school_year=school_year_from(self.first_year),
                    role=role,
                )
            self.next_post = self.first_year + 1
        elif way < 0.85 and self.home.code in {"hongkou", "dongyang"}:
            self.next_post = self.first_year + 1
            self._grant_exception(first)
        elif way < 0.9:
            self.next_post = self.first_year
        else:
            self.next_post = self.first_year + 2 + int(chance() * 4)
        if self.happens(0.6):
            self._obtain_certificate(first + 100 + int(chance() * 600), "C")

    def _grant_exception(self, day: Day) -> None:
        if self.home.code == "hongkou":
            self.say(
                day,
                "exception-granted",
                ground="staffing",
                effective_on=iso(day),
                last_day=iso(day + 364),
                mentor=f"HK{int(self.chance() * 300) + 1:06d}",
            )
        else:
            self.say(
                day,
                "exception-granted",
                ground="in-principle",
                effective_on=iso(day),
                basis="教育局局长办公会议纪要",
            )

    def _obtain_certificate(self, day: Day, grade: str) -> None:
        ref = self.ref("C")
        fields: Said = {"certificate": "psych-health", "grade": grade, "effective_on": iso(day)}
        if self.happens(0.4):
            fields["expires_on"] = iso(day + 5 * 365)
        if self.say(day, "certificate-obtained", ref=ref, **fields) and self.happens(0.03):
            revoked = day + 200
            self.say(revoked, "certificate-revoked", target=ref, effective_on=iso(revoked))

    def _begin_year(self, year: int) -> None:
        september = _september(year)
        if self.is_out:
            if self.out_until == year:
                self.is_out = False
                self.next_post = year
                self._resume(september)
            return
        if year > self.first_year:
            self._move(year, september)
        if self.post is None and year >= self.next_post and self.happens(0.7):
            self._appoint(year, september)

    def _resume(self, september: Day) -> None:
        self.say(
            september,
            "service-resumed",
            school=school_code(self.district, self.block, self.school),
            effective_on=iso(september),
        )

    def _move(self, year: int, september: Day) -> None:
        draw = self.chance()
        is_closed = self.school == CLOSING_SCHOOL and closes(self.block)
        if is_closed and year == date.fromordinal(CLOSED_AFTER).year:
            self.school = MERGED_INTO
        elif self.membership is not None and draw > 0.005:
            return
        elif draw < 0.008:
            self.district = self.one_of(DISTRICTS)
            self.school = int(self.chance() * len(SCHOOLS))
        elif draw < 0.06:
            self.school = int(self.chance() * len(SCHOOLS))
        else:
            return
        if self.school == CLOSING_SCHOOL:
            self.school = MERGED_INTO
        moved = self.say(
            september,
            "school-changed",
            school=school_code(self.district, self.block, self.school),
            effective_on=iso(september),
        )
        if moved:
            # The move ends the post; another one begins at the new school, or after a while.
            self.post = None
            self.next_post = year + int(self.chance() * 2)

    def _appoint(self, year: int, september: Day) -> None:
        ref = self.ref("A")
        last_year = year + self.one_of((2, 2, 2, 2, 4, 5))
        fields: Said = {
            "role": "homeroom",
            "first_day": iso(september),
            "class_name": self._class_name(year),
        }
        draw = self.chance()
        if draw < 0.2:
            fields["last_day"] = iso(_september(last_year + 1) - 1)
        elif draw < 0.4:
            fields["term_until"] = iso(_september(last_year + 1) - 1)
        if self.say(september, "appointed", ref=ref, **fields):
            self.post = (ref, year, last_year)
        if draw > 0.94:
            self._appoint_besides(year, september)

    def _appoint_besides(self, year: int, september: Day) -> None:
        role = self.one_of(("grade-head", "rotating", "studio-host", "studio-host", "deputy"))
        fields: Said = {"role": role, "first_day": iso(september)}
        if role == "studio-host":
            fields["level"] = self.one_of(("school", "district", "city"))
        ref = self.ref("A")
        self.say(september, "appointed", ref=ref, **fields)
        last = _september(year + 3) - 1
        self.say(last, "appointment-ended", target=ref, last_day=iso(last))

    def _class_name(self, year: int) -> str:
        number = int(self.chance() * 12) + 1
        return str(self.one_of(_CLASSES)).format(year=year, number=number)

    def _live_through(self, year: int) -> None:
        """What happens between one September and the next."""
        chance = self.chance
        september = _september(year)
        served = year - self.first_year
        for after, rank in _RANKS:
            if served == after and self.happens(0.8):
                day = september + 90
                self.say(day, "rank-conferred", rank=rank, effective_on=iso(day), subject="语文")
        if served % _REFRESH_EVERY == 1 or self.happens(0.12):
            self._train(september)
        if self.happens(0.11):
            self._contribute(september + int(chance() * _SEPTEMBER_TO_JULY))
        if self.happens(0.09):
            self._win(september + int(chance() * _SEPTEMBER_TO_JULY))
        draw = chance()
        if draw < 0.02:
            self._take_leave(september + int(chance() * 200))
        elif draw < 0.026 and not self.vetoed:
            self._be_vetoed(september + int(chance() * 200))
        elif draw < 0.036:
            self._obtain_certificate(september + int(chance() * 200), self.one_of("AB"))
        elif draw < 0.046:
            self._amend_profile(september + int(chance() * 200))
        elif draw < 0.055:
            self._grant_exception(september + 45)
        elif draw < 0.08 and self.home.code == "dongyang":
            self._list_in_reserve(september + 30)
        if self.home.code == "xinbei" and self.seat <= _FILLS_SEAT:
            self._take_part(year)
        elif served > 8 and draw > 0.97:
            self._confer_title(september + 80, served)
        if self.membership is not None or (self.title is not None and self.happens(0.3)):
            self._be_a_model(september)

    def _train(self, september: Day) -> None:
        chance = self.chance
        day = september + int(chance() * _SEPTEMBER_TO_JULY)
        fields: Said = {
            "programme": self.one_of(_PROGRAMMES),
            "hours": self.one_of(_HOURS),
            "level": self.one_of(_LEVELS),
            "effective_on": iso(day),
            "title": "班级管理与家校沟通专题研修",
        }
        if self.happens(0.3):
            fields["topics"] = "心理健康、家校沟通"
        if self.happens(0.1):
            fields["evidence"] = [
                {"file": "结业证书.pdf", "sha256": f"{int(chance() * (1 << 52)):064x}"}
            ]
        self.say(day, "training-completed", **fields)

    def _contribute(self, day: Day) -> None:
        self.say(
            day,
            "contribution-made",
            contribution=self.one_of(_CONTRIBUTIONS),
            effective_on=iso(day),
            title="班会课：一起定的班规",
            level=self.one_of(_LEVELS),
        )

    def _win(self, day: Day) -> None:
        ref = self.ref("W")
        fields: Said = {
            "award": self.one_of(_AWARDS),
            "level": self.one_of(_AWARD_LEVELS),
            "effective_on": iso(day),
        }
        grade = self.one_of(_AWARD_GRADES)
        if grade is not None:
            fields["grade"] = grade
        if self.say(day, "award-granted", ref=ref, **fields) and self.happens(0.02):
            revoked = day + 300
            self.say(revoked, "award-revoked", target=ref, effective_on=iso(revoked))

    def _take_leave(self, first: Day) -> None:
        ref = self.ref("L")
        reason = self.one_of(
            ("maternity", "maternity", "sick", "sick", "study", "secondment", "other")
        )
        last = first + self.one_of((20, 60, 157, 157, 200, 364))
        fields: Said = {"first_day": iso(first), "reason": reason}
        has_last_day = self.happens(0.5)
        if has_last_day:
            fields["last_day"] = iso(last)
        said = self.say(first, "leave-taken", ref=ref, **fields)
        if said and not has_last_day:
            ended = self.say(last, "leave-ended", target=ref, last_day=iso(last))
            if ended and self.happens(0.1):
                # The leave was never taken; its end is left pointing at nothing.
                self.say(last + 9, "voided", target=ref, reason="请假未实际休，登记有误")

    def _be_vetoed(self, day: Day) -> None:
        chance = self.chance
        self.vetoed = True
        ref = self.ref("V")
        fields: Said = {
            "ground": self.one_of(_GROUNDS_IN.get(self.home.code, _GROUNDS)),
            "effective_on": iso(day),
            "authority": f"{self.district.name}教育局",
        }
        draw = chance()
        if draw < 0.4:
            fields["last_day"] = iso(day + 729)
            fields["sanction"] = "记过，二十四个月"
        self.say(day, "vetoed", ref=ref, **fields)
        if 0.3 < draw < 0.85:
            lifted = day + 90 + int(chance() * 500)
            reason = self.one_of(("served", "rehabilitated", "overturned"))
            self.say(lifted, "veto-lifted", target=ref, effective_on=iso(lifted), reason=reason)

    def _amend_profile(self, day: Day) -> None:
        if self.happens(0.5):
            self.say(
                day,
                "profile-amended",
                effective_on=iso(day),
                name=name_of(self.chance),
                note="凭户籍证明更名",
            )
        else:
            number = f"99999919700101{int(self.chance() * 9999):04d}"
            self.say(day, "profile-amended", effective_on=iso(day), id_number=number)

    def _list_in_reserve(self, day: Day) -> None:
        ref = self.ref("R")
        self.say(day, "reserve-listed", ref=ref, effective_on=iso(day))
        if self.happens(0.6):
            out = day + 200 + int(self.chance() * 900)
            self.say(out, "reserve-delisted", target=ref, effective_on=iso(out))

    def _confer_title(self, day: Day, served: int) -> None:
        if self.home.code == "fangzi":
            title = "chief-homeroom" if served > 15 else "backbone-homeroom"
        elif self.home.code == "xinbei":
            title = _LADDER[min(served // 7, 4)]
        else:
            return
        if self.title is not None and self.title[0] == title:
            return
        ref = self.ref("T")
        fields: Said = {"title": title, "effective_on": iso(day), "level": "district"}
        draw = self.chance()
        if draw < 0.5:
            fields["expires_on"] = iso(day + 5 * 365)
        if self.say(day, "title-conferred", ref=ref, **fields):
            self.title = (title, day)
        if draw > 0.93:
            lost = day + 700
            self.say(lost, "title-withdrawn", target=ref, effective_on=iso(lost))

    def _take_part(self, year: int) -> None:
        """The two rounds of the district's cohorts, by the seat that the teacher has."""
        for (first, last), first_round in ((FIRST_ROUND, True), (SECOND_ROUND, False)):
            if date.fromordinal(first).year == year and self.district is self.home:
                self._join(first, last, first_round=first_round)

    def _join(self, first: Day, last: Day, *, first_round: bool) -> None:
        seat = self.seat
        in_camp = seat == _CAMP_LEAD or seat in _CAMP_MEMBERS or seat in _CAMP_MENTORS
        cohort = cohort_code(
            "camp" if in_camp or seat == _FILLS_SEAT else "room",
            self.block,
            first_round=first_round,
        )
        member = seat in _CAMP_MEMBERS or seat in _ROOM_MEMBERS
        fields: Said = {"cohort": cohort, "capacity": "member", "first_day": iso(first + 40)}
        joined = first + 40
        if seat in {_CAMP_LEAD, _ROOM_LEAD}:
            title = "city-special" if in_camp else "city-senior"
            if self.title is None:
                ref = self.ref("T")
                self.title = (title, first)
                self.say(first, "title-conferred", ref=ref, title=title, effective_on=iso(first))
            fields["capacity"] = "lead"
        elif seat in _CAMP_MENTORS or seat == _ROOM_MENTOR:
            fields["capacity"] = "mentor"
        elif seat == _FILLS_SEAT:
            if first_round:
                return
            joined = first + 560
            fields["first_day"] = iso(joined)
            fields["replaces"] = f"XB{self.block * TEACHERS_IN_BLOCK + _LEAVES_EARLY + 1:06d}"
        elif not member:
            return
        if member and self.happens(0.95):
            self._pass_stages(cohort, first)
        ref = self.ref("J")
        if not self.say(joined, "cohort-joined", ref=ref, **fields):
            return
        self.membership = cohort
        leaves_early = seat == _LEAVES_EARLY and not first_round
        left = first + 545 if leaves_early else last
        reason = "工作调动" if leaves_early else "培育期满"
        if first_round or leaves_early:
            self.say(left, "cohort-left", target=ref, last_day=iso(left), reason=reason)
        for july in (first + 310, first + 675):
            if joined < july <= left:
                self.say(
                    july,
                    "appraised",
                    scope="process",
                    result=self.one_of(_RESULTS),
                    effective_on=iso(july),
                    cohort=cohort,
                )

    def _pass_stages(self, cohort: str, first: Day) -> None:
        for step, stage in enumerate(_STAGES):
            day = first + 3 + 7 * step
            self.say(day, "cohort-stage-passed", cohort=cohort, stage=stage, effective_on=iso(day))

    def _be_a_model(self, september: Day) -> None:
        """The five ones of the year, as far as they come about, and the appraisal with its fund."""
        diligence = 0.5 + self.chance()
        for step, contribution in enumerate(_FIVE_ONES):
            if self.chance() < diligence:
                day = september + 30 + 50 * step
                fields = {"contribution": contribution, "effective_on": iso(day)}
                self.say(day, "contribution-made", **fields)
        if self.title is not None and self.title[1] <= september:
            july = september + 300
            result = self.one_of(_RESULTS)
            fields = {"scope": "named-annual", "result": result, "effective_on": iso(july)}
            self.say(july, "appraised", **fields)
            if result in {"excellent", "qualified"} and self.home.code == "xinbei":
                self.say(
                    july + 20,
                    "allowance-paid",
                    allowance="special-fund",
                    amount="6000.00",
                    effective_on=iso(july + 20),
                )

    def _end_year(self, year: int) -> None:
        chance = self.chance
        last = _september(year + 1) - 1
        if self.post is not None:
            self._credit(year, last)
            if self.happens(0.3):
                self._appraise("homeroom", last - 50 - int(chance() * 20))
        if self.happens(0.26):
            self._appraise("annual", last - 40)
        if self.district.code == "hongkou" and year >= _ALLOWANCE_FROM:
            self._pay(year, last)
        if self.happens(0.012):
            wrong = 0.5 if self.happens(0.4) else 0
            self.say(
                last + 20,
                "tenure-asserted",
                years=self.tenure + wrong,
                role="homeroom",
                effective_on=iso(last),
            )
        ended = False
        if self.post is not None and year >= self.post[2]:
            ref, _, _ = self.post
            self.post = None
            self.next_post = year + 1 + int(chance() * 2.2)
            self._end_post(ref, last)
        served = year - self.first_year
        draw = chance()
        if served >= 29 and draw < 0.4:
            ended = self._end_service(last, "retired")
            self.is_retired = ended
        elif draw < 0.004:
            reason = self.one_of(("resigned", "transferred", "dismissed", "deceased"))
            ended = self._end_service(last, reason)
            if reason in {"resigned", "transferred"} and self.happens(0.6):
                self.out_until = year + 2 + int(chance() * 3)
            self.is_retired = ended and self.out_until is None
        if ended:
            self.is_out = True
            self.post = None
            self.membership = None

    def _end_post(self, ref: str, last: Day) -> None:
        appointed = next(event for _, _, event in self.said if event.get("ref") == ref)
        if "last_day" not in appointed:
            self.say(last, "appointment-ended", target=ref, last_day=iso(last), reason="带班期满")

    def _end_service(self, last: Day, reason: str) -> bool:
        return self.say(last, "service-ended", last_day=iso(last), reason=reason)

    def _credit(self, year: int, last: Day) -> None:
        draw = self.chance()
        if draw < 0.04:
            return
        fields: Said = {"school_year": school_year_from(year), "role": "homeroom"}
        if draw < 0.08:
            fields["credit"] = "0.5"
        day = last if draw < 0.7 else last + 15
        if self.say(day, "tenure-credited", **fields):
            self.tenure += 0.5 if "credit" in fields else 1

    def _appraise(self, scope: str, day: Day) -> None:
        chance = self.chance
        result = self.one_of(_RESULTS)
        fields: Said = {"scope": scope, "result": result, "effective_on": iso(day)}
        if self.happens(0.1):
            fields["scores"] = {one: 60 + int(chance() * 40) for one in _DIMENSIONS}
        said = self.say(day, "appraised", **fields)
        if said and result == "unqualified" and self.happens(0.7):
            again = day + 150
            self.say(
                again,
                "appraised",
                scope="re-evaluation",
                result="qualified" if self.happens(0.8) else "unqualified",
                effective_on=iso(again),
                school_year=school_year_of(date.fromordinal(day)),
            )
        elif said and scope == "annual" and self.happens(0.02):
            self.say(day, "appraised", scope="deputy", result="qualified", effective_on=iso(day))

    def _pay(self, year: int, last: Day) -> None:
        for years, allowance, amount in _TIERS:
            if self.tenure >= years:
                ref = self.ref("P")
                paid = self.say(
                    last + 45,
                    "allowance-paid",
                    ref=ref,
                    allowance=allowance,
                    amount=amount,
                    effective_on=iso(last + 45),
                    period_first_day=f"{year}-09-01",
                    period_last_day=f"{year + 1}-08-31",
                )
                if paid and self.happens(0.05):
                    back = last + 120
                    part = amount if self.happens(0.5) else "1200.00"
                    fields = {"target": ref, "amount": part, "effective_on": iso(back)}
                    self.say(back, "allowance-recovered", **fields)
                break
        if self.tenure >= _VETERAN_YEARS and self.happens(0.3):
            day = last + 60
            fields = {"amount": "10000.00", "effective_on": iso(day)}
            self.say(day, "allowance-paid", allowance="veteran-25", **fields)

    def _mend(self) -> None:
        """Some of what was said is corrected later, some of that again; some never happened."""
        chance = self.chance
        if self.happens(0.35):
            found = [one for one in self.said if one[2]["kind"] in _MENDABLE]
            if found:
                day, _, event = self.one_of(found)
                self._correct(day, event)
        if self.happens(0.08):
            found = [
                one
                for one in self.said
                if one[2]["kind"] in {"training-completed", "contribution-made"}
                and "ref" not in one[2]
                and "corrects" not in one[2]
            ]
            if found:
                day, _, event = self.one_of(found)
                event["ref"] = self.ref("X")
                fields = {"target": event["ref"], "reason": "重复登记"}
                self.say(day + 30 + int(chance() * 300), "voided", **fields)

    def _correct(self, day: Day, event: Said) -> None:
        ref = event.setdefault("ref", self.ref("X"))
        later = day + 20 + int(self.chance() * 400)
        changed = {key: value for key, value in event.items() if key not in {"kind", "teacher"}}
        changed["corrects"] = ref
        changed["note"] = "核对原始材料后更正"
        self._change(event["kind"], changed, first=True)
        if not self.say(later, event["kind"], **changed) or not self.happens(0.2):
            return
        again = {**changed, "note": "再次核对"}
        self._change(event["kind"], again, first=False)
        self.say(later + 60, event["kind"], **again)

    def _change(self, kind: str, fields: Said, *, first: bool) -> None:
        match kind:
            case "training-completed":
                fields["hours"] = 36 if first else 32
            case "appraised":
                fields["result"] = "qualified" if first else "basic"
            case "award-granted":
                fields["level"] = "district" if first else "school"
            case "contribution-made":
                fields["contribution"] = "paper" if first else "other"
            case _:
                fields["credit"] = "0.5" if first else "1"


def _september(year: int) -> Day:
    return date(year, 9, 1).toordinal()


def _day_and_number(said: tuple[Day, int, Said]) -> tuple[Day, int]:
    return said[0], said[1]
