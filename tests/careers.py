"""Careers as a user would write them: one of thirty years in two districts, and one of a single event."""

from __future__ import annotations

from typing import Any

LONG = "HK0001"
SHORT = "HK0002"
AS_OF = "2025-03-01"
RARE_NAME = "𠮷㙓䶮"

Said = dict[str, Any]


def places() -> list[Said]:
    """Two districts' schools, their policies, and a cohort."""
    opened = {"effective_on": "1990-09-01"}
    return [
        {
            "kind": "school-registered",
            "school": "S01",
            "name": "虹口区第三中心小学",
            "district": "hongkou",
            "stage": "primary",
            "rural": False,
            **opened,
        },
        {
            "kind": "school-registered",
            "school": "D01",
            "name": "东阳市横店镇中心小学",
            "district": "dongyang",
            "stage": "primary",
            "rural": True,
            **opened,
        },
        {
            "kind": "policy-adopted",
            "policy": "hongkou-2023",
            "district": "hongkou",
            "first_day": "2023-08-30",
        },
        {
            "kind": "policy-adopted",
            "policy": "dongyang-2024",
            "district": "dongyang",
            "first_day": "2024-06-14",
        },
        {
            "kind": "cohort-formed",
            "cohort": "CAMP1",
            "name": "第二期卓越班主任成长营",
            "district": "hongkou",
            "tier": "camp",
            "first_day": "2021-09-01",
            "last_day": "2024-08-31",
        },
    ]


def long_career() -> list[Said]:
    """Thirty years, sixty events: two districts, corrections, a void, a veto lifted, rare characters."""
    return [
        {"teacher": LONG, **said}
        for said in (
            *_beginnings(),
            *_posts(),
            *_credits(),
            *_trainings(),
            *_honours(),
            *_troubles(),
            *_mendings(),
        )
    ]


def short_career() -> list[Said]:
    """A file that has only been opened."""
    return [
        {
            "kind": "file-opened",
            "teacher": SHORT,
            "ref": "F1",
            "name": "李明",
            "school": "S01",
            "effective_on": "2024-08-20",
        }
    ]


def _beginnings() -> list[Said]:
    return [
        {
            "kind": "file-opened",
            "ref": "F1",
            "name": RARE_NAME,
            "school": "D01",
            "effective_on": "1995-09-01",
            "birth_date": "1973-02-28",
            "gender": "女",
            "id_number": "310109197302281234",
        },
        {"kind": "rank-conferred", "rank": "third", "effective_on": "1996-09-01"},
        {"kind": "rank-conferred", "rank": "senior", "effective_on": "2012-09-01"},
        {
            "kind": "school-changed",
            "ref": "M1",
            "school": "S01",
            "effective_on": "2003-09-01",
            "basis": "沪虹教人〔2003〕88号",
        },
    ]


def _posts() -> list[Said]:
    return [
        {
            "kind": "appointed",
            "ref": "P1",
            "role": "probationary",
            "first_day": "1995-09-01",
            "last_day": "1996-08-31",
            "mentor": "HK0900",
        },
        {
            "kind": "appointed",
            "ref": "A1",
            "role": "homeroom",
            "first_day": "1996-09-01",
            "class_name": "一（3）班",
            "basis": "东横校〔1996〕12号",
        },
        {
            "kind": "appointment-ended",
            "target": "A1",
            "last_day": "2003-08-31",
            "reason": "调动",
        },
        {
            "kind": "appointed",
            "ref": "A2",
            "role": "homeroom",
            "first_day": "2003-09-01",
            "class_name": "四（2）班",
        },
        {
            "kind": "appointed",
            "ref": "G1",
            "role": "grade-head",
            "first_day": "2006-09-01",
            "last_day": "2011-08-31",
            "level": "school",
        },
        {
            "kind": "leave-taken",
            "ref": "L1",
            "first_day": "2001-03-01",
            "last_day": "2001-08-31",
            "reason": "maternity",
        },
        {
            "kind": "cohort-joined",
            "cohort": "CAMP1",
            "capacity": "mentor",
            "first_day": "2021-09-01",
        },
    ]


def _credits() -> list[Said]:
    years = [*range(1996, 2003), *range(2016, 2024)]
    credited = [
        {
            "kind": "tenure-credited",
            "ref": f"C{year}",
            "school_year": f"{year}-{year + 1}",
            "role": "homeroom",
        }
        for year in years
    ]
    recognised = {
        "kind": "tenure-recognised",
        "ref": "N1",
        "years": "10.5",
        "role": "homeroom",
        "effective_on": "2016-09-01",
        "basis": "虹教认〔2016〕7号",
    }
    return [*credited, recognised]


def _trainings() -> list[Said]:
    told = (
        (1996, "48", "district", "pre-service"),
        (1998, "12", "school", "school-based"),
        (2004, "24", "district", "knowledge-refresh"),
        (2008, "48", "city", "workshop"),
        (2013, "36", "district", "knowledge-refresh"),
        (2017, "60", "province", "workshop"),
        (2021, "7.5", "district", "knowledge-refresh"),
        (2023, "8", "learning-district", "other"),
        (2024, "16", "district", "knowledge-refresh"),
    )
    return [
        {
            "kind": "training-completed",
            "ref": f"T{year}",
            "programme": programme,
            "hours": hours,
            "level": level,
            "effective_on": f"{year}-07-12",
            "title": "班主任专题研修",
        }
        for year, hours, level, programme in told
    ]


def _honours() -> list[Said]:
    awards = (
        ("W0", "excellent-homeroom-teacher", "school", None, "2002-06-20"),
        ("W1", "basic-skills-contest", "district", "second", "2005-11-20"),
        ("W2", "excellent-homeroom-teacher", "city", None, "2009-09-10"),
        ("W3", "theme-class-meeting", "district", "first", "2009-12-10"),
        ("W4", "homeroom-story", "district", "third", "2010-03-10"),
        ("W5", "gardener", "province", "special", "2015-09-10"),
    )
    granted = [
        {
            "kind": "award-granted",
            "ref": ref,
            "award": award,
            "level": level,
            "effective_on": day,
            **({} if grade is None else {"grade": grade}),
        }
        for ref, award, level, grade, day in awards
    ]
    results = {
        2005: "qualified",
        2008: "excellent",
        2010: "excellent",
        2012: "basic",
        2013: "qualified",
        2016: "excellent",
        2020: "qualified",
        2023: "excellent",
    }
    appraised = [
        {
            "kind": "appraised",
            "ref": f"R{year}",
            "scope": "homeroom",
            "result": result,
            "effective_on": f"{year}-06-30",
        }
        for year, result in results.items()
    ]
    return [
        *granted,
        *appraised,
        {
            "kind": "title-conferred",
            "ref": "H1",
            "title": "city-backbone",
            "effective_on": "2012-01-01",
            "expires_on": "2016-12-31",
        },
        {
            "kind": "title-conferred",
            "ref": "H2",
            "title": "city-senior",
            "effective_on": "2017-01-01",
        },
        {
            "kind": "contribution-made",
            "ref": "K1",
            "contribution": "paper",
            "effective_on": "2014-05-01",
            "title": "从“管”到“育”：班级自主管理的实践",
        },
        {
            "kind": "contribution-made",
            "ref": "K2",
            "contribution": "research-project",
            "effective_on": "2018-10-01",
        },
        {
            "kind": "allowance-paid",
            "ref": "Y1",
            "allowance": "honor-15",
            "amount": "6000.00",
            "effective_on": "2024-09-10",
        },
    ]


def _troubles() -> list[Said]:
    return [
        {
            "kind": "vetoed",
            "ref": "V1",
            "ground": "negligence",
            "effective_on": "2012-03-05",
            "authority": "虹口区教育局",
        },
        {
            "kind": "veto-lifted",
            "target": "V1",
            "effective_on": "2012-11-05",
            "reason": "rehabilitated",
        },
    ]


def _mendings() -> list[Said]:
    return [
        {
            "kind": "award-granted",
            "corrects": "W0",
            "award": "excellent-homeroom-teacher",
            "level": "district",
            "effective_on": "2002-06-20",
        },
        {
            "kind": "training-completed",
            "corrects": "T2008",
            "programme": "workshop",
            "hours": "40",
            "level": "city",
            "effective_on": "2008-07-12",
        },
        {"kind": "voided", "target": "W4", "reason": "同名教师误登"},
        {"kind": "leave-ended", "target": "L1", "last_day": "2001-07-15"},
    ]
