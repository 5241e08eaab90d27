"""The words of the command line: commands, options, headings of tables, and the demo."""

from __future__ import annotations

from typing import Final

SCREENS: Final[dict[str, tuple[str, str]]] = {
    "app.help": (
        (
            "One teacher, one file: a ledger of homeroom teachers that is never rewritten.\n\n"
            "It keeps every appointment, training, award, veto and tenure year as an event, and answers "
            "from the events, for any past day and as known at any past moment: who may be appointed, "
            "who is due which allowance, who can move into or must move out of a cohort, each with the "
            "clause that decides and the events behind it.\n\n"
            "Begin with `growth-ledger demo`, or with `growth-ledger init`."
        ),
        (
            "一师一档：班主任成长台账，只增不改。\n\n"
            "任职、培训、表彰、一票否决、任职年限等逐条记为事件，随时可按任意一天、任意一个知悉时点"
            "重新得出：谁可以任班主任、谁应享受哪一档津贴、谁能进入或必须退出培育团队，"
            "并写明依据的条款和事件。\n\n"
            "可先运行 `growth-ledger demo` 看演示，或用 `growth-ledger init` 新建台账。"
        ),
    ),
    "app.usage": ("Usage: ", "用法："),
    "app.some_options": ("[OPTIONS]", "[选项]"),
    "app.some_command": ("COMMAND [ARGS]...", "命令 [参数]..."),
    "argument.teacher": ("TEACHER", "工号"),
    "argument.teachers": ("TEACHER", "工号"),
    "argument.projection": ("PROJECTION", "判断项"),
    "argument.cohort": ("COHORT", "团队"),
    "argument.pack": ("PACK", "规则包"),
    "argument.file": ("FILE", "文件"),
    "argument.files": ("FILES", "文件"),
    "argument.folder": ("FOLDER", "文件夹"),
    "argument.folders": ("FOLDERS", "文件夹"),
    "app.required": ("[required]", "[必填]"),
    "app.options": ("Options", "选项"),
    "app.commands": ("Commands", "命令"),
    "app.more": (
        "Help on one command: growth-ledger COMMAND --help",
        "查看某个命令的用法：growth-ledger 命令 --help",
    ),
    "option.help": ("Show this and exit.", "显示本帮助。"),
    "option.version": ("Show the version and exit.", "显示版本号。"),
    "option.ledger": (
        (
            "The ledger: a path (SQLite) or a SQLAlchemy URL. Default: growth-ledger.db here, or "
            "GROWTH_LEDGER_URL."
        ),
        (
            "台账地址：文件路径（SQLite）或 SQLAlchemy URL。默认为当前目录的 growth-ledger.db，"
            "或环境变量 GROWTH_LEDGER_URL。"
        ),
    ),
    "option.by": (
        "Who records (recorded_by). Default: GROWTH_LEDGER_BY, or the login name.",
        "记录人（recorded_by）。默认取 GROWTH_LEDGER_BY 或登录名。",
    ),
    "option.lang": ("Language: zh or en. Default: the locale's.", "语言：zh 或 en。默认随系统。"),
    "option.as_of": (
        "The day asked, such as 2024-09-01. Default: today in China.",
        "查询哪一天，如 2024-09-01。默认为今天（北京时间）。",
    ),
    "option.known_at": (
        "As the ledger knew it then: #123 (a position), a day, or a moment. Default: everything.",
        "按台账当时所知：#123（序号）、某天或某一时刻。默认为目前所知的全部。",
    ),
    "option.rules": (
        "Judge by this pack instead: an id, a digest, or a folder. Default: those in force.",
        "改按这套规则判断：规则包代号、摘要或文件夹。默认按当时有效的规则。",
    ),
    "option.assume_credited": (
        "For planning: count coming school years in post as credited.",
        "用于预算：把今后在岗的学年视为已计年限。",
    ),
    "option.format": ("How to print: {choices}.", "输出格式：{choices}。"),
    "option.district": ("Only this district.", "只看这个区县。"),
    "option.school": ("Only this school.", "只看这所学校。"),
    "option.outcome": (
        "Only this outcome, by code or label; may be given more than once.",
        "只看这种结果，写代码或名称，可多次给出。",
    ),
    "option.tier": ("Only this tier.", "只看这一梯队。"),
    "option.into": (
        "Only crossings into this outcome, by code or label; may be given more than once.",
        "只看变为这种结果的，写代码或名称，可多次给出。",
    ),
    "option.from_day": ("After this day.", "起（不含当天）。"),
    "option.to_day": ("Up to this day, included.", "止（含当天）。"),
    "option.kind": (
        "Only events of this kind, by code or label; may be given more than once.",
        "只看这类事件，写代码或名称，可多次给出。",
    ),
    "option.candidates": (
        "Also who could move in, with every reason that blocks.",
        "同时列出可进入的人选及受阻的全部原因。",
    ),
    "option.sandbox": (
        "A ledger for trials: imported events may say when they were recorded.",
        "试用台账：导入的事件可自带登记时间。",
    ),
    "option.origin": (
        "What the log and its key are called. Default: growth-ledger/ and chance.",
        "日志及其密钥的名称。默认为 growth-ledger/ 加随机串。",
    ),
    "option.dry_run": ("Check everything, record nothing.", "只检查，不记录。"),
    "option.policy_folder": (
        "Folder of the other pack, or its id.",
        "另一套规则包的文件夹或代号。",
    ),
    "option.policy_district": ("District that adopts it.", "施行规则的区县。"),
    "option.first_day": (
        "First day in force. Default: the pack's own.",
        "生效首日。默认取规则包自带的日期。",
    ),
    "option.last_day": ("Last day in force, if it is known.", "有效的最后一天（如已知）。"),
    "option.basis": ("Document number.", "文号。"),
    "option.adoption_ref": (
        "A short handle. What was voided can be adopted again under another one.",
        "编号。作废后再次施行同样的内容时，另取一个即可。",
    ),
    "option.form.scores": (
        "A score such as ethics=95, once for each dimension.",
        "得分，写作 ethics=95；每个维度写一次。",
    ),
    "option.form.evidence": (
        "A file that supports it, may be repeated; its SHA-256 is recorded.",
        "证明材料的路径，可写多次；登记其 SHA-256。",
    ),
    "option.teachers": ("How many teachers.", "教师人数。"),
    "option.seed": ("The same seed gives the same events.", "随机种子：相同则事件相同。"),
    "option.years": ("How many years the careers reach back.", "履历回溯多少年。"),
    "option.event_id": ("A UUID of your own.", "自带的 UUID。"),
    "option.keep": ("Keep the ledger in this folder.", "把演示台账留在这个文件夹。"),
    "option.differs": ("Only those whose outcome differs.", "只看结果不同的。"),
    "command.init": ("Make a new, empty ledger.", "新建一个空台账。"),
    "command.init.help": (
        "Makes an empty ledger and its signing key beside it; refuses to touch one that is there.",
        "新建空台账，并在旁边生成签名密钥；已有的台账不会被改动。",
    ),
    "command.policy": (
        "The rules: list, show, check, test, adopt packs.",
        "规则包：列出、查看、检查、测试、施行。",
    ),
    "command.policy.list": ("Packs that are shipped and adopted.", "列出自带的和已施行的规则包。"),
    "command.policy.show": (
        "A pack: its projections, and what becomes of every clause.",
        "查看规则包：各项判断，以及每一条款的落实方式。",
    ),
    "command.policy.check": (
        "Check a pack's folder; each mistake with file, line and column.",
        "检查规则包文件夹，逐条指出错误所在的文件、行、列。",
    ),
    "command.policy.test": ("Run the worked cases of packs.", "运行规则包的例题。"),
    "command.policy.adopt": ("Put a pack in force in a district.", "在某区县施行一套规则。"),
    "command.policy.schema": (
        "The JSON Schema of pack.yaml, for editors.",
        "输出 pack.yaml 的 JSON Schema，供编辑器使用。",
    ),
    "command.record": ("Record one event.", "记录一个事件。"),
    "command.record.help": (
        "Records one event. Each kind has its own options: growth-ledger record KIND --help",
        "记录一个事件。各类事件的选项见：growth-ledger record 类型 --help",
    ),
    "command.import": (
        "Record a file of events: all or nothing.",
        "导入事件文件：全部记入或全部不记。",
    ),
    "command.show": ("A teacher's file at a day.", "某位教师某一天的档案。"),
    "command.show.help": (
        "The file at a day: service, post, tenure, and every standing with since, until and clause.",
        "某一天的档案：在职、在岗、任职年限，以及各项结论的起止日期和依据条款。",
    ),
    "command.timeline": ("A teacher's whole trajectory.", "某位教师的完整成长轨迹。"),
    "command.timeline.help": (
        (
            "The whole trajectory: events, tenure and standings in order of day, what is known of coming "
            "days included. With --as-of it ends on that day."
        ),
        "完整成长轨迹：按日期列出事件、年限和结论，已知的今后内容也在内。给出 --as-of 则止于那一天。",
    ),
    "command.explain": (
        "Why: the conditions, the events, the clause.",
        "为什么：条件、事件和条款。",
    ),
    "command.explain.help": (
        (
            "Why the outcome is what it is: each condition tried, what was found and what is needed, the "
            "events that decided it, the clause, and the day on which time alone will bring it. A cohort "
            "tier may be asked as well: whether the teacher could move into such a cohort."
        ),
        (
            "说明结论的由来：逐条列出所试的条件、查到的情况、所需的标准、起作用的事件、条款，"
            "以及仅凭时间推移何日可满足。也可以问团队梯队：该教师能否进入这一梯队的团队。"
        ),
    ),
    "command.standings": ("Everyone's outcome at a day.", "某一天所有教师的结论。"),
    "command.changes": (
        "Who crosses into which outcome between two days.",
        "两个日期之间谁的结论有变化。",
    ),
    "command.cohort": ("Cohorts: list, show.", "培育团队：列出、查看。"),
    "command.cohort.list": ("Every cohort at a day.", "某一天的全部培育团队。"),
    "command.cohort.show": (
        "A cohort at a day: participants, team, who can move in or must move out.",
        "某一天的培育团队：人员、构成、谁能进入、谁必须退出。",
    ),
    "command.whatif": ("Everyone's outcome under another pack.", "假如换一套规则，各人的结论。"),
    "command.whatif.help": (
        "Everyone's outcome under another pack, beside the outcome in force. Nothing is recorded.",
        "列出每人在另一套规则下的结论，与现行结论对照。不记录任何内容。",
    ),
    "command.history": ("A teacher's stream as recorded.", "某位教师的原始记录。"),
    "command.history.help": (
        "The stream as recorded: positions, who, when, corrections and what they replaced.",
        "原始记录：序号、记录人、时间、更正及被更正的内容。",
    ),
    "command.rebuild": (
        "Make the read model again from the events.",
        "由事件重建查询模型。",
    ),
    "command.rebuild.help": (
        (
            "Makes the read model again from the events, beside the one that answers, compares the two, "
            "and lets the new one take its place. It can be stopped at any moment without harm."
        ),
        "由事件重新生成查询模型：先在旁边建好，与现用的比对，再替换。随时可以中止，不会有任何损害。",
    ),
    "command.audit.replay": (
        "A digest of every standing, from the events alone.",
        "仅由事件重算全部结论并给出摘要。",
    ),
    "command.audit.diff": (
        "What the ledger learned between two positions.",
        "两个时点之间台账新登记了什么，哪些结论因此改变。",
    ),
    "command.audit.findings": (
        "List what an auditor would ask about.",
        "列出审计疑点。",
    ),
    "option.finding": (
        "Only this finding; may be given more than once.",
        "只看这类疑点，可多次给出。",
    ),
    "option.backdated_days": (
        "Also list what was recorded more than so many days after its day.",
        "同时列出晚于发生日期这么多天以上才登记的事件。",
    ),
    "head.finding": ("Finding", "疑点"),
    "head.known_when_recorded": ("Seen when recorded", "登记时已可发现"),
    "option.from_known": (
        "After this known-at: #N, a day, a moment.",
        "起（不含）：#序号、某天或某一时刻。",
    ),
    "option.to_known": ("Up to this known-at, included.", "止（含）：#序号、某天或某一时刻。"),
    "head.before": ("Before", "此前"),
    "head.after": ("After", "此后"),
    "say.rebuilt": (
        "Rebuilt {files:file|files} of {events:event|events}, {rows:row|rows}: the same as before.",
        "已重建 {files} 份档案（{events} 个事件、{rows} 行），与此前一致。",
    ),
    "say.rebuilt_differs": (
        (
            "Rebuilt {files:file|files} of {events:event|events}, {rows:row|rows}. "
            "{count:file|files} had wrong rows, now right: {teachers}"
        ),
        "已重建 {files} 份档案（{events} 个事件、{rows} 行）。有 {count} 份此前有误，现已改正：{teachers}",
    ),
    "say.agrees": ("the read model agrees", "查询模型与之一致"),
    "say.agrees_not": (
        (
            "the read model does NOT agree. The first difference, {projection} of {teacher}: the read "
            "model says {kept}, the events give {judged}. Run `growth-ledger audit verify`, then "
            "`growth-ledger rebuild`"
        ),
        (
            "查询模型与事件不一致。第一处不同，{teacher}的{projection}：查询模型为“{kept}”，"
            "由事件推得的是“{judged}”。请运行 `growth-ledger audit verify`，再运行 `growth-ledger rebuild`"
        ),
    ),
    "head.standings": ("Standings", "结论数"),
    "head.teachers": ("Teachers", "教师数"),
    "command.sample": ("Made-up events as JSON lines.", "生成虚构的事件（JSON Lines）。"),
    "command.demo": ("A guided look at a sandbox ledger.", "演示：看试用台账能回答什么。"),
    "head.teacher": ("Teacher", "工号"),
    "head.cohort_name": ("Name", "名称"),
    "head.name": ("Name", "姓名"),
    "head.school": ("School", "学校"),
    "head.district": ("District", "区县"),
    "head.policy": ("Policy", "规则包"),
    "head.outcome": ("Outcome", "结论"),
    "head.file": ("File", "文件"),
    "head.code": ("Code", "代码"),
    "head.label": ("Meaning", "含义"),
    "head.since": ("Since", "自"),
    "head.until": ("Until", "至"),
    "head.clause": ("Clause", "条款"),
    "head.projection": ("Projection", "判断项"),
    "head.day": ("Day", "日期"),
    "head.from": ("From", "原结论"),
    "head.to": ("To", "新结论"),
    "head.cause": ("Cause", "原因"),
    "head.events": ("Events", "事件"),
    "head.kind": ("Kind", "类型"),
    "head.ref": ("Ref", "编号"),
    "head.what": ("What", "内容"),
    "head.state": ("State", "状态"),
    "head.position": ("#", "序号"),
    "head.event_id": ("Event", "事件"),
    "head.recorded_at": ("Recorded, time in China", "登记时间"),
    "head.recorded_by": ("By", "记录人"),
    "head.in_service": ("In service", "在职"),
    "head.roles": ("In post as", "在岗职务"),
    "head.tenure": ("Tenure", "班主任年限"),
    "head.cohort": ("Cohort", "团队"),
    "head.tier": ("Tier", "梯队"),
    "head.running": ("Running", "运行中"),
    "head.first_day": ("First day", "起始日"),
    "head.last_day": ("Last day", "截止日"),
    "head.members": ("Members", "成员"),
    "head.vacancies": ("Vacancies", "空缺"),
    "head.rural_members": ("Rural members", "农村成员"),
    "head.rural_shortfall": ("Rural short by", "农村缺额"),
    "head.irregularities": ("Irregularities", "不合规之处"),
    "head.capacity": ("As", "身份"),
    "head.status": ("Status", "状态"),
    "head.reasons": ("Reasons", "原因"),
    "head.rural": ("Rural", "农村"),
    "head.fate": ("Becomes", "落实方式"),
    "head.by_what": ("By", "由何落实"),
    "head.says": ("What it asks", "要求"),
    "head.digest": ("Digest", "摘要"),
    "head.adopted": ("Adopted", "施行情况"),
    "head.what_if_policy": ("What-if policy", "假设规则"),
    "head.what_if_outcome": ("What-if outcome", "假设结论"),
    "head.differs": ("Differs", "不同"),
    "head.case": ("Case", "例题"),
    "head.expected": ("Expected", "应为"),
    "head.found": ("Found", "得出"),
    "title.standings": ("Standings", "各项结论"),
    "title.participants": ("Participants", "人员"),
    "title.candidates": ("Candidates", "人选"),
    "title.tenure": ("Tenure over the years", "年限的变化"),
    "title.events": ("Events", "事件"),
    "title.clauses": ("Clauses", "条款"),
    "title.codes.tier": ("Cohort tiers", "团队梯队"),
    "title.codes.title": ("Titles of its own", "自有称号"),
    "title.codes.award": ("Awards of its own", "自有奖项"),
    "title.codes.allowance": ("Allowances of its own", "自有津贴"),
    "title.ladder": ("Ladder: {ladder} ({code})", "称号系列：{ladder}（{code}）"),
    "title.projections": ("Projections", "判断项"),
    "say.yes": ("yes", "是"),
    "say.no": ("no", "否"),
    "say.open": ("open", "未定"),
    "say.years": ("{years:year|years}", "{years} 年"),
    "say.sandbox": ("SANDBOX", "SANDBOX 试用"),
    "ask.erase": (
        (
            "The personal data of {teacher} {name}, {school}, will be destroyed for good. Give the staff "
            "number again; Ctrl-C leaves everything as it is."
        ),
        "{teacher} {name}（{school}）的个人信息将被永久销毁。请再次输入工号；按 Ctrl-C 则不作任何改动。",
    ),
    "ask.erase_again": (
        "That is not {teacher}.",
        "与 {teacher} 不符。",
    ),
    "say.assumes": (
        "Coming school years in post are assumed to be credited.",
        "假定今后在岗的学年均计入年限，仅供预算。",
    ),
    "say.as_recorded": (
        "Everything recorded up to #{position}, whatever its day and the rules.",
        "以上为截至 #{position} 登记的全部内容，不论发生日期，也不论规则。",
    ),
    "say.between": (
        "After {after}, up to {up_to}; the as-of day decides nothing here.",
        "{after} 之后至 {up_to} 的变化，与查询日无关。",
    ),
    "say.basis": ("Basis: {basis}", "依据：{basis}"),
    "say.no_policy": (
        "No policy in force for this file on this day.",
        "当天没有适用于该档案的规则。",
    ),
    "say.nothing": ("Nothing to show.", "没有可显示的内容。"),
    "say.count": ("{count:row|rows}", "共 {count} 条"),
    "say.count_each": ("{count:row|rows}: {sorts}", "共 {count} 条：{sorts}"),
    "say.count_single": ("1 row", "共 1 条"),
    "say.cohort_without_rules": (
        "No rules that judge have the tier {tier} that day: nothing says who may take part.",
        "当天据以判断的规则中没有“{tier}”这一梯队，无从判断谁符合条件。",
    ),
    "say.why_not_eligible": (
        "Why a teacher does not meet the condition: growth-ledger explain TEACHER {tier}",
        "某位教师为何不符合条件：growth-ledger explain 工号 {tier}",
    ),
    "say.with_clause": ("{said} ({clause})", "{said}（{clause}）"),
    "say.holds_from": ("time alone brings it on {day}", "仅凭时间推移，{day} 起满足"),
    "say.otherwise": ("otherwise", "其余情况"),
    "say.decided": (
        "{projection}: {outcome} — clause {clause}",
        "{projection}：{outcome}——条款 {clause}",
    ),
    "say.no_standing": (
        "No standing: no policy in force has this projection for this file that day.",
        "无结论：当天没有适用于该档案的此项判断。",
    ),
    "unjudged.file": (
        "No standing: the teacher's file is not open on that day.",
        "无结论：当天该教师尚未建档。",
    ),
    "unjudged.school": (
        "No standing: the school {school} is not registered on that day.",
        "无结论：学校“{school}”当天尚无登记。",
    ),
    "unjudged.rules": (
        (
            "No standing: no rules are in force in the district {district} on that day. To put rules in force: "
            "growth-ledger policy adopt PACK --district {district}"
        ),
        (
            "无结论：区县“{district}”当天没有施行任何规则。如需施行，请用 "
            "growth-ledger policy adopt 规则包 --district {district}"
        ),
    ),
    "unjudged.stage": (
        (
            "No standing: the rules in force, {policy}, do not cover the stage of the school {school}: "
            "{stage_label} ({stage})."
        ),
        "无结论：当天施行的规则“{policy}”不适用于学校“{school}”的学段：{stage_label}（{stage}）。",
    ),
    "unjudged.projection": (
        "No standing: the rules in force, {policy}, have no projection {label} ({projection}).",
        "无结论：当天施行的规则“{policy}”没有{label}（{projection}）这一判断项。",
    ),
    "say.why": ("Why an outcome: {command}", "结论的由来：{command}"),
    "say.events": ("events {events}", "事件 {events}"),
    "say.recorded": (
        "Recorded {count:event|events}, positions {first} to {last}; {present} were there already.",
        "已登记 {count} 个事件，序号 {first} 至 {last}；此前已登记的 {present} 个。",
    ),
    "say.recorded_single": (
        "Recorded 1 event, position {first}; {present} were there already.",
        "已登记 1 个事件，序号 {first}；此前已登记的 {present} 个。",
    ),
    "say.recorded_none": (
        "Nothing new; there already: {present}.",
        "没有新内容：{present} 个事件此前均已登记。",
    ),
    "say.corrected_since": (
        (
            "This was recorded as #{position} and corrected since (#{by}). To go back to it, name it in "
            "--corrects and say why in --note."
        ),
        "此事已登记为#{position}，其后已更正（#{by}）。如要改回，请用 --corrects 写明更正哪一项，并用 --note 说明原因。",
    ),
    "say.voided_since": (
        (
            "This was recorded as #{position} and voided since (#{by}). If it was right after all, give it a "
            "ref of its own with --ref."
        ),
        "此事已登记为#{position}，其后已作废（#{by}）。如原事件属实，请用 --ref 另给一个编号。",
    ),
    "say.would_record": (
        "Would record: {count}; there already: {present}. Nothing was recorded.",
        "将登记 {count} 个事件；此前已登记的 {present} 个。本次未作任何登记。",
    ),
    "say.recorded_one": (
        "Recorded #{position} for {whose}: {kind}, {event_id}",
        "已登记 #{position}：{whose}，{kind}，{event_id}",
    ),
    "say.recorded_fact": (
        "Recorded #{position} for {whose}: {kind}, ref {ref}, {event_id}",
        "已登记 #{position}：{whose}，{kind}，编号 {ref}，{event_id}",
    ),
    "say.refused": (
        "{count:mistake|mistakes}; nothing was recorded.",
        "共 {count} 处错误；未作任何登记。",
    ),
    "say.more_refused": ("… and {count} more.", "……另有 {count} 处。"),
    "say.made": (
        "Made {where}\norigin {origin}\nverifier key {key}\nsigning key in {file} (mode 0600: keep it, back it up)",
        "已建立 {where}\n名称 {origin}\n验证公钥 {key}\n签名私钥在 {file}（权限 0600，请妥善保管并备份）",
    ),
    "say.waiting": ("waiting for another writer, {seconds} s", "等待另一写入者，已 {seconds} 秒"),
    "say.reading_files": ("Reading files", "读取档案"),
    "say.importing": ("Importing", "导入"),
    "say.no_outcome": ("no outcome", "没有结论"),
    "say.adopted": (
        "Adopted {policy} in {district} from {first} (#{position})",
        "{district} 自 {first} 起施行 {policy}（#{position}）",
    ),
    "say.district_without_schools": (
        "no school of the ledger is or was in the district {district}",
        "台账中没有学校属于或曾属于区县“{district}”",
    ),
    "say.district_without_schools_near": (
        "no school of the ledger is or was in the district {district}; did you mean {nearest}?",
        "台账中没有学校属于或曾属于区县“{district}”，您是不是想写“{nearest}”？",
    ),
    "say.undo": ("to undo it: {command}", "如需撤销，请用 {command}"),
    "say.undo_reason": ("wrong district", "区县写错"),
    "say.adopted_replaces": (
        "from {first} on it replaces {policy}, which is in force there from {since}",
        "自 {first} 起取代该区县自 {since} 起施行的 {policy}",
    ),
    "say.adopted_replaces_to": (
        "from {first} to {last} it replaces {policy}, which is in force there from {since}",
        "{first} 至 {last} 取代该区县自 {since} 起施行的 {policy}",
    ),
    "say.adopted_early": (
        "{policy} says itself that it is in force from {own}; it is adopted from an earlier day, {first}",
        "规则包“{policy}”自身写明自 {own} 起施行，此次施行则始于更早的 {first}",
    ),
    "say.adopted_failing": (
        "of the {cases:worked case|worked cases} of {policy}, {failed:fails|fail}: {command} shows which",
        "规则包“{policy}”的 {cases} 道例题中有 {failed} 道不符，请用 {command} 查看",
    ),
    "say.adopted_in": ("{district} from {first}", "{district}，{first} 起"),
    "say.adopted_in_to": ("{district} from {first} to {last}", "{district}，{first} 至 {last}"),
    "say.pack_fine": (
        "{folder}: the pack holds together, digest {digest}",
        "{folder}：规则包无误，摘要 {digest}",
    ),
    "say.cases_passed": (
        "{packs:pack|packs}, {cases:case|cases}, {checks:answer|answers}: all as expected",
        "{packs} 套规则、{cases} 道例题、{checks} 个答案：全部相符",
    ),
    "say.case_event": ("event {number}", "第 {number} 个事件"),
    "say.case_taken": ("recorded", "予以登记"),
    "say.cases_failed": (
        "{failed} of {checks} answers are not as expected",
        "{checks} 个答案中有 {failed} 个不符",
    ),
    "say.members_of": (
        "{members:member|members}, {vacancies:vacancy|vacancies}; {rural} rural, short by {short}",
        "成员 {members} 人，空缺 {vacancies} 人；农村学校 {rural} 人，缺 {short} 人",
    ),
    "say.interrupted": ("stopped; the ledger is as it was before", "已中止；台账保持原样"),
    "say.interrupted-late": (
        (
            "stopped, but what was recorded by then is kept; "
            "if you were erasing something, give the command again"
        ),
        "已中止，但此前已登记的内容均已保留；如在销毁个人信息，请再执行一次该命令",
    ),
    "usage.no-such-option": ("there is no option {option}", "没有选项 {option}"),
    "usage.no-such-command": ("there is no command {command}", "没有命令 {command}"),
    "usage.before-the-command": (
        "write {option} before the command: growth-ledger {option} … COMMAND",
        "请写在命令之前：growth-ledger {option} … 命令",
    ),
    "usage.without-value": ("{option} needs a value", "选项 {option} 缺少取值"),
    "usage.with-value": ("{option} takes no value", "选项 {option} 不带取值"),
    "usage.unexpected": ("there is no use for {value} here", "此处不应再写 {value}"),
    "usage.nearest": ("did you mean {nearest}?", "您是不是想写 {nearest}？"),
    "usage.missing": ("{parameter} is missing", "缺少“{parameter}”"),
    "usage.bad-value": ("{parameter}: {value} will not do", "{parameter}：{value}不合要求"),
    "usage.whole-from": (
        "write a whole number, {least} or more",
        "请写整数，不小于 {least}",
    ),
    "usage.text": ("write it in UTF-8", "请用 UTF-8 编码书写"),
    "usage.whole-between": (
        "write a whole number from {least} to {most}",
        "请填写{least}至{most}之间的整数",
    ),
    "usage.whole": ("write a whole number", "请写整数"),
    "usage.choices": ("write one of {choices}", "请写下列之一：{choices}"),
    "usage.see-help": ("see {command} --help", "请看 {command} --help"),
    "usage.no-command": ("a command is missing", "缺少命令"),
    "usage.other": ("{message}", "{message}"),
    "error.prefix": ("error: ", "error: "),
    "demo.intro": (
        "A sandbox ledger of four districts, made up: {teachers} teachers, {events} events, in {where}",
        "四个区县的试用台账（内容虚构）：{teachers} 名教师、{events} 个事件，位于 {where}",
    ),
    "demo.clerk": (
        "1. A clerk asks: may {name} ({teacher}) be made homeroom teacher?",
        "1. 学校文员问：{name}（{teacher}）能不能任班主任？",
    ),
    "demo.committee": (
        "2. A title committee asks: how did {name} ({teacher}) get here?",
        "2. 职称评审委员会问：{name}（{teacher}）一路是怎么走过来的？",
    ),
    "demo.auditor": (
        "3. An auditor asks: what did the ledger say of {name} ({teacher}) before the correction at #{position}?",
        "3. 审计人员问：在 #{position} 更正之前，台账上 {name}（{teacher}）是什么情况？",
    ),
    "demo.auditor_after": ("… and what after it?", "……更正之后呢？"),
    "demo.bureau": (
        "4. A bureau asks: who crosses into a higher honour allowance in the coming school year?",
        "4. 教育局问：下一学年哪些人将升入更高一档荣誉津贴？",
    ),
    "demo.teacher": (
        "5. {name} ({teacher}) asks: what do I still lack?",
        "5. {name}（{teacher}）问：我还差什么？",
    ),
    "demo.cohort": (
        "6. A district asks: how stands the team {cohort}, and who could move in?",
        "6. 区里问：{cohort} 团队目前如何，谁可以进入？",
    ),
    "demo.earlier": ("… and {count:earlier event|earlier events}", "……另有更早的 {count} 个事件"),
    "demo.more": (
        "Ask on: growth-ledger --ledger {where} show {teacher}",
        "继续查询：growth-ledger --ledger {where} show {teacher}",
    ),
    "demo.gone": (
        "The ledger was made in a temporary folder and is gone now; --keep FOLDER keeps one.",
        "演示台账建在临时文件夹，现已删除；用 --keep 文件夹 可保留。",
    ),
}
"""Key to its English and its Chinese."""
