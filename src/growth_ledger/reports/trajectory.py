"""A career as one picture: lanes over school years, each row with its name, nothing by colour alone.

A bar is a stretch of days, a cell a school year. A bar whose words do not fit carries a number, and
the words stand below the picture.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from growth_ledger.domain.codes import AWARD_GRADE_RANK, LEVELS
from growth_ledger.domain.days import first_year_of, school_year_of, school_year_span
from growth_ledger.reports.svg import FAINT, GRID, INK, Drawing, fit_lines, text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from growth_ledger.ledger.trajectory import SpanAnswer, TrajectoryAnswer
    from growth_ledger.reports.labels import Labels

SCREEN_FONTS: Final = (
    "'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', "
    "'WenQuanYi Zen Hei', 'SimSun', 'SimSun-ExtB', 'HanaMinB', sans-serif"
)
"""What screens have: the system's own; no font is fetched from anywhere."""

_WIDE: Final = 1000
_NARROW: Final = 700
_MOST_YEARS_IN_NARROW: Final = 14
_TITLES: Final = 88
_LABELS: Final = 112
_LEFT: Final = _TITLES + _LABELS
_ROW: Final = 22
_GAP: Final = 6
_SMALL: Final = 8.5
_SIZE: Final = 9.5
_LEAST_YEARS: Final = 8
_TENURE_HEIGHT: Final = 46
_TRAINING_HEIGHT: Final = 40
_NARROWEST_LABELLED_YEAR: Final = 26
_LEAST_WIDTH: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paint:
    fill: str
    stroke: str
    hatched: bool = False


_PLACE: Final = _Paint(fill="#eef1f5", stroke="#8795a3")
_POST: Final = _Paint(fill="#d6e6f7", stroke="#2f6fb0")
_LEAVE: Final = _Paint(fill="#ffffff", stroke="#6b7783", hatched=True)
_TITLE: Final = _Paint(fill="#f6e7d3", stroke="#9a6a1c")
_VETO: Final = _Paint(fill="#fbe3e3", stroke="#b02a2a", hatched=True)
_OUTCOME: Final = _Paint(fill="#e8e1f6", stroke="#6a4fb3")
_COHORT: Final = _Paint(fill="#d5eff1", stroke="#1d7a80")
_AWARD: Final = _Paint(fill="#fff3d1", stroke="#a87400")
_TENURE: Final = "#2f6fb0"
_TRAINING: Final = _Paint(fill="#cfe8da", stroke="#2d7a55")
_APPRAISAL: Final = _Paint(fill="#f4f6f8", stroke="#8795a3")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """A stretch of days in a row; `words` stand in it or beside it, `said` where a pointer rests."""

    first: date
    last: date
    words: str
    said: str
    paint: _Paint


class _Words(NamedTuple):
    """Words of a bar: the lines, where they stand, their size, and which end of them is there."""

    lines: list[str]
    x: float
    size: float
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of a lane: its name, its height, and what draws it at a height of the picture."""

    label: str
    height: float
    draw: Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lane:
    title: str
    rows: list[_Row]


@dataclass(slots=True)
class _Scale:
    """Days to places: school years of one width."""

    first_year: int
    years: int

    @property
    def width(self) -> int:
        """Of the whole picture: a short career stands on a narrow one, in larger letters."""
        return _WIDE if self.years > _MOST_YEARS_IN_NARROW else _NARROW

    @property
    def right(self) -> float:
        """Where the last school year ends."""
        return self.width - _GAP

    @property
    def year_width(self) -> float:
        return (self.right - _LEFT) / self.years

    def x(self, day: date) -> float:
        """Where the day begins."""
        first, last = school_year_span(school_year_of(day))
        part = (day - first).days / ((last - first).days + 1)
        return _LEFT + (first.year - self.first_year + part) * self.year_width

    def x_after(self, day: date) -> float:
        """Where the day ends."""
        return self.x(date.fromordinal(min(day.toordinal() + 1, date.max.toordinal())))

    def cell(self, year: int) -> float:
        """Where the school year that begins in that year begins."""
        return _LEFT + (year - self.first_year) * self.year_width


@dataclass(slots=True)
class _Picture:
    answer: TrajectoryAnswer
    labels: Labels
    scale: _Scale
    drawing: Drawing = field(default_factory=Drawing)
    notes: list[str] = field(default_factory=list)

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.answer["as_of"])

    def say(self, key: str, /, **values: object) -> str:
        return self.labels.say(key, **values)

    def bar(self, span: SpanAnswer, words: str, paint: _Paint, *details: str | None) -> _Bar:
        """A bar up to the day asked; what is said of it names its days."""
        first = date.fromisoformat(span["first_day"])
        last = self.as_of if span["last_day"] is None else date.fromisoformat(span["last_day"])
        days = days_text(span, self.labels)
        said = " · ".join([*(one for one in (words, *details) if one), days])
        return _Bar(first=first, last=min(last, self.as_of), words=words, said=said, paint=paint)

    def bars(self, label: str, bars: Sequence[_Bar]) -> _Row:
        """A row of bars; bars that overlap stand below each other."""
        tracks: list[list[_Bar]] = []
        for one in sorted(bars, key=lambda bar: (bar.first, bar.last)):
            for track in tracks:
                if track[-1].last < one.first:
                    track.append(one)
                    break
            else:
                tracks.append([one])

        def draw(y: float) -> None:
            for index, track in enumerate(tracks):
                self._draw_track(y + index * _ROW, track)

        return _Row(label=label, height=_ROW * max(len(tracks), 1), draw=draw)

    def cells(self, label: str, words: dict[int, str], said: dict[int, str], paint: _Paint) -> _Row:
        """A row with a mark for each school year that has one."""

        def draw(y: float) -> None:
            width = self.scale.year_width
            for year, word in words.items():
                x = self.scale.cell(year)
                self.drawing.begin(said[year])
                self.drawing.rectangle(
                    x + 1, y + 2, width - 2, _ROW - 4, fill=paint.fill, stroke=paint.stroke
                )
                size = min(_SIZE, _SIZE * (width - 4) / max(text_width(word, _SIZE), 1))
                self.drawing.text(x + width / 2, y + _ROW / 2, word, size=size, anchor="middle")
                self.drawing.end()

        return _Row(label=label, height=_ROW, draw=draw)

    def _draw_track(self, y: float, track: Sequence[_Bar]) -> None:
        edges = [(self.scale.x(bar.first), self.scale.x_after(bar.last)) for bar in track]
        free_from: float = _LEFT
        for index, (bar, (left, right)) in enumerate(zip(track, edges, strict=True)):
            width = max(right - left, _LEAST_WIDTH)
            beyond = edges[index + 1][0] if index + 1 < len(edges) else self.scale.right
            self.drawing.begin(bar.said)
            self.drawing.rectangle(
                left, y + 2, width, _ROW - 4, fill=bar.paint.fill, stroke=bar.paint.stroke
            )
            if bar.paint.hatched:
                self.drawing.hatch(left, y + 2, width, _ROW - 4, stroke=bar.paint.stroke)
            words = self._placed(bar, (free_from, left, left + width, beyond))
            if words is not None:
                self.drawing.lines(
                    words.x,
                    y + _ROW / 2,
                    words.lines,
                    size=words.size,
                    anchor=words.anchor,
                    # On the bare bar there is nothing behind the words.
                    rimmed=words.anchor != "middle" or bar.paint.hatched,
                )
            self.drawing.end()
            free_from = left + width
            if words is not None and words.anchor == "start":
                free_from = words.x + text_width(words.lines[0], words.size) + _GAP

    def _placed(self, bar: _Bar, place: tuple[float, float, float, float]) -> _Words | None:
        """The bar's words in it, to its right or left, or a number for a note; None without words.

        Args:
            bar: The bar.
            place: From where the row is free before the bar, where the bar begins and ends, and
                where the next one begins.
        """
        free_from, left, right, beyond = place
        if not bar.words:
            return None
        middle = (left + right) / 2
        for size, most in ((_SIZE, 1), (_SMALL - 1.5, 1 if bar.paint.hatched else 2)):
            lines = fit_lines(bar.words, size=size, width=right - left - 3, lines=most)
            if lines is not None:
                return _Words(lines, middle, size, "middle")
        needed = text_width(bar.words, _SIZE) + _GAP
        if beyond - right >= needed:
            return _Words([bar.words], right + 3, _SIZE, "start")
        if left - free_from >= needed:
            return _Words([bar.words], left - 3, _SIZE, "end")
        self.notes.append(bar.said)
        number = _number_of(len(self.notes))
        for size in (_SIZE, _SMALL - 2):
            width = text_width(number, size) + 1
            if right - left >= width:
                return _Words([number], middle, size, "middle")
            if beyond - right >= width + 1:
                return _Words([number], right + 1, size, "start")
            if left - free_from >= width + 1:
                return _Words([number], left - 1, size, "end")
        return _Words([number], middle, _SMALL - 3, "middle")


def is_wide(answer: TrajectoryAnswer) -> bool:
    """Whether the picture is too wide for an upright page."""
    return _scale_of(answer).width == _WIDE


def picture(
    answer: TrajectoryAnswer, labels: Labels, *, font: str = SCREEN_FONTS, alone: bool = False
) -> str:
    """The career as an SVG document.

    Args:
        answer: The career.
        labels: The words.
        font: The font families, in the words of CSS.
        alone: Whether it stands on no page that says whose career it is, and on what basis.
    """
    found = _Picture(answer=answer, labels=labels, scale=_scale_of(answer))
    lanes = [lane for lane in _lanes(found) if lane.rows]
    top = _draw_axis(found, _draw_heading(found) if alone else 0)
    bottom = _draw_lanes(found, lanes, top)
    height = _draw_notes(found, bottom)
    return found.drawing.document(
        width=found.scale.width,
        height=height,
        label=picture_label(answer, labels),
        font=font,
        lang="zh-CN" if labels.lang == "zh" else "en",
    )


def picture_label(answer: TrajectoryAnswer, labels: Labels) -> str:
    """What stands in for the picture where it is not seen."""
    who = f"{answer['teacher']} {answer['name'] or ''}".strip()
    return labels.say("trajectory.label", who=who, day=answer["as_of"])


def days_text(span: SpanAnswer, labels: Labels) -> str:
    """From when to when, or since when."""
    if span["last_day"] is None:
        return labels.say("trajectory.since", first=span["first_day"])
    return labels.say("trajectory.days", first=span["first_day"], last=span["last_day"])


def _scale_of(answer: TrajectoryAnswer) -> _Scale:
    as_of = date.fromisoformat(answer["as_of"])
    days = [
        as_of,
        *(date.fromisoformat(one["first_day"]) for one in answer["service"]),
        *(date.fromisoformat(one["first_day"]) for one in answer["appointments"]),
        *(date.fromisoformat(one["day"]) for one in answer["training"]),
        *(date.fromisoformat(one["day"]) for one in answer["awards"]),
        *(school_year_span(one["school_year"])[0] for one in answer["appraisals"]),
        *(date.fromisoformat(one["first_day"]) for one in answer["titles"]),
        *(date.fromisoformat(one["first_day"]) for one in answer["vetoes"]),
        *(date.fromisoformat(one["first_day"]) for one in answer["cohorts"]),
        *(date.fromisoformat(one["since"]) for one in answer["tenure"]),
    ]
    first, last = (first_year_of(day) for day in (min(days), as_of))
    # A career of a year would be all bar: it is shown at the end of a few years.
    first = min(first, last - _LEAST_YEARS + 1)
    return _Scale(first_year=first, years=last - first + 1)


def _lanes(found: _Picture) -> Iterator[_Lane]:
    say, answer = found.say, found.answer
    places = [
        found.bar(one, one["name"] or one["school"], _PLACE, one["school"], one["district"])
        for one in answer["schools"]
    ]
    yield _Lane(
        title=say("trajectory.service"),
        rows=[found.bars(say("head.school"), places)] if places else [],
    )
    yield _Lane(title=say("trajectory.appointments"), rows=list(_posts(found)))
    yield _Lane(title=say("head.tenure"), rows=_tenure_rows(found))
    yield _Lane(title=say("trajectory.training"), rows=_training_rows(found))
    yield _Lane(title=say("trajectory.awards"), rows=list(_award_rows(found)))
    yield _Lane(title=say("trajectory.appraisals"), rows=list(_appraisal_rows(found)))
    titles = [
        found.bar(one, found.labels.of_value("title-conferred", "title", one["title"]), _TITLE)
        for one in answer["titles"]
    ]
    yield _Lane(
        title=say("trajectory.titles"),
        rows=[found.bars(say("trajectory.held"), titles)] if titles else [],
    )
    vetoes = [
        found.bar(
            one,
            found.labels.of_value("vetoed", "ground", one["ground"]),
            _VETO,
            one["lifted"] and found.labels.of_value("veto-lifted", "reason", one["lifted"]),
        )
        for one in answer["vetoes"]
    ]
    yield _Lane(
        title=say("trajectory.vetoes"),
        rows=[found.bars(say("trajectory.active"), vetoes)] if vetoes else [],
    )
    yield _Lane(title=say("title.standings"), rows=list(_outcome_rows(found)))
    yield _Lane(title=say("head.cohort"), rows=list(_cohort_rows(found)))


def _posts(found: _Picture) -> Iterator[_Row]:
    by_role: dict[str, list[_Bar]] = defaultdict(list)
    for one in found.answer["appointments"]:
        by_role[one["role"]].append(found.bar(one, one["class_name"] or "", _POST))
    for role, bars in by_role.items():
        yield found.bars(found.labels.of_value("appointed", "role", role), bars)
    leaves = [
        found.bar(one, found.labels.of_value("leave-taken", "reason", one["reason"]), _LEAVE)
        for one in found.answer["leaves"]
    ]
    if leaves:
        yield found.bars(found.say("trajectory.leave"), leaves)


def _tenure_rows(found: _Picture) -> list[_Row]:
    runs = found.answer["tenure"]
    if not runs:
        return []
    most = max([Decimal(1), *(Decimal(one["years"]) for one in runs)])

    def draw(y: float) -> None:
        base, room = y + _TENURE_HEIGHT - 3, _TENURE_HEIGHT - 16

        def up(years: str) -> float:
            return base - room * float(Decimal(years) / most)

        points = [(found.scale.x(date.fromisoformat(runs[0]["since"])), base)]
        level = base
        for one in runs:
            x = found.scale.x(date.fromisoformat(one["since"]))
            points += [(x, level), (x, up(one["years"]))]
            level = up(one["years"])
        end = found.scale.x_after(found.as_of)
        points.append((end, level))
        found.drawing.path(points, stroke=_TENURE, fill="none")
        for x, y_text, words in _unhindered(
            [
                (found.scale.x(date.fromisoformat(one["since"])), up(one["years"]), one["years"])
                for one in runs
            ],
            end=end,
            right=found.scale.right,
        ):
            found.drawing.text(x, y_text - 6, words, size=_SMALL, anchor="middle", rimmed=True)

    return [_Row(label=found.say("trajectory.in_years"), height=_TENURE_HEIGHT, draw=draw)]


def _unhindered(
    steps: Sequence[tuple[float, float, str]], *, end: float, right: float
) -> Iterator[tuple[float, float, str]]:
    """The middles of the steps whose words do not touch each other's; the last one is always said.

    Beside a last step that is too short for its words they stand behind `end`, the line of the day
    asked, if there is room up to `right`; else before it.
    """
    placed: list[tuple[float, float, str]] = []
    following = free_to = end
    for x, y, words in reversed(steps):
        width = text_width(words, _SMALL)
        middle = min((x + following) / 2, end - width / 2 - 2)
        if following == end and end - x < width + 4 and end + width + 4 <= right:
            placed.append((end + width / 2 + 3, y + 6, words))
        elif middle + width / 2 + 1 <= free_to:
            placed.append((middle, y, words))
            free_to = middle - width / 2
        following = x
    yield from reversed(placed)


def _training_rows(found: _Picture) -> list[_Row]:
    hours: dict[int, Decimal] = defaultdict(Decimal)
    said: dict[int, list[str]] = defaultdict(list)
    for one in found.answer["training"]:
        year = _year(one["day"])
        hours[year] += Decimal(one["hours"])
        programme = found.labels.of_value("training-completed", "programme", one["programme"])
        said[year].append(f"{one['day']} {programme} {one['hours']}")
    if not hours:
        return []
    most = max(hours.values())

    def draw(y: float) -> None:
        base, room = y + _TRAINING_HEIGHT - 2, _TRAINING_HEIGHT - 15
        width = found.scale.year_width
        for year, amount in sorted(hours.items()):
            x, height = found.scale.cell(year), max(room * float(amount / most), 1.0)
            found.drawing.begin("; ".join(said[year]))
            found.drawing.rectangle(
                x + width / 6,
                base - height,
                width * 2 / 3,
                height,
                fill=_TRAINING.fill,
                stroke=_TRAINING.stroke,
            )
            words = format(amount.normalize(), "f")
            size = min(_SMALL, _SMALL * (width - 1) / text_width(words, _SMALL))
            found.drawing.text(
                x + width / 2, base - height - 6, words, size=size, anchor="middle", rimmed=True
            )
            found.drawing.end()

    return [_Row(label=found.say("trajectory.in_hours"), height=_TRAINING_HEIGHT, draw=draw)]


def _award_rows(found: _Picture) -> Iterator[_Row]:
    for level in reversed(LEVELS):
        marks: dict[int, Counter[tuple[bool, str]]] = defaultdict(Counter)
        said: dict[int, list[str]] = defaultdict(list)
        for one in found.answer["awards"]:
            if one["level"] == level:
                year = _year(one["day"])
                marks[year][one["revoked_on"] is not None, one["grade"] or "none"] += 1
                name = found.labels.of_value("award-granted", "award", one["award"])
                said[year].append(f"{one['day']} {name}")
        if marks:
            yield found.cells(
                found.labels.of_value("award-granted", "level", level),
                {year: _marks(found, of_one) for year, of_one in marks.items()},
                {year: "; ".join(of_one) for year, of_one in said.items()},
                _AWARD,
            )


def _marks(found: _Picture, awards: Counter[tuple[bool, str]]) -> str:
    """Each mark once, and how often: two of 一 side by side would be a dash.

    Args:
        found: The picture.
        awards: How many there are, by whether they were revoked and by grade.
    """
    shown: list[str] = []
    for is_revoked, grade in product((False, True), (*AWARD_GRADE_RANK, "none")):
        count = awards[is_revoked, grade]
        mark = found.say(f"trajectory.grade.{grade}")
        # An award that was revoked is shown for what it is: no longer one.
        mark = f"({mark})" if is_revoked else mark
        shown += [] if not count else [mark if count == 1 else f"{mark}×{count}"]
    return " ".join(shown)


def _appraisal_rows(found: _Picture) -> Iterator[_Row]:
    by_scope: dict[str, dict[int, str]] = defaultdict(dict)
    said: dict[str, dict[int, str]] = defaultdict(dict)
    for one in found.answer["appraisals"]:
        year = school_year_span(one["school_year"])[0].year
        mark = found.say(f"trajectory.result.{one['result']}")
        before = by_scope[one["scope"]].get(year)
        by_scope[one["scope"]][year] = mark if before is None else f"{before} {mark}"
        result = found.labels.of_value("appraised", "result", one["result"])
        words = f"{one['school_year']} {result} ({one['day']})"
        earlier = said[one["scope"]].get(year)
        said[one["scope"]][year] = words if earlier is None else f"{earlier}; {words}"
    for scope, marks in by_scope.items():
        label = found.labels.of_value("appraised", "scope", scope)
        yield found.cells(label, marks, said[scope], _APPRAISAL)


def _outcome_rows(found: _Picture) -> Iterator[_Row]:
    by_name: dict[str, list[_Bar]] = defaultdict(list)
    newest: dict[str, str] = {}
    for one in found.answer["outcomes"]:
        newest[one["projection"]] = one["policy"]
        label = found.labels.of_outcome(one["projection"], one["outcome"], one["policy"])
        by_name[one["projection"]].append(
            found.bar(one, label, _OUTCOME, found.labels.of_policy(one["policy"]))
        )
    for name, bars in by_name.items():
        yield found.bars(found.labels.by(newest[name]).of_projection(name), bars)


def _cohort_rows(found: _Picture) -> Iterator[_Row]:
    by_capacity: dict[str, list[_Bar]] = defaultdict(list)
    for one in found.answer["cohorts"]:
        tier = found.labels.by(one["policy"]).of_tier(one["tier"])
        by_capacity[one["capacity"]].append(
            found.bar(one, one["name"], _COHORT, one["cohort"], tier)
        )
    for capacity, bars in by_capacity.items():
        yield found.bars(found.labels.of_value("cohort-joined", "capacity", capacity), bars)


def _draw_heading(found: _Picture) -> float:
    """Whose career it is, up to which day, and the basis; where the picture itself begins."""
    y = _draw_text(found, picture_label(found.answer, found.labels), 2, size=_SIZE, fill=INK)
    return _draw_text(found, found.say("say.basis", basis=found.answer["basis"]), y) + 4


def _draw_axis(found: _Picture, top: float) -> float:
    """The school years above the lanes; where the lanes begin."""
    height = 22.0
    middle = top + height / 2
    scale = found.scale
    words = fit_lines(found.say("trajectory.axis"), size=_SMALL, width=_LEFT - _GAP, lines=2)
    found.drawing.lines(0, middle, words or [], size=_SMALL, fill=FAINT)
    every = 1
    while every * scale.year_width < _NARROWEST_LABELLED_YEAR:
        every += 1
    for year in range(scale.first_year, scale.first_year + scale.years):
        if (year - scale.first_year) % every == 0:
            # A label of several years stands at its own year's edge.
            at = scale.cell(year) + (scale.year_width / 2 if every == 1 else 0)
            anchor = "middle" if every == 1 else "start"
            found.drawing.text(at, middle, str(year), size=_SMALL, anchor=anchor, fill=FAINT)
    return top + height


def _draw_lanes(found: _Picture, lanes: Sequence[_Lane], top: float) -> float:
    """The lanes, one below the other; where they end."""
    drawing, scale = found.drawing, found.scale
    heights = [sum(row.height for row in lane.rows) + 4 for lane in lanes]
    bottom = top + sum(heights)
    for year in range(scale.first_year, scale.first_year + scale.years + 1):
        x = scale.cell(year)
        drawing.line(x, top, x, bottom, stroke=GRID)
    as_of = scale.x_after(found.as_of)
    drawing.line(as_of, top, as_of, bottom + 4, stroke=INK, dashed=True)
    y = top
    for lane, height in zip(lanes, heights, strict=True):
        drawing.line(0, y, scale.right, y, stroke="#9aa5b1")
        _fitted(found, lane.title, 0, y + 2 + _ROW / 2, width=_TITLES - _GAP, bold=True)
        at = y + 2
        for row in lane.rows:
            _fitted(found, row.label, _TITLES, at + row.height / 2, width=_LABELS - _GAP)
            row.draw(at)
            at += row.height
        y += height
    drawing.line(0, bottom, scale.right, bottom, stroke="#9aa5b1")
    drawing.text(
        min(as_of, scale.right),
        bottom + 11,
        found.say("trajectory.as_of", day=found.answer["as_of"]),
        size=_SMALL,
        anchor="end",
        fill=FAINT,
    )
    return bottom + 20


def _fitted(
    found: _Picture, text: str, x: float, y: float, *, width: float, bold: bool = False
) -> None:
    """A name on as many lines as it needs, smaller where two do not do."""
    for size, most in ((_SIZE, 1), (_SMALL, 2), (_SMALL - 1, 2), (_SMALL - 2, 3)):
        lines = fit_lines(text, size=size, width=width, lines=most)
        if lines is not None:
            found.drawing.lines(x, y, lines, size=size, bold=bold)
            return
    found.notes.append(text)
    found.drawing.text(x, y, _number_of(len(found.notes)), size=_SIZE, bold=bold)


def _number_of(note: int) -> str:
    """How a note is named, unlike any class or number of hours."""
    return f"[{note}]"


def _draw_notes(found: _Picture, top: float) -> float:
    """The legend and the words for which there was no room; where the picture ends."""
    legend: list[str] = []
    if found.answer["sandbox"]:
        legend.append(found.say("say.sandbox"))
    if found.answer["awards"]:
        legend.append(found.say("trajectory.legend.awards"))
    if found.answer["appraisals"]:
        legend.append(found.say("trajectory.legend.appraisals"))
    if any(_is_hatched(found.answer)):
        legend.append(found.say("trajectory.legend.hatched"))
    notes = [f"{_number_of(number)}  {note}" for number, note in enumerate(found.notes, start=1)]
    y = top
    for text in (*legend, *notes):
        y = _draw_text(found, text, y)
    return y + 2


def _draw_text(
    found: _Picture, text: str, y: float, *, size: float = _SMALL, fill: str = FAINT
) -> float:
    """A text over the whole width, on as many lines as it needs; where it ends."""
    for line in fit_lines(text, size=size, width=found.scale.right, lines=9) or [text]:
        found.drawing.text(0, y + 6, line, size=size, fill=fill)
        y += 13
    return y


def _is_hatched(answer: TrajectoryAnswer) -> Iterable[bool]:
    return (bool(answer["leaves"]), bool(answer["vetoes"]))


def _year(day: str) -> int:
    """The year in which the school year of a day begins."""
    return first_year_of(date.fromisoformat(day))
