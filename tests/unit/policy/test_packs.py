import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import ValidationError

from growth_ledger.domain.codes import Vocabulary
from growth_ledger.policy.pack_faults import Fault, faults
from growth_ledger.policy.packs import (
    CONDITION_NAMES,
    All,
    AnyOf,
    ConditionModel,
    InService,
    Not,
    Once,
    Pack,
    Tenure,
    TitleHeld,
    conditions_in,
    pack_schema,
    years_of,
)

CHECKOUT = Path(__file__).resolve().parents[3]
SCHEMA = CHECKOUT / "docs" / "reference" / "pack.schema.json"

LABEL = {"zh": "甲", "en": "A"}


def content(**changes: object) -> dict[str, Any]:
    """A small pack that holds together, with top-level keys changed; None takes one away."""
    whole: dict[str, Any] = {
        "policy": "somewhere-2024",
        "label": LABEL,
        "document": {"title": "某办法", "issuer": "某局"},
        "stages": ["primary"],
        "ladders": {"skilled": {"label": LABEL, "titles": ["able", "master"]}},
        "vocabulary": {"titles": {"able": LABEL, "master": LABEL}},
        "sections": [{"section": "一", "numbers": ["1"]}],
        "clauses": [
            {
                "clause": "一1",
                "fate": "computed",
                "projections": ["rank", "circle"],
                "kinds": ["title-conferred"],
                "says": LABEL,
            }
        ],
        "projections": {
            "rank": {
                "label": LABEL,
                "clause": "一1",
                "outcomes": [
                    {"outcome": "high", "label": LABEL, "when": {"tenure": {"at_least": 3}}},
                    {"outcome": "low", "label": LABEL},
                ],
            }
        },
        "cohort_tiers": {
            "circle": {
                "label": LABEL,
                "clause": "一1",
                "member_may_move_in": {"title": {"ladder": "skilled", "at_least": "able"}},
                "member_must_move_out": [
                    {"reason": "other-district", "when": {"outside_cohort_district": {}}}
                ],
                "lead_must_move_out": [],
                "team": {
                    "members_max": 9,
                    "mentors_max": 1,
                    "members_of_one_school_max": 2,
                    "rural_members_min": 3,
                    "lead_term": "3 years",
                },
            }
        },
    }
    whole |= changes
    return {key: value for key, value in whole.items() if value is not None}


def when(condition: object) -> dict[str, Any]:
    """The small pack with another condition for its first outcome."""
    changed = content()
    changed["projections"]["rank"]["outcomes"][0]["when"] = condition
    return changed


def put(path: str, value: object) -> dict[str, Any]:
    """The small pack with a value put at a path; a number is an index."""
    changed: Any = content()
    inner = changed
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        inner = inner[step]
    inner[last] = value
    return cast("dict[str, Any]", changed)


def found(broken: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault.code, ".".join(map(str, fault.path))) for fault in faults(broken)]


def test_a_pack_that_holds_together_has_no_faults_and_becomes_what_the_core_reads() -> None:
    pack = Pack.of(content(first_day="2024-02-29"), digest="d")

    assert faults(content()) == []
    assert (pack.policy, pack.digest, pack.first_day) == ("somewhere-2024", "d", date(2024, 2, 29))
    assert pack.last_day is None
    assert pack.weights == {"homeroom": Decimal(1)}
    assert pack.ladders == {"skilled": ("able", "master")}
    assert pack.vocabulary == Vocabulary(
        awards=frozenset(),
        titles=frozenset({"able", "master"}),
        allowances=frozenset(),
        tiers=frozenset({"circle"}),
    )
    high, low = pack.projections["rank"].outcomes
    assert (high.clause, high.when) == ("一1", Tenure(at_least=Decimal(3)))
    assert low.when is None
    assert pack.tiers["circle"].lead_term_years == 3
    assert pack.tiers["circle"].member_must_move_out[0].clause == "一1"


def test_weights_are_text_or_whole_numbers() -> None:
    pack = Pack.of(content(tenure={"homeroom": 1, "deputy": "0.5"}), digest="d")

    assert pack.weights == {"homeroom": Decimal(1), "deputy": Decimal("0.5")}


def test_a_content_that_is_no_pack_cannot_be_made_one() -> None:
    with pytest.raises(ValidationError):
        Pack.of({"policy": "p"}, digest="d")


def test_combinations_are_read_as_deep_as_they_are_written() -> None:
    written = ConditionModel.model_validate(
        {"all": [{"any": [{"in_service": {}}]}, {"not": {"once": {"tenure": {"at_least": "0.5"}}}}]}
    )

    condition = written.condition

    assert condition == All((AnyOf((InService(),)), Not(Once(Tenure(at_least=Decimal("0.5"))))))
    assert [CONDITION_NAMES[type(inner)] for inner in conditions_in(condition)] == [
        "all",
        "any",
        "in_service",
        "not",
        "once",
        "tenure",
    ]


def test_every_condition_has_the_name_of_the_key_under_which_it_is_written() -> None:
    keys = {info.alias or name for name, info in ConditionModel.model_fields.items()}

    assert set(CONDITION_NAMES.values()) == keys


def test_a_ladder_is_climbed_from_a_step_upwards() -> None:
    pack = Pack.of(content(), digest="d")

    assert pack.titles_at_least(TitleHeld(ladder="skilled")) == {"able", "master"}
    assert pack.titles_at_least(TitleHeld(ladder="skilled", at_least="master")) == {"master"}
    assert pack.titles_at_least(TitleHeld(titles=("able",))) == {"able"}


def test_a_span_of_years_is_a_number() -> None:
    assert (years_of("1 year"), years_of("12 years")) == (1, 12)


@pytest.mark.parametrize(
    ("broken", "code", "path"),
    [
        (content(policy="Somewhere"), "pack-malformed", "policy"),
        (content(policy="some_where"), "pack-malformed", "policy"),
        (content(label=None), "pack-missing-key", "label"),
        (content(lable=LABEL), "pack-unknown-key", "lable"),
        (content(label={"zh": "甲"}), "pack-missing-key", "label.en"),
        (content(label="甲"), "pack-no-label", "label"),
        (content(first_day="2024-02-30"), "pack-no-day", "first_day"),
        (content(stages=[]), "pack-empty-list", "stages"),
        (content(stages=["primry"]), "pack-unknown-word", "stages.0"),
        (content(tenure={"homeroom": "-1"}), "pack-out-of-bounds", "tenure.homeroom"),
        (content(tenure={"homerom": 1}), "pack-unknown-word", "tenure.homerom"),
        (content(tenure={"homeroom": "much"}), "pack-no-number", "tenure.homeroom"),
        (content(tenure={"homeroom": "NaN"}), "pack-no-number", "tenure.homeroom"),
        (content(tenure={"homeroom": "1e9999999"}), "pack-too-great", "tenure.homeroom"),
        (when({"tenure": {"at_least": "1e6"}}), "pack-too-great", "…tenure.at_least"),
        (when({"any": {"in_service": {}}}), "pack-no-list", "…any"),
        (when({"tenure": {"at_least": 0}}), "pack-out-of-bounds", "…tenure.at_least"),
        (when({"tenur": {"at_least": 1}}), "pack-unknown-key", "…tenur"),
        (when({}), "pack-one-condition", "…"),
        (when({"in_service": {}, "reserve": {}}), "pack-one-condition", "…"),
        (when({"in_service": None}), "pack-one-condition", "…"),
        (when({"any": []}), "pack-empty-list", "…any"),
        (when({"any": [{"in_post": {}}]}), "pack-missing-key", "…any.0.in_post.roles"),
        (when({"in_post": {"roles": ["headmaster"]}}), "pack-unknown-word", "…in_post.roles.0"),
        (
            when({"service": {"roles": ["employment"], "at_least": "1 month"}}),
            "pack-no-length",
            "…service.at_least",
        ),
        (when({"title": {}}), "pack-ladder-or-titles", "…title"),
        (
            when({"title": {"ladder": "skilled", "titles": ["able"]}}),
            "pack-ladder-or-titles",
            "…title",
        ),
        (
            when({"title": {"titles": ["able"], "at_least": "able"}}),
            "pack-ladder-or-titles",
            "…title",
        ),
        (
            when({"veto": {"grounds": ["unfit"], "ever": True, "in_year_of": ["annual"]}}),
            "pack-ever-or-in-year-of",
            "…veto",
        ),
        (
            put("projections.rank.outcomes.1.when", {"in_service": {}}),
            "pack-otherwise-last",
            "projections.rank.outcomes",
        ),
        (put("clauses.0.projections", []), "pack-fate-without-projection", "clauses.0"),
        (
            put("clauses.0", {"clause": "一1", "fate": "recorded", "says": LABEL}),
            "pack-fate-without-kind",
            "clauses.0",
        ),
    ],
)
def test_a_mistake_of_shape_is_named_with_its_path(
    broken: dict[str, Any], code: str, path: str
) -> None:
    path = path.replace("…", "projections.rank.outcomes.0.when.").rstrip(".")

    assert found(broken) == [(code, path)]


@pytest.mark.parametrize(
    ("broken", "code", "path"),
    [
        (
            content(first_day="2024-09-01", last_day="2024-08-31"),
            "pack-span-reversed",
            "last_day",
        ),
        (
            put("ladders.skilled.titles.1", "mastery"),
            "pack-unknown-title",
            "ladders.skilled.titles.1",
        ),
        (when({"title": {"titles": ["abel"]}}), "pack-unknown-title", "…title.titles.0"),
        (when({"title": {"ladder": "skiled"}}), "pack-unknown-ladder", "…title.ladder"),
        (
            when({"title": {"ladder": "skilled", "at_least": "novice"}}),
            "pack-not-on-ladder",
            "…title.at_least",
        ),
        (when({"award": {"awards": ["gardner"]}}), "pack-unknown-award", "…award.awards.0"),
        (
            when({"paid": {"allowances": ["veteran-52"]}}),
            "pack-unknown-allowance",
            "…paid.allowances.0",
        ),
        (
            when({"cohort_member": {"tiers": ["cicle"]}}),
            "pack-unknown-tier",
            "…cohort_member.tiers.0",
        ),
        (when({"outside_cohort_district": {}}), "pack-cohort-only", "…outside_cohort_district"),
        (
            when(
                {
                    "not": {
                        "appraisal": {
                            "scopes": ["process"],
                            "latest_in": ["basic"],
                            "since_joining": True,
                        }
                    }
                }
            ),
            "pack-cohort-only",
            "…not.appraisal",
        ),
        (
            when({"all": [{"in_service": {"clause": "二"}}]}),
            "pack-unknown-clause",
            "…all.0.in_service.clause",
        ),
        (
            put("projections.rank.clause", "一1、一2"),
            "pack-unknown-clause",
            "projections.rank.clause",
        ),
        (
            put("cohort_tiers.circle.member_must_move_out.0.clause", "三"),
            "pack-unknown-clause",
            "cohort_tiers.circle.member_must_move_out.0.clause",
        ),
        (
            put("projections.rank.outcomes.1.outcome", "high"),
            "pack-outcome-twice",
            "projections.rank.outcomes.1.outcome",
        ),
        (put("clauses.0.projections", ["rank"]), "pack-in-no-clause", "cohort_tiers.circle"),
        (
            put("clauses.0.projections", ["rank", "circle", "ranks"]),
            "pack-unknown-projection",
            "clauses.0.projections.2",
        ),
        (put("clauses.0.kinds", ["title-conferd"]), "pack-unknown-kind", "clauses.0.kinds.0"),
        (
            put("sections.0.numbers", ["1", "2"]),
            "pack-clause-without-fate",
            "sections.0.numbers.1",
        ),
        (
            content(clauses=content()["clauses"] * 2),
            "pack-clause-twice",
            "clauses.1.clause",
        ),
        (
            put("sections", [{"section": "", "numbers": ["一1"]}])
            | {
                "clauses": [
                    *content()["clauses"],
                    {"clause": "一2", "fate": "needs-a-person", "says": LABEL},
                ]
            },
            "pack-clause-without-section",
            "clauses.1.clause",
        ),
    ],
)
def test_a_loose_end_is_named_with_its_path(broken: dict[str, Any], code: str, path: str) -> None:
    path = path.replace("…", "projections.rank.outcomes.0.when.")

    assert found(broken) == [(code, path)]


def test_a_pack_judges_something() -> None:
    empty = content(projections={}, cohort_tiers={})
    empty["clauses"][0] |= {"fate": "recorded", "projections": []}

    assert found(empty) == [("pack-empty", "projections")]


def test_a_projection_and_a_tier_of_one_name_cannot_be_told_apart() -> None:
    twice = content()
    twice["projections"]["circle"] = twice["projections"]["rank"]

    assert found(twice) == [("pack-name-twice", "projections.circle")]


@pytest.mark.parametrize(
    ("broken", "name", "nearest"),
    [
        (content(stages=["primry"]), None, "primary"),
        (content(lable=LABEL), "lable", "label"),
        (when({"tenur": {"at_least": 1}}), "tenur", "tenure"),
        (when({"all": [{"nto": {"in_service": {}}}]}), "nto", "not"),
        (when({"tenure": {"at_lest": 1, "at_least": 1}}), "at_lest", "at_least"),
        (put("clauses.0.say", LABEL), "say", "says"),
        (put("cohort_tiers.circle.team.members_mx", 1), "members_mx", "members_max"),
        (put("vocabulary.titels", {}), "titels", "titles"),
        (put("ladders.skilled.title", []), "title", "titles"),
        (put("clauses.0.projections.0", "rnk"), "rnk", "rank"),
        (content(quite_another=1), "quite_another", None),
    ],
)
def test_a_typo_is_answered_with_the_nearest_word(
    broken: dict[str, Any], name: str | None, nearest: str | None
) -> None:
    fault = faults(broken)[0]

    assert (fault.values.get("name"), fault.values["nearest"]) == (name, nearest)


def test_a_key_may_look_like_anything_and_its_path_is_kept() -> None:
    odd = content()
    odd["vocabulary"]["titles"]["literal[x]"] = LABEL

    (fault,) = faults(odd)

    assert isinstance(fault, Fault)
    assert (fault.code, fault.path) == ("pack-malformed", ("vocabulary", "titles", "literal[x]"))


def test_what_is_no_mapping_at_all_is_one_fault() -> None:
    assert [(fault.code, fault.path) for fault in faults(["a", "b"])] == [("pack-wrong-type", ())]


def test_the_schema_in_the_docs_is_that_of_the_model() -> None:
    committed = SCHEMA.read_text(encoding="utf-8")

    # Where this fails, write the text on the left anew.
    assert committed == json.dumps(pack_schema(), ensure_ascii=False, indent=2) + "\n"


def test_the_schema_takes_every_shipped_pack_and_not_a_broken_one(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(json.dumps(when({"in_service": {}, "reserve": {}})), encoding="utf-8")
    checker = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMA)]

    good = subprocess.run(
        [*checker, *(CHECKOUT / "projections").glob("*/pack.yaml")],
        check=False,
        capture_output=True,
    )
    bad = subprocess.run([*checker, broken], check=False, capture_output=True)

    assert (good.returncode, good.stdout) == (0, b"ok -- validation done\n")
    assert bad.returncode == 1
