"""A file for planning: which school years are taken for credited before they are."""

from __future__ import annotations

from datetime import date

import pytest
from tests.property.made_files import Log, school

from growth_ledger.domain.days import date_of
from growth_ledger.domain.teacher_file import TeacherFile


def a_log() -> Log:
    """A homeroom teacher since the September of 2018, with no credit yet."""
    log = Log()
    opened = {"kind": "file-opened", "name": "王芳", "school": "HK-J", "effective_on": "2015-09-01"}
    appointed = {"kind": "appointed", "role": "homeroom", "first_day": "2018-09-01"}
    assert log.take(school("HK-J", "hongkou", "junior"))
    assert log.take({**opened, "teacher": "T1"})
    assert log.take({**appointed, "teacher": "T1"})
    return log


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2017-08-31", ("2018-2019", "2019-08-31")),
        ("2019-08-30", ("2018-2019", "2019-08-31")),
        ("2019-08-31", ("2019-2020", "2020-08-31")),
        ("2019-09-01", ("2019-2020", "2020-08-31")),
    ],
)
def test_a_school_year_in_post_is_assumed_to_be_credited_while_it_has_not_ended(
    after: str, expected: tuple[str, str]
) -> None:
    log = a_log()

    file = TeacherFile(
        "T1", log.file("T1").facts, log.surroundings(), assumed_after=date.fromisoformat(after)
    )

    school_year, last = file.assumed_years[0]
    assert (school_year, date_of(last).isoformat()) == expected
