"""The words of papers: the picture of a career, files, lists for public notice, comparisons."""

from __future__ import annotations

from typing import Final

PAPERS: Final[dict[str, tuple[str, str]]] = {
    "trajectory.label": ("Career of {who}, up to {day}", "{who}成长轨迹（截至{day}）"),
    "trajectory.axis": (
        "School year beginning in September of",
        "学年（所示年份9月起）",
    ),
    "trajectory.days": ("{first} to {last}", "{first}至{last}"),
    "trajectory.since": ("since {first}", "{first}起"),
    "trajectory.as_of": ("as of {day}", "截至{day}"),
    "trajectory.service": ("Service", "任教"),
    "trajectory.appointments": ("Posts", "聘任"),
    "trajectory.leave": ("Leave", "请假"),
    "trajectory.in_years": ("years", "年"),
    "trajectory.training": ("Training", "培训"),
    "trajectory.in_hours": ("hours a year", "每学年学时"),
    "trajectory.awards": ("Awards", "表彰"),
    "trajectory.appraisals": ("Appraisals", "考核"),
    "trajectory.titles": ("Titles", "称号"),
    "trajectory.held": ("held", "持有期间"),
    "trajectory.vetoes": ("Vetoes", "一票否决"),
    "trajectory.active": ("active", "有效期间"),
    "trajectory.grade.special": ("S", "特"),
    "trajectory.grade.first": ("1", "一"),
    "trajectory.grade.second": ("2", "二"),
    "trajectory.grade.third": ("3", "三"),
    "trajectory.grade.none": ("•", "●"),
    "trajectory.result.excellent": ("E", "优"),
    "trajectory.result.qualified": ("Q", "合"),
    "trajectory.result.basic": ("B", "基"),
    "trajectory.result.unqualified": ("U", "不"),
    "trajectory.result.no-grade": ("—", "—"),
    "trajectory.legend.awards": (
        "Awards: S special prize, 1 first, 2 second, 3 third, • without grade; 1×2: two alike; in brackets: revoked.",
        "表彰：特等奖记“特”，一、二、三等奖记“一”“二”“三”，不分等记“●”；一×2：同样的两项；加括号的已撤销。",
    ),
    "trajectory.legend.appraisals": (
        "Appraisals: E excellent, Q qualified, B basically qualified, U unqualified, — no grade determined.",
        "考核：优＝优秀，合＝合格，基＝基本合格，不＝不合格，—＝不确定档次。",
    ),
    "trajectory.legend.hatched": (
        "Hatched: leave, and days on which a veto was active.",
        "斜线：请假期间、一票否决有效期间。",
    ),
    "paper.file": ("Career file", "班主任成长档案"),
    "paper.of": ("{who}, as of {day}", "{who}　截至 {day}"),
    "paper.page": ("Page {page} of {pages}", "第 {page} 页，共 {pages} 页"),
    "paper.who": ("Who and where", "基本情况"),
    "paper.trajectory": ("The career at a glance", "成长轨迹"),
    "paper.years": ("Year by year", "逐学年情况"),
    "paper.years_caption": ("Service and tenure by school year", "任教与班主任年限（按学年）"),
    "paper.next": ("What comes next, and what is missing", "后续变化与尚缺条件"),
    "paper.record": ("The record", "登记内容"),
    "paper.proof": ("Basis and proof", "依据与证明"),
    "paper.rank": ("Professional rank", "职称"),
    "paper.opened_on": ("File opened on", "建档日期"),
    "paper.places": ("Schools", "任教学校"),
    "paper.school_year": ("School year", "学年"),
    "paper.posts": ("Posts", "担任职务"),
    "paper.homeroom_days": ("Days as homeroom teacher", "班主任在岗天数"),
    "paper.credited": ("Credited", "计入年限"),
    "paper.tenure_then": ("Tenure at its end", "学年末年限"),
    "paper.standings_caption": ("Every standing on {day}", "{day} 各项结论"),
    "paper.cohorts_caption": ("Cohorts on {day}", "{day} 所在团队"),
    "paper.now": ("{projection}: now {outcome}", "{projection}：目前为“{outcome}”"),
    "paper.becomes.time": (
        "time alone makes it {outcome} on {day}",
        "仅凭时间推移，{day} 起变为“{outcome}”",
    ),
    "paper.becomes.event": (
        "what is recorded for {day} makes it {outcome} from then on",
        "因已登记的事项，自 {day} 起变为“{outcome}”",
    ),
    "paper.becomes.rules": (
        "other rules apply from {day} on ({policy}) and make it {outcome}",
        "{day} 起改按“{policy}”评定，变为“{outcome}”",
    ),
    "paper.ends": (
        "from {day} on there is no such standing",
        "{day} 起不再有此项结论",
    ),
    "paper.for": (
        "missing for {outcome} (clause {clause}):",
        "达到“{outcome}”（条款 {clause}）尚缺：",
    ),
    "paper.by_time": (
        "{said} (time alone brings it on {day})",
        "{said}（仅凭时间推移，{day} 起满足）",
    ),
    "paper.one_of": ("one of:", "以下任一项："),
    "paper.must_not": ("must not be so: {condition}", "不得有：{condition}"),
    "paper.nothing_known_changes_it": (
        "nothing known today will change it",
        "按目前所知不会变化",
    ),
    "paper.basis": ("Basis", "依据"),
    "paper.event_id": ("Event", "事件标识"),
    "paper.recorded_on": ("Recorded on", "登记日期"),
    "paper.by": ("{state} (#{position})", "{state}（#{position}）"),
    "paper.corrects": ("{state}; corrects {target}", "{state}；更正 {target}"),
    "paper.basis_of": ("Basis of the answers", "结论所依据"),
    "paper.events_in_file": ("Events in the file", "档案事件数"),
    "paper.origin": ("Log", "日志"),
    "paper.checkpoint": ("Checkpoint", "检查点"),
    "paper.size": ("{size:event|events}", "{size} 个事件"),
    "paper.root": ("Root, in base64", "根哈希（Base64）"),
    "paper.no_checkpoint": (
        "none yet: `growth-ledger audit checkpoint` makes one",
        "尚无，可用 growth-ledger audit checkpoint 生成",
    ),
    "paper.later": ("Events later than the checkpoint", "检查点之后的事件"),
    "paper.how": ("How to check", "核验方法"),
    "paper.how_to_verify": (
        "growth-ledger verify FILE.json --key KEY: the file attached to the PDF, or made by `export`",
        "growth-ledger verify 文件.json --key 公钥（文件见 PDF 附件，或用 export 导出）",
    ),
    "paper.about": ("About", "说明"),
    "paper.number": ("No.", "序号"),
    "paper.document": ("Document", "文号"),
    "paper.policy_documents": ("Policy documents", "政策文件"),
    "paper.policy_document": ("{title} ({number})", "{title}（{number}）"),
    "paper.clauses": ("Clauses", "条款"),
    "paper.day": ("As of", "截至日期"),
    "paper.period": ("Period", "期间"),
    "paper.assumed": ("Note", "说明"),
    "paper.between": ("{first} to {last}", "{first} 至 {last}"),
    "paper.count": ("Persons", "人数"),
    "paper.notice": ("{what}: list for public notice", "{what}名单（公示）"),
    "paper.changes": ("{what}: changes", "{what}变动名单"),
    "paper.findings": ("Findings", "疑点"),
    "paper.masked": ("Names are masked.", "姓名已遮盖。"),
    "compare.people": ("{count:candidate|candidates}", "共 {count} 人"),
    "compare.title": ("Candidates side by side", "候选人对照表"),
    "compare.caption": (
        "What the ledger knows of each; it counts and does not score",
        "台账所载情况对照（只列事实，不计分）",
    ),
    "compare.sorted": ("Sorted by", "排序"),
    "compare.sort.given": ("as given", "按给出的次序"),
    "compare.sort.teacher": ("staff number", "工号"),
    "compare.sort.name": ("name", "姓名"),
    "compare.sort.school": ("school", "学校"),
    "compare.sort.tenure": ("tenure, longest first", "班主任年限（由长到短）"),
    "compare.sort.homeroom": (
        "time as homeroom teacher, longest first",
        "班主任任职时间（由长到短）",
    ),
    "compare.sort.other-posts": (
        "time in other posts, longest first",
        "其他职务任职时间（由长到短）",
    ),
    "compare.sort.awards": ("awards, highest level first", "表彰（由高级别起）"),
    "compare.sort.training": ("training hours, most first", "培训学时（由多到少）"),
    "compare.sort.appraisals": ("excellent appraisals, most first", "考核优秀次数（由多到少）"),
    "compare.sort.contributions": ("contributions, most first", "工作成果（由多到少）"),
    "compare.sort.research": ("research, most first", "研究成果（由多到少）"),
    "compare.sort.vetoes": ("vetoes, fewest first", "一票否决（由少到多）"),
    "compare.homeroom": ("As homeroom teacher", "担任班主任时间"),
    "compare.other_posts": ("In other posts", "担任其他职务时间"),
    "compare.training": ("Training hours", "培训学时"),
    "compare.contributions": ("Contributions", "工作成果"),
    "compare.research": ("Research", "研究"),
    "compare.research_said": (
        "projects {projects}, papers {papers}, awards {awards}",
        "课题 {projects}，论文 {papers}，获奖 {awards}",
    ),
    "compare.item": ("Item", "项目"),
    "compare.no_grade": ("no grade", "不分等"),
    "compare.veto": ("{ground}, {days}", "{ground}，{days}"),
    "compare.count": ("{label} × {count}", "{label} × {count}"),
    "compare.pair": ("{label} {value}", "{label} {value}"),
    "command.compare": (
        "Candidates side by side, counted and not scored.",
        "候选人对照：只列事实，不计分。",
    ),
    "command.compare.help": (
        (
            "Shows teachers side by side at a day: time in posts, awards by level and grade, training "
            "hours by level, appraisals, contributions, research, vetoes, cohorts. It makes no score of "
            "its own: the committee judges."
        ),
        (
            "把若干教师某一天的情况并列：任职时间、各级各等表彰、各级培训学时、考核、工作成果、研究、"
            "一票否决、所在团队。系统不计分，由评审委员会判断。"
        ),
    ),
    "command.export.help": (
        (
            "Writes a teacher's file; the ending of --out says how: .json is the machine's form with "
            "proofs, .html a page, .pdf PDF/A-3 with that JSON attached, .xlsx a workbook. Of several "
            "teachers, of a --school or a --district, --out is a folder and --format says how."
        ),
        (
            "导出教师档案，格式由 --out 的后缀决定：.json 为带证明的机读格式，.html 为网页，"
            ".pdf 为附有该 JSON 的 PDF/A-3，.xlsx 为工作簿。导出多名教师、整所学校（--school）"
            "或整个区县（--district）时，--out 为文件夹，格式由 --format 指定。"
        ),
    ),
    "option.out": ("The file to write.", "写入的文件。"),
    "option.export_format": (
        "How to write into a folder: {choices}.",
        "写入文件夹时的格式：{choices}。",
    ),
    "option.mask": ("Mask names, for public notice.", "遮盖姓名，供公示。"),
    "option.document": ("Document number of the list.", "名单的文号。"),
    "option.title": ("Title of the list.", "名单的标题。"),
    "option.fonts": (
        "A folder with more fonts for PDF; may be given more than once (or GROWTH_LEDGER_FONTS).",
        "PDF 另用的字体文件夹，可多次给出（或设 GROWTH_LEDGER_FONTS）。",
    ),
    "option.workers": (
        "How many processes work at once. Default: as many as there are processors.",
        "同时工作的进程数。默认与处理器数相同。",
    ),
    "option.compare_from": (
        "A file with staff numbers, one a line; - for standard input.",
        "工号清单文件，每行一个；- 表示标准输入。",
    ),
    "option.sort": ("The order: {choices}.", "排序方式：{choices}。"),
    "say.exporting": ("Writing files", "导出档案"),
    "say.exported": (
        "Wrote {count:file|files} into {where}",
        "已写入 {count} 个文件，位于 {where}",
    ),
    "error.extra-missing": (
        "this needs the extra {extra}, which is not installed",
        "此功能需要附加组件 {extra}，尚未安装",
    ),
    "hint.extra-missing": (
        "install it: pip install '.[{extra}]'",
        "请安装：pip install '.[{extra}]'",
    ),
    "error.files-not-written": (
        "{count:file was|files were} not written",
        "有 {count} 份档案未能写出",
    ),
    "hint.files-not-written": (
        "mend what is said above, then export those teachers again",
        "请按以上提示处理，然后重新导出这些教师的档案",
    ),
    "error.no-font-has": (
        "no font at hand has the sign {value} ({signs})",
        "现有字体中没有“{value}”（{signs}）",
    ),
    "hint.no-font-has": (
        "put a font that has it into a folder and name that folder with --fonts or in {variable}",
        "请把含有该字的字体放入一个文件夹，并用 --fonts 或环境变量 {variable} 指明该文件夹",
    ),
    "error.no-font-folder": ("there is no such folder of fonts", "没有这个字体文件夹"),
    "hint.no-font-folder": (
        "name a folder that is there with --fonts or in GROWTH_LEDGER_FONTS",
        "请用 --fonts 或 GROWTH_LEDGER_FONTS 指明一个已有的文件夹",
    ),
    "error.out-needed": (
        "a workbook is not for the screen",
        "工作簿无法显示在屏幕上",
    ),
    "hint.out-needed": (
        "name the file to write: --out FILE.xlsx",
        "请指明写入的文件：--out 文件.xlsx",
    ),
    "error.out-no-folder": (
        "several files do not go into one, {value}",
        "多个文件不能写入一个文件“{value}”",
    ),
    "hint.out-no-folder": ("name a folder with --out", "请用 --out 指明一个文件夹"),
    "error.nobody-named": ("no teacher is named", "没有指明教师"),
    "hint.nobody-named": (
        "name teachers by their staff numbers, or narrow with an option (see --help)",
        "请写明教师工号，或用选项限定范围（见 --help）",
    ),
    "error.unknown-sort": ("there is no order {value}", "没有“{value}”这种排序"),
    "hint.unknown-sort": ("write one of {known}", "请写下列之一：{known}"),
    "reference.commands": ("Commands", "命令"),
    "reference.kinds": ("Kinds of events", "事件类型"),
    "reference.conditions": ("Conditions", "条件"),
    "reference.made": (
        "Made from the code by `scripts/reference`; change the code, not this page.",
        "本页由 `scripts/reference` 根据代码生成，请勿直接改动。",
    ),
    "reference.for_all": (
        "These stand before the command and hold for every one.",
        "以下选项写在命令之前，对所有命令有效。",
    ),
    "reference.option": ("Option", "选项"),
    "reference.what": ("What", "说明"),
    "reference.required": ("required", "必填"),
    "reference.field": ("Field", "字段"),
    "reference.label": ("Label", "名称"),
    "reference.needed": ("Required", "必填"),
    "reference.parameter": ("Parameter", "参数"),
    "reference.values": ("Values", "取值"),
    "reference.every_kind": ("Every event may carry these.", "每个事件都可以带有以下字段。"),
    "reference.every_condition": (
        "A pack writes a condition under its key; every one may carry `clause`, where it comes from another clause than its outcome.",
        "规则包以条件的代号书写条件；每个条件都可带 `clause`，用于与所属结论条款不同的情形。",
    ),
    "reference.sort.bool": ("true or false", "true 或 false"),
    "reference.sort.int": ("a whole number", "整数"),
    "reference.sort.Decimal": ("a number", "数"),
    "reference.sort.duration": ("such as `2 years` or `1 day`", "如 `2 years`、`1 day`"),
    "reference.sort.years": ("such as `5 years`", "如 `5 years`"),
    "reference.sort.code": ("codes of the core list or of the pack", "通用目录或本规则包的代码"),
    "reference.condition.all": ("Every condition of the list holds.", "所列条件全部满足。"),
    "reference.condition.any": (
        "At least one condition of the list holds.",
        "所列条件至少满足一项。",
    ),
    "reference.condition.not": ("The condition does not hold.", "该条件不满足。"),
    "reference.condition.once": (
        "The condition held on some day up to the one asked, under the adoption in force and with the file open.",
        "在现行规则施行且档案已建立期间，截至所查日期该条件曾经满足。",
    ),
    "reference.condition.in_service": ("In service as a teacher on the day.", "当天在职。"),
    "reference.condition.in_post": (
        "In service, appointed to one of the roles, and on no leave but for the reasons in `despite_leave`; `level_at_least` asks for the appointment's level.",
        "在职，受聘所列岗位之一，且不在休假中（`despite_leave` 所列事由除外）；`level_at_least` 要求聘任达到该级别。",
    ),
    "reference.condition.service": (
        "The length of service in the roles is reached; `employment` stands for every day in service, `minus_leave` takes leave off.",
        "在所列岗位的任职时长已满；`employment` 指全部在职天数，`minus_leave` 表示扣除休假。",
    ),
    "reference.condition.tenure": (
        "Tenure by the pack's weights is at least so many years.",
        "按规则包权重计算的年限不少于该数。",
    ),
    "reference.condition.credits": (
        "Credits of these roles, at most 1 a school year, add up to so many years.",
        "所列岗位计入的年限（每学年至多 1 年）合计不少于该数。",
    ),
    "reference.condition.training": (
        "Hours of these programmes, of that level or above, within so many years, add up.",
        "所列培训（达到该级别、在该年限以内）学时合计不少于该数。",
    ),
    "reference.condition.certificate": (
        "A certificate of that grade or better, neither expired nor revoked.",
        "持有该等级及以上、未过期未撤销的证书。",
    ),
    "reference.condition.title": (
        "A title of the ladder, from `at_least` upwards where it is given, or one of `titles`; neither expired nor withdrawn.",
        "持有该系列中（如写明 `at_least`，则为该级及以上）或 `titles` 所列的称号，未到期未撤销。",
    ),
    "reference.condition.award": (
        "So many awards that are not revoked, of the codes, level, grade and window asked for; `while_in` asks that an appointment in such a role covered the day.",
        "未撤销的奖项达到所需项数，并符合所列代码、级别、等次、期限；`while_in` 要求获奖当日正受聘该岗位。",
    ),
    "reference.condition.appraisal": (
        "The latest appraisal of these scopes has one of the results; none gives false. `since_joining` counts only those since joining the cohort.",
        "所列类别中最近一次考核的结果在所列之内；没有考核则不满足。`since_joining` 只看加入团队以后的。",
    ),
    "reference.condition.re_evaluation_due": (
        "An unqualified appraisal or a veto on these grounds, and no re-evaluation passed since.",
        "曾考核不合格或因所列事由被否决，且此后没有通过重新考评。",
    ),
    "reference.condition.veto": (
        "A veto on one of the grounds is active; `ever`: was ever, and was not overturned; `in_year_of`: in the school year of the latest appraisal of these scopes.",
        "因所列事由的否决有效；`ever`：曾被否决且未经复核撤销；`in_year_of`：以最近一次所列考核所在学年为准。",
    ),
    "reference.condition.exception": (
        "An exception on one of the grounds, not past its last day, naming a mentor if asked.",
        "因所列事由获批例外且未过期；如有要求，须写明指导教师。",
    ),
    "reference.condition.contribution": (
        "So many contributions of these sorts in the school year of the day, by the day.",
        "当天所在学年内、截至当天，所列成果达到所需项数。",
    ),
    "reference.condition.paid": (
        "One of the allowances was paid and not wholly recovered.",
        "所列津贴之一已发放且未全部收回。",
    ),
    "reference.condition.reserve": (
        "Listed in the reserve pool and not delisted.",
        "已入储备池且未移出。",
    ),
    "reference.condition.cohort_member": (
        "A member of a cohort that runs, of one of the tiers where they are named.",
        "是运行中团队（如写明梯队，则为该梯队）的成员。",
    ),
    "reference.condition.policy_age": (
        "Fewer than so many years since the policy's first day.",
        "政策自首日起施行未满该年数。",
    ),
    "reference.condition.outside_cohort_district": (
        "The school is not in the cohort's district; asked of a cohort's participants only.",
        "所在学校不属团队所在区；仅用于判断团队人员。",
    ),
}
"""Key to its English and its Chinese."""
