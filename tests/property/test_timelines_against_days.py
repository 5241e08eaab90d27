"""A timeline at a day is the plain rule on that day, whatever file chance makes."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings, strategies as st
from tests.property.made_files import (
    COHORTS,
    FAVOURITES,
    RULES,
    Log,
    ledger_of,
    logs,
    looked_at_by,
)
from tests.property.plain_rules import (
    LAST_LOOKED_AT,
    ONE_DAY,
    PACKS,
    Judged,
    Said,
    plain_length,
    years_after,
)

from growth_ledger.domain.days import day_reaching_years, service_length
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.teacher_file import TeacherFile
from growth_ledger.domain.timelines import covers
from growth_ledger.ledger.asking import show
from growth_ledger.ledger.histories import timeline
from growth_ledger.ledger.views import Question, viewing
from growth_ledger.policy import packs
from growth_ledger.policy.conditions import Case, as_participant, spans
from growth_ledger.policy.packs import Condition, ConditionModel, Pack
from growth_ledger.policy.projections import (
    standing_at,
    standings,
)


def days_to_look_at(file: TeacherFile) -> list[date]:
    """Each event's day and its anniversaries, school years' ends and leap days, and the days around."""
    centres = {date(year, 8, 31) for year in range(2019, 2027)}
    centres |= {date(2020, 2, 29), date(2024, 2, 29), date(2028, 2, 29)}
    for fact in file.facts:
        day = fact.event.day
        centres |= {day, *(years_after(day, years) for years in (1, 2, 5))}
        for name in ("last_day", "expires_on"):
            other = getattr(fact.event, name, None)
            if other is not None:
                centres.add(other)
    adopted = file.surroundings.adoptions
    # Those that these tests make are dicts.
    assert isinstance(adopted, dict)
    for adoptions in adopted.values():
        centres |= {date.fromordinal(run.first) for run in adoptions.runs}
    found = {day + timedelta(days=around) for day in centres for around in (-1, 0, 1)}
    return sorted(day for day in found if day <= LAST_LOOKED_AT)


MONTHS = timedelta(days=200)
TABLES = [(pack, name) for pack, found in PACKS.items() for name in found.projections]


@cache
def conditions_of(name: str) -> list[Condition]:
    """Every condition that a pack writes, the whole as well as its parts."""
    pack = PACKS[name]
    outer = [
        outcome.when
        for projection in pack.projections.values()
        for outcome in projection.outcomes
        if outcome.when is not None
    ]
    outer += [tier.may_move_in for tier in pack.tiers.values()]
    return [part for condition in outer for part in packs.conditions_in(condition)]


WRITTEN: tuple[Said, ...] = (
    {"in_post": {"roles": ["homeroom", "deputy"], "despite_leave": ["sick"]}},
    {"service": {"roles": ["homeroom"], "at_least": "2 years", "minus_leave": True}},
    {"service": {"roles": ["homeroom", "deputy"], "at_least": "400 days"}},
    {"service": {"roles": ["employment"], "at_least": "3 years", "minus_leave": True}},
    {"credits": {"roles": ["homeroom", "probationary"], "at_least": 1.5}},
    {
        "training": {
            "programmes": ["pre-service", "workshop"],
            "hours_at_least": 55.5,
            "level_at_least": "district",
            "within": "2 years",
        }
    },
    {"certificate": {"certificate": "psych-health", "grade_at_least": "B"}},
    {"award": {"count_at_least": 2, "within": "1 year"}},
    {"award": {"level": "district", "while_in": ["homeroom", "deputy"]}},
    {"award": {"grade_at_least": "first", "within": "3 years", "level_at_least": "district"}},
    {"re_evaluation_due": {"scopes": ["annual", "homeroom"], "grounds": ["ethics", "unfit"]}},
    {"veto": {"grounds": ["unfit", "negligence"], "in_year_of": ["annual", "homeroom"]}},
    {"veto": {"grounds": ["ethics", "unfit"], "ever": True}},
    {"exception": {"grounds": ["staffing", "in-principle"]}},
    {"contribution": {"contributions": ["paper", "mentoring"], "count_at_least": 2}},
    {"paid": {"allowances": ["honor-10", "veteran-25"]}},
    {"cohort_member": {"tiers": ["camp"]}},
    {"policy_age": {"under": "2 years"}},
    {"once": {"not": {"in_service": {}}}},
    {"once": {"all": [{"reserve": {}}, {"in_post": {"roles": ["homeroom"]}}]}},
    {"not": {"any": [{"tenure": {"at_least": 1.5}}, {"once": {"cohort_member": {}}}]}},
)
MORE_CONDITIONS = [ConditionModel.model_validate(one).condition for one in WRITTEN]


COMBINATIONS = {packs.All, packs.AnyOf, packs.Not, packs.Once}


def conditions_by_sort() -> dict[type, list[tuple[Pack, Condition]]]:
    """Every condition that a pack or this page writes, once, by its class."""
    found: dict[type, list[tuple[Pack, Condition]]] = {}
    written = [(PACKS[name], one) for name in PACKS for one in conditions_of(name)]
    more = [(PACKS["xinbei"], part) for one in MORE_CONDITIONS for part in packs.conditions_in(one)]
    for pack, condition in (*more, *written):
        of_sort = found.setdefault(type(condition), [])
        if not any(str(other) == str(condition) for _, other in of_sort):
            of_sort.append((pack, condition))
    return found


CONDITIONS = conditions_by_sort()


@settings(max_examples=200)
@given(st.sampled_from(TABLES), st.data())
def test_every_standing_is_what_the_plain_rules_say_on_the_day(
    table: tuple[str, str], data: st.DataObject
) -> None:
    name = table[1]
    whens = [one.when for one in PACKS[table[0]].projections[name].outcomes]
    stories = looked_at_by(one for one in whens if one is not None)
    log = data.draw(logs(stories=stories))
    known_at = data.draw(st.none() | st.integers(1, 40))
    file, plain = log.file("T1", known_at), log.plain_file("T1", known_at)

    found = standings(file, RULES).get(name, [])

    judged: dict[int, Judged] = {}
    for day in days_to_look_at(file):
        standing = standing_at(found, day.toordinal())
        ours = None
        if standing is not None:
            assert standing.adoption.adopted_by is not None
            ours = (standing.adoption.adopted_by.order, standing.outcome)
        assert (day, ours) == (day, plain.outcome(name, day, judged))


@pytest.mark.parametrize("sort", CONDITIONS, ids=lambda sort: sort.__name__)
@settings(max_examples=30)
@given(st.sampled_from(FAVOURITES), st.data())
def test_every_condition_holds_on_the_days_on_which_its_plain_rule_does(
    sort: type, first_day: date, data: st.DataObject
) -> None:
    some = CONDITIONS[sort]
    # Combinations are many: one a time. Of the leaves of one sort, each is asked of the same file.
    asked = [data.draw(st.sampled_from(some))] if sort in COMBINATIONS else some
    log = data.draw(logs(stories=looked_at_by(condition for _, condition in asked)))
    file, plain = log.file("T1"), log.plain_file("T1")
    days = [day for day in days_to_look_at(file) if day >= plain.first_day]

    for pack, condition in asked:
        case = Case(file=file, pack=pack, policy_first_day=first_day.toordinal())
        held = spans(condition, case)

        judged = Judged(pack=pack, first_day=first_day)
        for day in days:
            expected = plain.holds(condition, judged, day)
            assert (condition, day, covers(held, day.toordinal())) == (condition, day, expected)


@settings(max_examples=60)
@given(logs(), st.sampled_from(COHORTS), st.sampled_from(FAVOURITES))
def test_a_participant_must_move_out_on_the_days_on_which_the_plain_rules_say_so(
    log: Log, code: str, joined_on: date
) -> None:
    file, plain, pack = log.file("T1"), log.plain_file("T1"), PACKS["xinbei"]
    cohort = file.surroundings.cohorts[code]
    case = as_participant(
        Case(file=file, pack=pack, policy_first_day=None),
        cohort=cohort,
        joined_on=joined_on.toordinal(),
    )
    judged = Judged(pack=pack, first_day=None, cohort=code, joined_on=joined_on)
    tier = pack.tiers[cohort.tier]

    for reason in (*tier.member_must_move_out, *tier.lead_must_move_out):
        held = spans(reason.when, case)

        for day in days_to_look_at(file):
            if day < plain.first_day:
                continue
            expected = plain.holds(reason.when, judged, day)
            assert (day, reason.reason, covers(held, day.toordinal())) == (
                day,
                reason.reason,
                expected,
            )


@settings(max_examples=25)
@given(logs(), st.sampled_from(FAVOURITES), st.data())
def test_a_standing_lasts_from_since_to_until_when_asked_day_by_day(
    log: Log, around: date, data: st.DataObject
) -> None:
    file, plain = log.file("T1"), log.plain_file("T1")
    found = standings(file, RULES)
    at = [name for name in sorted(found) if standing_at(found[name], around.toordinal())]
    if not at:
        return
    name = data.draw(st.sampled_from(at))
    standing = standing_at(found[name], around.toordinal())
    assert standing is not None

    judged: dict[int, Judged] = {}
    expected = plain.outcome(name, around, judged)
    first = last = around
    # No further than some months: a longer run is looked at from another day.
    while around - first < MONTHS and plain.outcome(name, first - ONE_DAY, judged) == expected:
        first -= ONE_DAY
    while last - around < MONTHS and plain.outcome(name, last + ONE_DAY, judged) == expected:
        last += ONE_DAY

    assert max(standing.first, (around - MONTHS).toordinal()) == first.toordinal()
    assert min(standing.last, (around + MONTHS).toordinal()) == last.toordinal()


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(FAVOURITES) | st.dates(date(2015, 1, 1), date(2020, 1, 1)),
            st.integers(0, 900),
        ),
        max_size=4,
    ),
    st.dates(date(2014, 12, 1), date(2027, 1, 1)),
    st.integers(1, 3),
)
def test_the_length_of_service_is_what_counting_the_months_gives(
    stretches: list[tuple[date, int]], up_to: date, years: int
) -> None:
    worked = {first + timedelta(days=n) for first, days in stretches for n in range(days + 1)}
    as_spans = [(one.toordinal(), one.toordinal() + days) for one, days in stretches]

    length = service_length(as_spans, up_to=up_to.toordinal())
    reached = day_reaching_years(as_spans, years)

    months, odd = plain_length([one for one in worked if one <= up_to]) if worked else (0, 0)
    assert (length.months, length.days) == (months, odd)
    if reached is None:
        assert not worked or plain_length(worked)[0] < 12 * years
    else:
        by_then = sorted(one for one in worked if one.toordinal() <= reached)
        assert plain_length(by_then)[0] >= 12 * years
        assert plain_length(by_then[:-1])[0] < 12 * years


@settings(max_examples=12)
@given(logs(), st.data())
def test_asking_at_a_position_is_asking_a_ledger_cut_off_there(
    log: Log, data: st.DataObject
) -> None:
    opened = next(i for i, said in enumerate(log.said, start=1) if said["kind"] == "file-opened")
    known_at = data.draw(st.integers(opened, len(log.said)))
    day = data.draw(st.sampled_from(FAVOURITES))

    with ledger_of(log.said) as whole, ledger_of(log.said[:known_at]) as cut_off:
        asked = Question(as_of=day, known_at=f"#{known_at}")
        with viewing(whole, asked) as at_position, viewing(cut_off, Question(as_of=day)) as then:
            assert show(at_position, "T1") == show(then, "T1")
            assert timeline(at_position, "T1")["standings"] == timeline(then, "T1")["standings"]


@settings(max_examples=30)
@given(logs(teachers=("T1", "T2", "T3")), st.randoms(use_true_random=False))
def test_the_order_in_which_files_interleave_changes_no_standing(log: Log, chance: Random) -> None:
    queues = [list(events) for name, events in log.streams.items() if name.startswith("teacher/")]
    interleaved = Log()
    for name, events in log.streams.items():
        if not name.startswith("teacher/"):
            interleaved.streams[name], interleaved.facts[name] = events, log.facts[name]
    position = sum(map(len, interleaved.streams.values()))

    while queues:
        queue = chance.choice(queues)
        recorded = queue.pop(0)
        position += 1
        interleaved.facts.setdefault(recorded.stream, Facts())
        interleaved.add(recorded.event, position, recorded.event_id)
        queues = [left for left in queues if left]

    for teacher in ("T1", "T2", "T3"):
        before, after = log.file(teacher), interleaved.file(teacher)
        assert outcomes_of(before) == outcomes_of(after)


def outcomes_of(file: TeacherFile) -> list[tuple[str, str, str, int, int]]:
    return [
        (name, one.adoption.policy, one.outcome, one.first, one.last)
        for name, found in sorted(standings(file, RULES).items())
        for one in found
    ]
