"""What the words of answers are called: states, causes, statuses, reasons, findings.

Keys are `LIST.WORD`, as JSON has the word; `finding_help` says what a finding means, and
`finding_text` says it of one teacher, with what was found.
"""

from __future__ import annotations

from typing import Final

ANSWERS: Final[dict[str, tuple[str, str]]] = {
    "state.stands": ("stands", "登记有效"),
    "state.voided": ("voided", "已作废"),
    "state.corrected": ("corrected", "已更正"),
    "state.inert": ("inert", "已失去对象"),
    "cause.event": ("an event", "事件变动"),
    "cause.time": ("time alone", "时间届至"),
    "cause.rules": ("the rules", "政策变动"),
    "cause.correction": ("a correction", "更正"),
    "fate.computed": ("computed", "系统判断"),
    "fate.recorded": ("recorded", "登记备查"),
    "fate.needs-a-person": ("needs a person", "须由人判断"),
    "status.member": ("member", "在团队内"),
    "status.must-move-out": ("must move out", "必须退出"),
    "status.can-move-in": ("can move in", "可进入"),
    "status.blocked": ("blocked", "暂不可进入"),
    "reason.not-in-service": ("not in service", "不在职"),
    "reason.other-district": ("school in another district", "所在学校不属本区"),
    "reason.not-in-post": ("not in post as homeroom teacher", "不在班主任岗位"),
    "reason.vetoed": ("vetoed", "被一票否决"),
    "reason.process-appraisal-failed": ("process appraisal failed", "过程性考核不合格"),
    "reason.lead-not-qualified": ("lead without the title needed", "领衔人不具备所需称号"),
    "reason.lead-term-over": ("the lead's term is over", "领衔人任期已满"),
    "outcome.eligible": ("Meets the tier's condition", "符合进入条件"),
    "outcome.not-eligible": ("Does not meet the tier's condition", "不符合进入条件"),
    "outcome.not-in-service": ("Not in service", "不在职"),
    "reason.not-eligible": ("does not meet the tier's condition", "不符合进入条件"),
    "reason.in-a-cohort": ("is in a cohort already", "已在其他团队"),
    "reason.cohort-full": ("no vacancy", "团队名额已满"),
    "reason.school-quota-full": ("the school's places are taken", "本校名额已满"),
    "reason.rural-seats-reserved": (
        "the seats left are kept for rural schools",
        "余额须留给农村学校",
    ),
    "reason.cohort-not-running": ("the cohort does not run", "团队未在运行"),
    "irregularity.no-lead": ("no lead", "没有领衔人"),
    "irregularity.several-leads": ("several leads", "领衔人多于一名"),
    "irregularity.too-many-mentors": ("too many mentors", "导师超出人数"),
    "irregularity.too-many-members": ("too many members", "成员超出人数"),
    "irregularity.too-many-of-one-school": (
        "too many members of one school",
        "同一学校成员超出人数",
    ),
    "irregularity.too-few-rural": ("too few members of rural schools", "农村学校成员不足"),
    "irregularity.joined-without-process": (
        "joined without the whole selection",
        "未走完遴选程序即加入",
    ),
    "finding.uncredited-year": ("School year without credit", "学年未计入年限"),
    "finding.over-credited": ("Credited too much", "年限计入偏多"),
    "finding.unsupported-credit": ("Credit without appointment", "年限缺少聘任依据"),
    "finding.missing-appraisal": ("Appraisal missing", "缺少考核"),
    "finding.appointed-before-admission": ("Appointed before admission", "未获准入即聘任"),
    "finding.in-post-while-barred": ("In post while barred", "不得任职而在岗"),
    "finding.class-shared": ("Class with two homeroom teachers", "一班两名班主任"),
    "finding.assertion-failed": ("Outside record differs", "与外部记载不符"),
    "finding.recognised": ("Tenure recognised by document", "年限含认定部分"),
    "finding.inert": ("Event without target", "事件失去对象"),
    "finding.paid-not-entitled": ("Paid without entitlement", "不应发而已发"),
    "finding.entitled-not-paid": ("Entitled and not paid", "应发而未发"),
    "finding.backdated": ("Recorded late", "补登过迟"),
    "finding_help.uncredited-year": (
        "More than half of a school year was in a homeroom appointment, and no credit was recorded.",
        "某学年过半时间受聘担任班主任，却没有计入任职年限。",
    ),
    "finding_help.over-credited": (
        "A whole year was credited for half a school year or less in a homeroom appointment.",
        "某学年受聘担任班主任的时间不超过一半，却按整年计入。",
    ),
    "finding_help.unsupported-credit": (
        "A credit was recorded for a school year without a day in a homeroom appointment.",
        "某学年没有一天受聘担任班主任，却计入了任职年限。",
    ),
    "finding_help.missing-appraisal": (
        "More than half of a school year was in a homeroom appointment, and no appraisal was recorded.",
        "某学年过半时间受聘担任班主任，却没有当年的年度考核或班主任考核。",
    ),
    "finding_help.appointed-before-admission": (
        "On the first day of a homeroom appointment the terms of admission were not met.",
        "聘任班主任的第一天尚不符合准入条件。",
    ),
    "finding_help.in-post-while-barred": (
        "The teacher is in post as homeroom teacher although the rules say otherwise.",
        "按政策不得担任班主任，却仍在岗。",
    ),
    "finding_help.class-shared": (
        "Two teachers are in post as homeroom teachers of the same class.",
        "两名教师同时担任同一班级的班主任。",
    ),
    "finding_help.assertion-failed": (
        "The years of an outside record differ from those that the ledger counts.",
        "外部记载的年限与台账计算的年限不一致。",
    ),
    "finding_help.recognised": (
        "Part of the tenure rests on a document and not on credited school years.",
        "任职年限中有一部分系依据文件认定，并非逐学年计入。",
    ),
    "finding_help.inert": (
        "The event points at one that was voided, so it has no effect.",
        "该事件所针对的一项已作废，因此不起作用。",
    ),
    "finding_help.paid-not-entitled": (
        "An allowance was paid to which the teacher was not entitled.",
        "教师不符合条件而领取了津贴。",
    ),
    "finding_help.entitled-not-paid": (
        "An award is due and has not been paid.",
        "教师符合条件而奖励尚未发放。",
    ),
    "finding_help.backdated": (
        "The event was recorded long after its day.",
        "该事件在发生后很久才登记。",
    ),
    "finding_text.uncredited-year": (
        "{days} of {days_of_year} days of {school_year} in a homeroom appointment, and no credit",
        "{school_year}学年{days_of_year}天中有{days}天受聘担任班主任，未计入年限",
    ),
    "finding_text.over-credited": (
        "a whole year credited for {school_year}, with {days} of its {days_of_year} days in a homeroom appointment",
        "{school_year}学年{days_of_year}天中仅有{days}天受聘担任班主任，却按整年计入",
    ),
    "finding_text.unsupported-credit": (
        "{credit} credited for {school_year}, with no day in a homeroom appointment",
        "{school_year}学年没有受聘担任班主任，却计入{credit}年",
    ),
    "finding_text.missing-appraisal": (
        "{days} of {days_of_year} days of {school_year} in a homeroom appointment, and no annual or homeroom appraisal",
        "{school_year}学年{days_of_year}天中有{days}天受聘担任班主任，没有年度考核或班主任考核",
    ),
    "finding_text.appointed-before-admission": (
        "appointed as homeroom teacher on {day}, when admission was {outcome}",
        "{day}聘任为班主任，当日准入结论为“{outcome}”",
    ),
    "finding_text.in-post-while-barred": (
        "in post as homeroom teacher, while {projection} is {outcome}",
        "在班主任岗位，而“{projection}”结论为“{outcome}”",
    ),
    "finding_text.class-shared": (
        "class {class_name} of school {school} has more than one homeroom teacher in post: also {other}",
        "学校{school}的班级“{class_name}”在岗班主任不止一名，另有{other}",
    ),
    "finding_text.assertion-failed": (
        "the outside record has {asserted} years on {day}, the ledger {tenure}",
        "截至{day}，外部记载{asserted}年，台账为{tenure}年",
    ),
    "finding_text.recognised": (
        "{years} of the years of tenure were recognised by {basis}",
        "任职年限中有{years}年系依据{basis}认定",
    ),
    "finding_text.inert": (
        "{kind} of {day} points at an event that was voided",
        "{day}的“{kind}”所针对的一项已作废",
    ),
    "finding_text.paid-not-entitled": (
        "{allowance} paid on {paid_on}, while the outcome on {day} was {outcome}",
        "{paid_on}发放{allowance}，而{day}的结论为“{outcome}”",
    ),
    "finding_text.entitled-not-paid": (
        "the one-off award for 25 years has been due since {since}",
        "二十五年一次性奖励自{since}起应发，尚未发放",
    ),
    "finding_text.backdated": (
        "recorded on {recorded_on}, {days:day|days} after {day}",
        "{day}的事件于{recorded_on}登记，晚了{days}天",
    ),
}
