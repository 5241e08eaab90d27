from typing import Any

import pytest

from growth_ledger.reports.events import event_pairs, what
from growth_ledger.reports.labels import Labels
from growth_ledger.wording import Lang

APPRAISED: dict[str, Any] = {
    "kind": "appraised",
    "fields": {
        "scope": "homeroom",
        "scores": {"ethics": "92", "home-school": "88.5"},
        "ref": "A1",
        "evidence": [{"file": "a.pdf", "sha256": "0" * 64}],
    },
}
TRANSFERRED: dict[str, Any] = {"kind": "school-changed", "fields": {"school": "HK01", "basis": "3"}}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "Scope Appraisal of homeroom teachers; Scores Ethics 92, Home and school 88.5",
        ),
        ("zh", "考核类别 班主任考核；各维度得分 师德师风 92、家校协同 88.5"),
    ],
)
def test_what_an_event_says_stands_on_one_line_with_the_signs_of_the_language(
    lang: Lang, said: str
) -> None:
    assert what(APPRAISED, Labels.of((), lang)) == said


def test_what_a_reader_calls_by_name_is_headed_as_a_name() -> None:
    labels = Labels.of((), "en")
    names = {"HK01": "Chunhui"}

    pairs = event_pairs(
        TRANSFERRED, labels, hidden={"basis"}, called=lambda _, code: names.get(code)
    )

    assert list(pairs) == [("School", "Chunhui")]
