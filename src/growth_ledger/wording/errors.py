"""What went wrong and how to mend it, gently: the reader meant well.

Keys are `error.CODE` (what) and `hint.CODE` (how to mend). A key that ends in `.one` is for a count
of 1; one that ends in `.bare` is for when a value that the full text shows is not known. Where
`messages` knows a nearest word it asks "did you mean …?" first, so hints go on after "if not,".
"""

from __future__ import annotations

from typing import Final

_REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "error.missing-field": ("{field} is missing", "缺少{field}"),
    "hint.missing-field": ("add {field}", "请补充{field}"),
    "error.basis-required": (
        "an exception to “in principle” needs a basis",
        "“原则上”条款的例外须有依据",
    ),
    "hint.basis-required": (
        "give the number of the bureau's decision in {field}",
        "请在{field}中写明主管部门决定的文号",
    ),
    "error.unknown-school": ("no school {value} is registered", "学校“{value}”尚未登记"),
    "hint.unknown-school": (
        "register the school first (school-registered)",
        "请先登记该学校（school-registered）",
    ),
    "error.unknown-cohort": ("no cohort {value} was formed", "团队“{value}”尚未组建"),
    "hint.unknown-cohort": (
        "form the cohort first (cohort-formed)",
        "请先登记组建该团队（cohort-formed）",
    ),
    "error.unknown-teacher": ("teacher {value} has no file yet", "教师“{value}”尚未建档"),
    "hint.unknown-teacher": (
        "that is the name of {called}: write the staff number",
        "这是{called}的姓名，请改填工号",
    ),
    "hint.unknown-teacher.bare": (
        "open the file first (file-opened), or check the staff number",
        "请先建档（file-opened），或核对教师工号",
    ),
    "error.teacher-already-there": ("teacher {name} has a file already", "教师“{name}”已有档案"),
    "hint.teacher-already-there": (
        (
            "record what has changed since: school-changed, service-resumed or profile-amended; correct the "
            "file-opened only where it was wrong from the beginning"
        ),
        (
            "如有变化，请登记调动学校（school-changed）、恢复任教（service-resumed）或个人信息变更（profile-amended）；"
            "原建档记录从一开始就有误的，才更正该记录"
        ),
    ),
    "error.school-already-there": ("school {name} is registered already", "学校“{name}”已登记"),
    "hint.school-already-there": (
        "record a school-amended, or choose another code",
        "请改为登记学校信息变更（school-amended），或另编学校代码",
    ),
    "error.cohort-already-there": ("cohort {name} was formed already", "团队“{name}”已组建"),
    "hint.cohort-already-there": (
        "correct the cohort-formed that is there, or choose another code",
        "请更正原有的组建记录，或另编团队代码",
    ),
    "error.unknown-code": ("{field} has no code {value}", "{field}没有“{value}”这一项"),
    "hint.unknown-code": ("write one of: {allowed}", "请从以下各项中选填：{allowed}"),
    "hint.unknown-code.bare": (
        "write a code of the core list (growth-ledger record KIND --help) or of a pack (growth-ledger policy show PACK)",
        "请填写通用目录的代码（见 growth-ledger record 事件类型 --help）或规则包的代码（见 growth-ledger policy show 规则包）",
    ),
    "error.day-in-future": (
        "{field} {day} lies after {today}, the day of recording",
        "{field}{day}晚于登记当日{today}",
    ),
    "hint.day-in-future": (
        "what is finished is recorded once it has happened; check the day",
        "已完成的事项须在发生之后登记，请核对日期",
    ),
    "error.day-out-of-bounds": (
        "{field} {day} does not lie between {earliest} and {latest}",
        "{field}{day}不在{earliest}至{latest}之间",
    ),
    "error.day-out-of-bounds.bare": (
        "{field} {day} lies before {earliest}",
        "{field}{day}早于{earliest}",
    ),
    "hint.day-out-of-bounds": (
        "check the year; {latest} is a year after the day of recording",
        "请核对年份；{latest}为登记之日后一年",
    ),
    "hint.day-out-of-bounds.bare": ("check the year", "请核对年份"),
    "error.span-reversed": (
        "{field} {last} lies before {first_field} {first}",
        "{field}{last}早于{first_field}{first}",
    ),
    "hint.span-reversed": (
        "check the two days; both are included in the span",
        "请核对两个日期；起止两日均计算在内",
    ),
    "error.ref-taken": ("the ref {ref} is used already", "编号“{ref}”已被使用"),
    "hint.ref-taken": (
        "choose another ref or leave it out; to correct that event, name it in corrects",
        "请换一个编号或不填；如需更正原事件，请在“更正哪一项”（corrects）中写明",
    ),
    "error.no-such-target": (
        "there is no event {target} in this file",
        "本档案中没有“{target}”这一项",
    ),
    "hint.no-such-target": (
        "look up the ref or event ID with growth-ledger history",
        "请用 growth-ledger history 查明编号或事件标识",
    ),
    "error.target-voided": ("event {target} was voided", "“{target}”这一项已作废"),
    "hint.target-voided": (
        "a void is final; if the event was right after all, record it anew, with a ref of its own",
        "作废不能撤回；如原事件属实，请另给一个编号，重新登记",
    ),
    "error.target-of-another-kind": (
        "event {target} is {found}, not {wanted}",
        "“{target}”是{found}，不是{wanted}",
    ),
    "hint.target-of-another-kind": (
        "name an event of the kind {wanted}",
        "请填写一项{wanted}的编号或标识",
    ),
    "error.already-ended": (
        "event {target} was ended already, by {by}",
        "“{target}”已由“{by}”终止",
    ),
    "hint.already-ended": (
        "if its day is wrong, name {by} in corrects and leave the ref out",
        "如日期有误，请在“更正哪一项”（corrects）中填写“{by}”，编号栏留空",
    ),
    "error.end-before-begin": (
        "{field} {day} lies before the beginning, {began}",
        "{field}{day}早于所针对事件的开始日期{began}",
    ),
    "hint.end-before-begin": (
        "check the day and which event is meant",
        "请核对日期以及所针对的事件",
    ),
    "error.end-after-own-last-day": (
        "{field} {day} lies after {last}, the last day of the event itself",
        "{field}{day}晚于所针对事件自身的结束日期{last}",
    ),
    "hint.end-after-own-last-day": (
        "it ended by itself on that day; if it lasted longer, correct the event instead",
        "该事件届时已自行终止；如实际时间更长，请更正原事件",
    ),
    "error.correction-of-another-kind": (
        "{kind} cannot correct {target}, which is {found}",
        "{kind}不能更正“{target}”，后者是{found}",
    ),
    "hint.correction-of-another-kind": (
        "correct it by an event of its own kind, or void it and record the right one",
        "请用同类事件更正，或将原事件作废后重新登记",
    ),
    "error.correction-renames": (
        "the correction has the ref {ref}, the event that it corrects {target_ref}",
        "更正所填编号为“{ref}”，被更正事件的编号为“{target_ref}”",
    ),
    "hint.correction-renames": (
        "leave the ref out; a correction takes over that of the event",
        "请不填编号，更正沿用原事件的编号",
    ),
    "error.correction-end-before-begin": (
        "the correction would begin on {began}, after {pointer} ends it on {day}",
        "更正后自{began}开始，晚于“{pointer}”的日期{day}",
    ),
    "hint.correction-end-before-begin": (
        "correct {pointer} first, or check the day",
        "请先更正“{pointer}”，或核对日期",
    ),
    "error.correction-end-after-own-last-day": (
        "the correction would end on {last}, before {pointer} ends it on {day}",
        "更正后至{last}结束，早于“{pointer}”的日期{day}",
    ),
    "hint.correction-end-after-own-last-day": (
        "correct {pointer} first, or check the day",
        "请先更正“{pointer}”，或核对日期",
    ),
    "error.still-needed": (
        "{kind} {target} cannot be voided while other events rest on it",
        "“{target}”（{kind}）尚有其他事件依附，不能作废",
    ),
    "hint.still-needed": (
        "correct it instead, or void the others first",
        "请改为更正，或先将其他事件作废",
    ),
    "error.service-out-of-order": (
        "on {day} service would begin or end twice in a row",
        "{day}的任教起止与其他记录不能衔接",
    ),
    "hint.service-out-of-order": (
        "beginnings and endings must alternate; look at growth-ledger history for the one missing",
        "开始与终止须交替出现，请用 growth-ledger history 查看缺少哪一项",
    ),
    "error.credit-above-one": (
        "{school_year} would be credited {credit} years as {role}",
        "{school_year}学年{role}将累计计入{credit}年",
    ),
    "hint.credit-above-one": (
        "a school year counts at most 1; correct the credit that is there",
        "一个学年最多计1年，请更正已有的计入记录",
    ),
    "error.cohort-spans-overlap": (
        "on {day} the teacher is in cohort {cohort} already",
        "{day}该教师已在团队“{cohort}”中",
    ),
    "hint.cohort-spans-overlap": (
        "record the leaving first (cohort-left), or check the days",
        "请先登记退出团队（cohort-left），或核对日期",
    ),
    "error.recorded-at-not-sandbox": (
        "recorded_at {recorded_at} was given, and this is no sandbox ledger",
        "填写了登记时间{recorded_at}，而本台账不是试用台账",
    ),
    "hint.recorded-at-not-sandbox": (
        "leave it out: the ledger's clock sets it; trials go into a ledger made by init --sandbox",
        "请不填，登记时间由系统确定；试用请以 init --sandbox 另建试用台账",
    ),
    "error.recorded-at-goes-back": (
        "recorded_at {recorded_at} lies before {last}, that of the event before it",
        "登记时间{recorded_at}早于前一事件的{last}",
    ),
    "hint.recorded-at-goes-back": (
        "put the events in order of recorded_at",
        "请按登记时间先后排列",
    ),
}

_INTAKE: Final[dict[str, tuple[str, str]]] = {
    "error.not-utf8": ("the text is not UTF-8", "文字编码不是 UTF-8"),
    "hint.not-utf8": ("save the file as UTF-8", "请将文件另存为 UTF-8 编码"),
    "error.line-too-long": ("the line is longer than {limit} bytes", "该行超过{limit}字节"),
    "error.line-too-long.bare": ("the line is too long", "该行过长"),
    "hint.line-too-long": (
        "write one event on a line, and keep long documents outside",
        "请每行只写一项，篇幅较长的材料另行保存",
    ),
    "error.null-character": (
        "{field} holds the character U+0000, which no text may have",
        "{field}含有空字符（U+0000）",
    ),
    "hint.null-character": ("take it out, or write the text anew", "请删去该字符，或重新填写"),
    "error.half-character": ("the line holds half a character", "该行含有不完整的字符"),
    "hint.half-character": (
        "write the whole character: \\ud83d, say, is only the first half of one",
        "请写出完整的字符：如 \\ud83d 只是一个字符的前一半",
    ),
    "error.not-json": (
        "the line is no JSON, from character {character} on",
        "该行从第{character}个字符起不是有效的 JSON",
    ),
    "error.not-json.bare": ("the line is no JSON", "该行不是有效的 JSON"),
    "hint.not-json": (
        "look for a missing quote, comma or brace",
        "请检查引号、逗号和括号是否齐全",
    ),
    "error.not-an-object": ("the line is no JSON object", "该行不是 JSON 对象"),
    "hint.not-an-object": (
        "begin the line with {{ and end it with }}, one event on a line",
        "请以 {{ 开头、以 }} 结尾，每行一项",
    ),
    "error.repeated-key": ("{key} is given twice", "“{key}”重复出现"),
    "hint.repeated-key": ("keep one of the two", "请只保留一个"),
    "error.missing-kind": ("the kind is missing", "缺少事件类型（kind）"),
    "hint.missing-kind": (
        "say which kind of event it is, such as appointed",
        "请写明事件类型，如 appointed（聘任）",
    ),
    "error.unknown-kind": ("there is no kind of event {value}", "没有“{value}”这种事件"),
    "hint.unknown-kind": (
        "see the kinds with growth-ledger record --help",
        "请用 growth-ledger record --help 查看全部事件类型",
    ),
    "error.ledger-kind": (
        "{kind} is made by the ledger itself",
        "{kind}只能由系统生成",
    ),
    "hint.ledger-kind": ("leave the event out", "请删去这一项"),
    "error.ledger-field": ("{field} is set by the ledger itself", "{field}由系统填写"),
    "hint.ledger-field": ("leave the field out", "请删去这一栏"),
    "error.unknown-field": ("{kind} has no field {field}", "{kind}没有{field}这一栏"),
    "error.unknown-field.bare": ("there is no field {field}", "没有{field}这一栏"),
    "hint.unknown-field": (
        "leave it out, or see growth-ledger record KIND --help",
        "请删去，或用 growth-ledger record 事件类型 --help 查看可填的栏目",
    ),
    "error.not-a-day": ("{field} {value} is not a day", "{field}“{value}”不是日期"),
    "hint.not-a-day": (
        "write a day that exists, such as 2023-09-01",
        "请填写实际存在的日期，如 2023-09-01",
    ),
    "error.not-a-number": ("{field} {value} is not a number", "{field}“{value}”不是数字"),
    "hint.not-a-number": ("write {example}", "请填写数字，如{example}"),
    "hint.not-a-number.bare": (
        "write digits, with a point for decimals",
        "请填写阿拉伯数字，小数用点表示",
    ),
    "error.number-out-of-range": (
        "{field} {value} is not {bound}",
        "{field}{value}超出范围，应{bound}",
    ),
    "error.number-out-of-range.bare": ("{field} {value} is out of range", "{field}{value}超出范围"),
    "hint.number-out-of-range": ("write {example}", "请填写如{example}的数"),
    "hint.number-out-of-range.bare": ("write a number {bound}", "请填写符合范围的数"),
    "error.too-many-decimals": (
        "{field} {value} has more than {places:decimal|decimals}",
        "{field}{value}的小数多于{places}位",
    ),
    "error.too-many-decimals.bare": (
        "{field} {value} has too many decimals",
        "{field}{value}的小数位数过多",
    ),
    "hint.too-many-decimals": ("round it as the document does", "请按文件所载保留小数"),
    "error.not-text": ("{field} {value} is not text", "{field}“{value}”不是文本"),
    "hint.not-text": ("put it in quotes", "请加引号写成文本"),
    "error.text-too-long": (
        "{field} is longer than {limit:character|characters}",
        "{field}超过{limit}个字",
    ),
    "error.text-too-long.bare": ("{field} is too long", "{field}过长"),
    "hint.text-too-long": (
        "shorten it, and keep the document as evidence",
        "请适当删减，全文可作为证明材料另存",
    ),
    "error.empty-text": ("{field} is empty", "{field}为空"),
    "hint.empty-text": ("write something, or leave the field out", "请填写内容，或删去这一栏"),
    "error.bad-identifier": (
        "{field} {value} cannot serve as a name",
        "{field}“{value}”不能用作编号",
    ),
    "hint.bad-identifier": (
        "write 1 to 64 visible characters, with no blanks around and single ones inside",
        "请填写1至64个可见字符，首尾不留空格，中间不连续空格",
    ),
    "error.ref-reserved": (
        "the ref {value} begins with ~, which the ledger keeps for its own",
        "编号“{value}”以“~”开头，此类编号由系统专用",
    ),
    "hint.ref-reserved": (
        "choose a ref such as A3, or leave it out",
        "请改用 A3 之类的编号，或不填",
    ),
    "error.not-true-or-false": (
        "{field} {value} is neither true nor false",
        "{field}“{value}”既不是“是”也不是“否”",
    ),
    "hint.not-true-or-false": (
        "write true or false",
        "请填写“是”或“否”（JSON 中写 true 或 false）",
    ),
    "error.bad-school-year": (
        "{field} {value} is not a school year",
        "{field}“{value}”不是学年",
    ),
    "hint.bad-school-year": (
        "write two years in a row, such as 2022-2023",
        "请填写前后相连的两个年份，如 2022-2023",
    ),
    "error.half-years": (
        "{field} {value} is not a multiple of half a year",
        "{field}{value}不是半年的整数倍",
    ),
    "hint.half-years": ("write years such as 6 or 6.5", "请以半年为单位填写，如 6 或 6.5"),
    "error.half-or-full": (
        "{field} {value} is neither 1 nor 0.5",
        "{field}{value}既不是1也不是0.5",
    ),
    "hint.half-or-full": (
        "write 1 for the whole school year or 0.5 for half of it",
        "整学年请填1，半学年请填0.5",
    ),
    "error.bad-value": (
        "{field} {value} does not fit ({reason})",
        "{field}“{value}”不符合要求（{reason}）",
    ),
    "error.bad-value.bare": ("{field} {value} does not fit", "{field}“{value}”不符合要求"),
    "hint.bad-value": (
        "see what to write with growth-ledger record KIND --help",
        "请用 growth-ledger record 事件类型 --help 查看填写要求",
    ),
    "error.bad-digest": ("{field} {value} is not a SHA-256", "{field}“{value}”不是 SHA-256 摘要"),
    "hint.bad-digest": (
        "write 64 hexadecimal digits in lower case",
        "请填写64位小写十六进制字符",
    ),
    "error.bad-event-id": ("{value} is not a UUID", "“{value}”不是 UUID"),
    "hint.bad-event-id": (
        "write one such as 0b9e7b9e-5d1e-4f0e-9c6b-3f6f0c3a2d11, or leave it out",
        "请填写 UUID，如 0b9e7b9e-5d1e-4f0e-9c6b-3f6f0c3a2d11，或不填",
    ),
    "error.event-id-taken": (
        "the event ID {event_id} is that of another event, which differs in {differs}",
        "事件标识{event_id}已属于另一事件，两者的{differs}不同",
    ),
    "error.event-id-taken.bare": (
        "the event ID is that of another event",
        "事件标识已属于另一事件",
    ),
    "hint.event-id-taken": (
        "leave the event ID out, or record a correction of the other event",
        "请不填事件标识，或对原事件作更正",
    ),
    "error.one-stream": (
        "voided names none or several of teacher, school, cohort and district",
        "作废须在教师、学校、团队、区县中写明一项，且只写一项",
    ),
    "hint.one-stream": (
        "name the one whose event is voided",
        "请写明被作废事件属于哪一方",
    ),
    "error.bad-moment": ("{field} {value} is not a moment", "{field}“{value}”不是时间"),
    "hint.bad-moment": (
        "write one with its offset, such as 2024-09-01T08:00:00+08:00",
        "请写明时区，如 2024-09-01T08:00:00+08:00",
    ),
    "error.unknown-policy": ("there is no policy pack {value}", "没有规则包“{value}”"),
    "hint.unknown-policy": (
        "see the packs with growth-ledger policy list, or adopt a folder with policy adopt",
        "请用 growth-ledger policy list 查看，或用 policy adopt 施行自备的规则包",
    ),
    "error.adoption-without-first-day": (
        "policy pack {policy} does not say from which day it is in force",
        "规则包“{policy}”没有写明自何日起施行",
    ),
    "hint.adoption-without-first-day": (
        "add --first-day such as 2026-09-01",
        "请加 --first-day，如 2026-09-01",
    ),
    "error.policy-over-already": (
        "policy pack {policy} says of itself that it ends on {last}, before {first}",
        "规则包“{policy}”自带的结束日期{last}早于{first}",
    ),
    "hint.policy-over-already": (
        "say a last_day of its own for this district, or an earlier first day",
        "请为本地区另行填写结束日期，或填写更早的开始日期",
    ),
    "error.policy-digest-differs": (
        "the digest is not that of policy pack {policy}",
        "摘要与规则包“{policy}”不符",
    ),
    "hint.policy-digest-differs": (
        "leave the digest out, or give the content that it belongs to",
        "请不填摘要，或一并提供与之对应的内容",
    ),
    "error.policy-content-faulty": (
        "the content is not pack {policy} as it should be, at {path}",
        "所附内容作为规则包“{policy}”有误，在{path}处",
    ),
    "error.policy-content-faulty.bare": (
        "the content is not a policy pack",
        "所附内容不是规则包",
    ),
    "hint.policy-content-faulty": (
        "check its folder with growth-ledger policy check",
        "请用 growth-ledger policy check 检查规则包文件夹",
    ),
    "error.number-spoilt": (
        "{field} {value} is a number of more than 15 digits, which Excel has spoilt",
        "{field}{value}是超过15位的数字，Excel 已丢失其末几位",
    ),
    "hint.number-spoilt": (
        "format the cell as text and type the number again",
        "请将单元格设为文本格式后重新录入",
    ),
    "error.formula-without-value": (
        "{field} holds a formula without a value",
        "{field}是没有计算结果的公式",
    ),
    "hint.formula-without-value": (
        "open the workbook, save it, or paste the value",
        "请打开工作簿重新保存，或粘贴为数值",
    ),
    "error.merged-cell": ("the cells {cells} are merged", "单元格{cells}是合并单元格"),
    "error.merged-cell.bare": ("cells are merged", "有合并单元格"),
    "hint.merged-cell": (
        "unmerge them and fill in every row",
        "请取消合并，逐行填写",
    ),
    "error.unknown-header": ("there is no column {value}", "没有名为“{value}”的栏目"),
    "hint.unknown-header": (
        "take the headers from growth-ledger template",
        "请使用 growth-ledger template 生成的表头",
    ),
    "error.repeated-header": ("the column {value} is there twice", "栏目“{value}”重复出现"),
    "hint.repeated-header": ("keep one of the two", "请只保留一栏"),
    "error.ambiguous-code": (
        "{field} {value} is what several codes are called",
        "{field}“{value}”对应不止一个代码",
    ),
    "hint.ambiguous-code": ("write one of the codes: {codes}", "请填写其中一个代码：{codes}"),
    "error.ambiguous-day": (
        "{field} {value} can be read as two days",
        "{field}“{value}”可以理解为两个日期",
    ),
    "hint.ambiguous-day": (
        "write the year first, such as 2023-09-01",
        "请把年份写在前面，如 2023-09-01",
    ),
    "error.unknown-sheet": (
        "there is no kind of event for the sheet {value}",
        "工作表“{value}”不对应任何事件",
    ),
    "hint.unknown-sheet": (
        "name the sheet by the kind, as growth-ledger template does",
        "请以事件类型命名工作表，可参照 growth-ledger template 生成的模板",
    ),
    "error.unknown-file-name": (
        "there is no kind of event for the file name {value}",
        "文件名“{value}”不对应任何事件",
    ),
    "hint.unknown-file-name": (
        "name the file by the kind of its rows, such as 2026-appointed.csv",
        "请以所登记的事件类型命名文件，例如“2026-聘任.csv”",
    ),
    "error.unknown-encoding": (
        "the text is neither UTF-8 nor GB18030",
        "文字编码既不是 UTF-8 也不是 GB18030",
    ),
    "hint.unknown-encoding": ("save the file as UTF-8", "请将文件另存为 UTF-8 编码"),
    "error.still-to-mend": (
        "{field} still carries the mark of what is to be mended",
        "{field}仍带有“请改正”标记，尚未改正",
    ),
    "hint.still-to-mend": (
        "write the right value in place of the mark and what follows it, or clear the cell",
        "请将标记连同其后的内容改为正确内容；没有内容的请清空单元格",
    ),
    "error.mixed-encoding": (
        "this line is in UTF-8, and the rest of the file is not",
        "本行是 UTF-8 编码，文件其余部分不是",
    ),
    "hint.mixed-encoding": (
        "save the parts apart and each as UTF-8, or put them together in a sheet",
        "请将各部分分别另存为 UTF-8，或在表格软件中合并后再保存",
    ),
}

_ASKING: Final[dict[str, tuple[str, str]]] = {
    "error.refused": (
        "{count:mistake was|mistakes were} found, and nothing was recorded",
        "发现{count}处错误，未登记任何内容",
    ),
    "hint.refused": ("mend what is listed and try again", "请按所列各处改正后重试"),
    "error.no-such-teacher": ("no teacher {teacher} is known", "没有教师“{teacher}”的档案"),
    "hint.no-such-teacher": (
        "that is the name of {called}: give the staff number",
        "这是{called}的姓名，请改用工号",
    ),
    "hint.no-such-teacher.bare": (
        "check the staff number, and the position or day asked about",
        "请核对工号，以及查询所截至的序号或日期",
    ),
    "error.no-such-cohort": ("no cohort {cohort} is known", "没有团队“{cohort}”"),
    "error.no-such-cohort.bare": ("no such cohort is known", "没有这个团队"),
    "hint.no-such-cohort": (
        "see the cohorts with growth-ledger cohort list",
        "请用 growth-ledger cohort list 查看",
    ),
    "error.no-such-projection": (
        "no policy that is known here has a projection {projection}",
        "已知的规则包都没有“{projection}”这一判断项",
    ),
    "hint.no-such-projection": ("ask for one of: {known}", "请从以下各项中选择：{known}"),
    "hint.no-such-projection.bare": (
        "see them with growth-ledger policy show",
        "请用 growth-ledger policy show 查看",
    ),
    "error.no-such-pack": ("there is no policy pack {value}", "没有规则包“{value}”"),
    "hint.no-such-pack": (
        "see the packs with growth-ledger policy list, or name a folder",
        "请用 growth-ledger policy list 查看，或写明文件夹",
    ),
    "error.no-such-file": ("there is no file {path}", "没有文件{path}"),
    "hint.no-such-file": ("check the name and the folder", "请核对文件名和所在文件夹"),
    "error.not-readable": (
        "the file {path} cannot be read ({reason})",
        "文件{path}无法读取（{reason}）",
    ),
    "error.not-readable.bare": ("the file {path} cannot be read", "文件{path}无法读取"),
    "hint.not-readable": (
        "check that it is a file and that you may read it",
        "请确认它是文件，并且有读取权限",
    ),
    "error.position-past-end": (
        "position #{position} lies past the last one, #{last}",
        "序号#{position}超过最后序号#{last}",
    ),
    "hint.position-past-end": ("ask at #{last} or before", "请查询#{last}或更早的序号"),
    "error.position-without-hash": (
        "{value} is neither a day nor a position",
        "“{value}”既不是日期也不是序号",
    ),
    "hint.position-without-hash": (
        "write #{value} for a position",
        "如指序号，请写成#{value}",
    ),
    "error.bad-day": ("{value} is not a day", "“{value}”不是日期"),
    "hint.bad-day": (
        "write a day that exists, such as 2024-08-31",
        "请填写实际存在的日期，如 2024-08-31",
    ),
    "error.day-too-far": (
        "{value} does not lie between {earliest} and {latest}",
        "{value}不在{earliest}至{latest}之间",
    ),
    "hint.day-too-far": ("check the year", "请核对年份"),
    "error.bad-known-at": (
        "{value} is neither a position, a moment nor a day",
        "“{value}”既不是序号，也不是时间或日期",
    ),
    "hint.bad-known-at": (
        "write #123, 2024-08-31, or 2024-08-31T12:00:00+08:00",
        "请写成 #123、2024-08-31 或 2024-08-31T12:00:00+08:00",
    ),
    "error.unknown-outcome": (
        "the projection has no outcome {value}",
        "该判断项没有“{value}”这种结果",
    ),
    "hint.unknown-outcome": ("ask for one of: {known}", "请从以下各项中选择：{known}"),
    "hint.unknown-outcome.bare": (
        "see the outcomes with growth-ledger policy show",
        "请用 growth-ledger policy show 查看全部结果",
    ),
    "error.bad-reason": (
        "the reason is empty or longer than {longest} characters",
        "原因为空，或超过{longest}个字",
    ),
    "hint.bad-reason": (
        "say why in a few words, such as the number of the request",
        "请简要写明原因，如申请文号",
    ),
    "error.nothing-to-import": ("there is no event to import", "没有可导入的事件"),
    "hint.nothing-to-import": (
        "check that the file is the right one and has rows below its header",
        "请确认文件无误，且表头下有内容",
    ),
    "error.unknown-file-type": ("the file {path} is of no known type", "无法识别文件{path}的类型"),
    "hint.unknown-file-type": (
        "use .xlsx, .xls, .ods, .csv or .jsonl",
        "请使用 .xlsx、.xls、.ods、.csv 或 .jsonl 文件",
    ),
    "error.not-a-file": ("{path} is no file but a pipe or device", "{path}是管道或设备，不是文件"),
    "hint.not-a-file": (
        "save what comes out of it as a file, and import that",
        "请先把其内容存为文件，再导入该文件",
    ),
    "error.out-not-for": (
        "--out is for a page, picture or workbook",
        "--out 只用于网页、图片或工作簿",
    ),
    "hint.out-not-for": (
        "add --format {choices}, or write the output to a file with >",
        "请加 --format {choices}，或用 > 把输出存为文件",
    ),
    "error.on-paper-only": (
        "{option} is for a page or workbook",
        "{option} 只用于网页或工作簿",
    ),
    "hint.on-paper-only": ("add --format {choices}", "请加 --format {choices}"),
    "error.no-such-finding": ("there is no finding {value}", "没有“{value}”这种疑点"),
    "hint.no-such-finding": (
        "write one of {allowed}",
        "请写下列之一：{allowed}",
    ),
    "error.bad-recorder": (
        "nobody who records is called “{value}”",
        "登记人不能写作“{value}”",
    ),
    "hint.bad-recorder": (
        "write a name on one line, not of blanks alone, of at most 200 characters, with --by or in GROWTH_LEDGER_BY",
        "请用 --by 或 GROWTH_LEDGER_BY 写明登记人，不能只有空格，一行以内，不超过200字",
    ),
    "error.no-effect": (
        "{option} has no effect with {beside}",
        "{option} 与 {beside} 同用时不起作用",
    ),
    "hint.no-effect": ("leave {option} out", "请去掉 {option}"),
    "error.format-and-ending": (
        "--format {form} and the name {path} do not agree",
        "--format {form} 与文件名 {path} 不一致",
    ),
    "hint.format-and-ending": (
        "leave --format out: the ending says it; or name a folder",
        "请去掉 --format，由文件名的后缀决定；或给出文件夹",
    ),
    "error.not-a-folder": ("{path} is no folder", "{path}不是文件夹"),
    "hint.not-a-folder": (
        "name the folder in which the pack.yaml lies",
        "请给出 pack.yaml 所在的文件夹",
    ),
    "error.output-failed": ("the output cannot be written ({reason})", "无法输出结果（{reason}）"),
    "error.output-failed.bare": ("the output cannot be written", "无法输出结果"),
    "hint.output-failed": (
        "look at the disk or program that takes it; the ledger is as it was before or as it should be after",
        "请检查接收输出的磁盘或程序；台账要么未变，要么已完整登记",
    ),
    "error.repeated-option": ("{option} is given twice", "选项 {option} 重复出现"),
    "hint.repeated-option": (
        "give it once; each event is recorded by a command of its own",
        "请只写一次；每个事件用一条命令登记",
    ),
    "error.wrong-usage": (
        "the command cannot be understood ({reason})",
        "无法理解该命令（{reason}）",
    ),
    "error.wrong-usage.bare": ("the command cannot be understood", "无法理解该命令"),
    "hint.wrong-usage": ("see growth-ledger --help", "请用 growth-ledger --help 查看用法"),
}

_SYSTEM: Final[dict[str, tuple[str, str]]] = {
    "system.EACCES": ("Permission denied", "没有权限"),
    "system.EBUSY": ("Device or resource busy", "设备或文件正被占用"),
    "system.EDQUOT": ("Disk quota exceeded", "超出磁盘配额"),
    "system.EEXIST": ("File exists", "同名文件已存在"),
    "system.EFBIG": ("File too large", "文件过大"),
    "system.EIO": ("Input/output error", "读写出错"),
    "system.EISDIR": ("Is a directory", "这是文件夹，不是文件"),
    "system.ELOOP": ("Too many levels of symbolic links", "符号链接层数过多"),
    "system.EMFILE": ("Too many open files", "打开的文件过多"),
    "system.ENAMETOOLONG": ("File name too long", "文件名过长"),
    "system.ENOENT": ("No such file or directory", "没有这个文件或文件夹"),
    "system.ENOSPC": ("No space left on device", "磁盘已满"),
    "system.ENOTDIR": ("Not a directory", "路径中有一段不是文件夹"),
    "system.EPERM": ("Operation not permitted", "不允许此操作"),
    "system.EROFS": ("Read-only file system", "磁盘为只读"),
}
"""Why the system cannot give a file; the English is its own."""

_STORE: Final[dict[str, tuple[str, str]]] = {
    "error.ledger-present": ("there is a ledger already", "此处已有台账"),
    "hint.ledger-present": (
        "choose another place; the ledger that is there was left as it was",
        "请另选位置；原有台账未作任何改动",
    ),
    "error.statement-stopped": (
        "the database stopped what was asked of it, by a limit of its own",
        "数据库按其自身的限制中止了操作",
    ),
    "hint.statement-stopped": (
        "ask its administrator for a greater statement_timeout; the ledger is as it was before",
        "请联系管理员调大 statement_timeout；台账保持原样",
    ),
    "error.database-not-utf8": (
        "the database's encoding is {found}, and names are in Chinese",
        "数据库编码为{found}，无法存放中文姓名",
    ),
    "hint.database-not-utf8": (
        "make another one: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
        "请另建数据库：CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
    ),
    "error.ledger-missing": ("there is no ledger", "此处没有台账"),
    "hint.ledger-missing": (
        "make one with growth-ledger init, or name another with --ledger",
        "请用 growth-ledger init 新建，或用 --ledger 指明所在位置",
    ),
    "error.cases-fail": (
        "of {checks:answer|answers} in the worked cases {failed} came out otherwise than expected",
        "例题的{checks}个答案中有{failed}个不符",
    ),
    "hint.cases-fail": (
        "look at what was expected and what was found, and mend the pack or the case",
        "请对照预期与实际，改正规则包或例题",
    ),
    "error.key-present": ("there is a key file already", "此处已有密钥文件"),
    "hint.key-present": (
        "move it to a safe place first; it may be the key of a ledger",
        "请先将其移到安全的地方，它可能是某个台账的密钥",
    ),
    "error.place-unwritable": (
        "nothing can be written there ({reason})",
        "此处无法写入（{reason}）",
    ),
    "error.place-unwritable.bare": ("nothing can be written there", "此处无法写入"),
    "hint.place-unwritable": (
        "choose another folder, or ask for the right to write to this one",
        "请另选文件夹，或申请写入权限",
    ),
    "error.folder-missing": ("the folder {folder} is not there", "文件夹{folder}不存在"),
    "hint.folder-missing": ("make the folder first", "请先建立该文件夹"),
    "error.not-a-ledger": ("this is no ledger", "这不是台账"),
    "hint.not-a-ledger": (
        "name another file or database with --ledger",
        "请用 --ledger 指明正确的文件或数据库",
    ),
    "error.ledger-newer": (
        "the ledger has format {found}, and this program knows formats up to {known}",
        "台账格式为第{found}版，本程序只支持到第{known}版",
    ),
    "hint.ledger-newer": ("update growth-ledger", "请升级 growth-ledger"),
    "error.ledger-damaged": ("the ledger's file is damaged", "台账文件已损坏"),
    "hint.ledger-damaged": (
        "restore it from a backup, and check that with growth-ledger audit verify",
        "请从备份恢复，并用 growth-ledger audit verify 核验",
    ),
    "error.ledger-read-only": ("the ledger cannot be written to", "台账不可写入"),
    "hint.ledger-read-only": (
        "ask for the right to write to its file (and to those beside it that end in -wal and -shm), folder or database",
        "请申请台账文件（含旁边以 -wal、-shm 结尾的文件）、文件夹或数据库的写入权限",
    ),
    "error.ledger-cannot-open": ("the ledger cannot be opened", "台账无法打开"),
    "hint.ledger-cannot-open": (
        "check that it is a file and that you may read and write it",
        "请确认它是文件，并且有读写权限",
    ),
    "error.ledger-busy": (
        "others have been writing to the ledger for {seconds:second|seconds}",
        "台账被其他操作占用已{seconds}秒",
    ),
    "error.ledger-busy.bare": ("others are writing to the ledger", "台账正被其他操作占用"),
    "hint.ledger-busy": (
        "try again in a moment; nothing was recorded",
        "请稍后再试，本次未登记任何内容",
    ),
    "error.version-not-next": (
        "someone else has just recorded an event in {stream}",
        "刚有他人在“{stream}”中登记了事件",
    ),
    "hint.version-not-next": ("try again; nothing was recorded", "请重试，本次未登记任何内容"),
    "error.version-taken": (
        "someone else has just recorded an event in the same place",
        "刚有他人在同一处登记了事件",
    ),
    "hint.version-taken": ("try again; nothing was recorded", "请重试，本次未登记任何内容"),
    "error.disk-full": ("the disk is full", "磁盘空间不足"),
    "hint.disk-full": (
        "free some space and try again; nothing was recorded",
        "请清理空间后重试，本次未登记任何内容",
    ),
    "error.database-unreachable": (
        "the database cannot be reached ({reason})",
        "无法连接数据库（{reason}）",
    ),
    "error.database-unreachable.bare": ("the database cannot be reached", "无法连接数据库"),
    "hint.database-unreachable": (
        "check the address and that the server runs",
        "请核对地址，并确认服务器正在运行",
    ),
    "error.database-failed": ("the database reports: {reason}", "数据库报告：{reason}"),
    "hint.database-failed": (
        "try again; if it comes back, show this to whoever looks after the database",
        "请重试；如仍出现，请告知数据库管理人员",
    ),
    "error.postgres-extra-missing": (
        "the driver for PostgreSQL is not installed",
        "未安装 PostgreSQL 驱动",
    ),
    "hint.postgres-extra-missing": (
        "install it: pip install '.[postgres]'",
        "请安装：pip install '.[postgres]'",
    ),
    "error.address-malformed": ("the ledger's address cannot be read", "台账地址无法识别"),
    "hint.address-malformed": (
        "write a path, or postgresql+psycopg://user@host/database",
        "请填写文件路径，或 postgresql+psycopg://user@host/database",
    ),
    "error.address-unknown": ("no ledger is kept in such a database", "不支持这种数据库"),
    "hint.address-unknown": (
        "write a path for SQLite, or postgresql+psycopg://user@host/database",
        "请填写 SQLite 文件路径，或 postgresql+psycopg://user@host/database",
    ),
    "error.erased-not-scrubbed": (
        "the personal data was erased, but a reader still holds the old pages",
        "个人信息已销毁，但旧数据仍被其他读取操作占用",
    ),
    "hint.erased-not-scrubbed": (
        "end the other programs that read the ledger, then run the command again",
        "请结束正在读取台账的其他程序，再执行一次该命令",
    ),
    "error.rebuilding-overtaken": (
        "another rebuilding has begun meanwhile, so this one has stopped",
        "另一次重建已经开始，本次重建已停止",
    ),
    "hint.rebuilding-overtaken": (
        "wait for the other one to end; the answers stay as they were until then",
        "请等待另一次重建结束，在此之前查询结果不变",
    ),
    "error.worker-lost": (
        "a process that judged files was ended from outside",
        "用于计算的一个进程被外部终止",
    ),
    "hint.worker-lost": (
        "nothing has changed; see that the machine has memory to spare, then run the command again",
        "台账没有任何变化；请确认机器内存充足，再执行一次该命令",
    ),
    "error.batch-torn": (
        "an earlier part of this recording failed",
        "本次记录的前一部分已经失败",
    ),
    "hint.batch-torn": (
        "record it all again; nothing was recorded",
        "请全部重新记录，本次未登记任何内容",
    ),
    "error.event-missing": (
        "the event at position #{position} is missing",
        "序号#{position}的事件缺失",
    ),
    "hint.event-missing": (
        "run growth-ledger audit verify and restore a backup",
        "请执行 growth-ledger audit verify 核验，并从备份恢复",
    ),
    "error.unexpected": (
        "something came up that the program does not know ({reason})",
        "出现了程序无法识别的情况（{reason}）",
    ),
    "hint.unexpected": (
        (
            "run growth-ledger audit verify; if everything holds, report this, with what "
            "GROWTH_LEDGER_TRACEBACK=1 shows"
        ),
        (
            "请执行 growth-ledger audit verify 核验；若核验无误，请设置 GROWTH_LEDGER_TRACEBACK=1 "
            "重新执行并反馈所显示的内容"
        ),
    ),
    "error.no-ledger-there": (
        "something is there already, and it is no ledger",
        "该处已有文件，且不是台账",
    ),
    "hint.no-ledger-there": (
        "an init that was stopped leaves an empty file: remove it if it is that, or choose another place",
        "中止的 init 会留下空文件：若是如此请将其删除，否则请另选位置",
    ),
    "error.head-damaged": (
        "the head of the ledger, which says how far it has come, cannot be read",
        "台账的进度记录无法读取",
    ),
    "hint.head-damaged": (
        "run growth-ledger audit verify and restore a backup",
        "请执行 growth-ledger audit verify 核验，并从备份恢复",
    ),
    "error.event-damaged": (
        "the event at position #{position} in {stream} cannot be read",
        "“{stream}”中序号#{position}的事件无法读取",
    ),
    "hint.event-damaged": (
        "run growth-ledger audit verify and restore a backup",
        "请执行 growth-ledger audit verify 核验，并从备份恢复",
    ),
}

_PROOF: Final[dict[str, tuple[str, str]]] = {
    "error.frontier-malformed": (
        "what is kept of the tree does not fit {size:event|events}",
        "所存校验树与{size}项事件不符",
    ),
    "hint.frontier-malformed": (
        "run growth-ledger audit verify and restore a backup",
        "请执行 growth-ledger audit verify 核验，并从备份恢复",
    ),
    "error.size-outside-tree": (
        "a tree of {size:event|events} lies outside the log, which has {of}",
        "校验树大小{size}超出台账的{of}项",
    ),
    "error.size-outside-tree.bare": (
        "the log has no tree of {size:event|events}",
        "台账没有{size}项的校验树",
    ),
    "hint.size-outside-tree": (
        "check that the checkpoints are this ledger's and in order",
        "请确认检查点属于本台账，且先后顺序无误",
    ),
    "error.index-outside-tree": (
        "index {index} lies outside a tree of {size:event|events}",
        "序号{index}超出共{size}项的校验树",
    ),
    "hint.index-outside-tree": (
        "ask for a position up to {size}, or make a newer checkpoint",
        "请选择不超过{size}的序号，或生成新的检查点",
    ),
    "error.hashes-missing": (
        "hashes of the tree are missing (level {level}, {first} to {last})",
        "校验树缺少摘要（第{level}层，{first}至{last}）",
    ),
    "hint.hashes-missing": (
        "run growth-ledger audit verify and restore a backup",
        "请执行 growth-ledger audit verify 核验，并从备份恢复",
    ),
    "error.not-canonical": (
        "a value has no canonical form",
        "有内容无法写成规范格式",
    ),
    "hint.not-canonical": (
        "look for a broken character or a number that JSON cannot hold",
        "请检查有无残缺字符，或 JSON 无法表示的数字",
    ),
    "error.event-id-malformed": ("{event_id} is not a UUID", "“{event_id}”不是 UUID"),
    "hint.event-id-malformed": (
        "write 36 characters in lower case, such as 0b9e7b9e-5d1e-4f0e-9c6b-3f6f0c3a2d11",
        "请填写36位小写 UUID，如 0b9e7b9e-5d1e-4f0e-9c6b-3f6f0c3a2d11",
    ),
    "error.statement-malformed": (
        "the stored event is not in the form of {kind}",
        "所存事件不符合{kind}的格式",
    ),
    "hint.statement-malformed": (
        "it was changed after it was recorded; run growth-ledger audit verify",
        "该事件登记后被改动过，请执行 growth-ledger audit verify 核验",
    ),
    "error.salt-length": (
        "a salt has {found:byte|bytes}, and {needed} are needed",
        "盐值为{found}字节，应为{needed}字节",
    ),
    "hint.salt-length": (
        "the file was changed; ask for a new export",
        "文件已被改动，请重新导出",
    ),
    "error.moment-malformed": (
        "{text} is not a moment in canonical form",
        "“{text}”不是规范格式的时间",
    ),
    "hint.moment-malformed": (
        "write it as 2024-09-01T00:00:00.000000Z",
        "请写成 2024-09-01T00:00:00.000000Z",
    ),
    "error.moment-out-of-range": (
        "a moment lies outside the years 1 to 9999",
        "时间超出公元1年至9999年",
    ),
    "hint.moment-out-of-range": ("check the clock", "请核对系统时钟"),
    "error.key-malformed": (
        "the key is not in the form NAME+ID+BASE64",
        "密钥不符合“名称+编号+BASE64”的格式",
    ),
    "hint.key-malformed": (
        "copy the whole line that growth-ledger audit key prints",
        "请完整复制 growth-ledger audit key 输出的一行",
    ),
    "error.key-length": (
        "the key has {found:byte|bytes}, and {needed} are needed",
        "密钥为{found}字节，应为{needed}字节",
    ),
    "hint.key-length": ("copy the whole key", "请完整复制密钥"),
    "error.key-not-private": ("the key file holds no private key", "密钥文件中没有私钥"),
    "hint.key-not-private": (
        "name the file that growth-ledger init made, in GROWTH_LEDGER_KEY",
        "请在 GROWTH_LEDGER_KEY 中写明 growth-ledger init 生成的密钥文件",
    ),
    "error.key-name": (
        "the key's name is empty or has a blank, a plus sign or a control character",
        "密钥名称为空，或含有空格、加号、控制字符",
    ),
    "hint.key-name": (
        "choose an origin such as growth-ledger/hongkou",
        "请使用 growth-ledger/hongkou 之类的名称",
    ),
    "error.key-id": (
        "the key's ID is {found}, and its name and bytes give {needed}",
        "密钥编号为{found}，按其名称和内容应为{needed}",
    ),
    "hint.key-id": ("copy the key again, whole", "请重新完整复制密钥"),
    "error.key-algorithm": ("the key is not an Ed25519 key", "该密钥不是 Ed25519 密钥"),
    "hint.key-algorithm": (
        "use the key that growth-ledger audit key prints",
        "请使用 growth-ledger audit key 输出的密钥",
    ),
    "error.key-base64": ("the key's last part is not Base64", "密钥最后一段不是 Base64"),
    "hint.key-base64": ("copy the key again, whole", "请重新完整复制密钥"),
    "error.key-file-missing": ("the ledger's key file is not there", "缺少台账的密钥文件"),
    "hint.key-file-missing": (
        "put the file back that growth-ledger init made, or name it in GROWTH_LEDGER_KEY",
        "请放回 growth-ledger init 生成的密钥文件，或在 GROWTH_LEDGER_KEY 中写明其位置",
    ),
    "error.key-needed": (
        "a signed note cannot be checked without the ledger's key",
        "没有台账的密钥，无法核对签名",
    ),
    "hint.key-needed": (
        "give the public key that growth-ledger audit key prints with --key, or put the key file back",
        "请用 --key 给出公钥（由 growth-ledger audit key 显示），或放回密钥文件",
    ),
    "error.key-file-unreadable": ("the key file cannot be read", "密钥文件无法读取"),
    "hint.key-file-unreadable": (
        (
            "see that it is the file that growth-ledger init made and that you may read it; for "
            "audit verify and audit prove the public key will do, with --key"
        ),
        (
            "请确认它是 growth-ledger init 生成的文件，并且有读取权限；"
            "audit verify 与 audit prove 只需用 --key 给出公钥"
        ),
    ),
    "error.key-of-another": (
        "the key is of {key}, and the ledger is {origin}",
        "密钥属于“{key}”，而本台账是“{origin}”",
    ),
    "hint.key-of-another": (
        "name this ledger's own key file in GROWTH_LEDGER_KEY",
        "请在 GROWTH_LEDGER_KEY 中写明本台账自己的密钥文件",
    ),
    "error.no-checkpoint": ("the ledger has no checkpoint yet", "台账还没有检查点"),
    "hint.no-checkpoint": (
        "make one with growth-ledger audit checkpoint",
        "请先用 growth-ledger audit checkpoint 生成",
    ),
    "error.checkpoint-origin": (
        "the checkpoint's first line names no ledger",
        "检查点第一行没有写明台账名称",
    ),
    "hint.checkpoint-origin": (
        "use the file as growth-ledger audit checkpoint wrote it",
        "请使用 growth-ledger audit checkpoint 生成的原文件",
    ),
    "error.checkpoint-size": (
        "the checkpoint's size {size} is not a number of events",
        "检查点的事件数“{size}”无效",
    ),
    "hint.checkpoint-size": (
        "use the file as growth-ledger audit checkpoint wrote it",
        "请使用 growth-ledger audit checkpoint 生成的原文件",
    ),
    "error.checkpoint-root": (
        "the checkpoint's root is not 32 bytes of Base64",
        "检查点的根哈希不是32字节的 Base64",
    ),
    "hint.checkpoint-root": (
        "use the file as growth-ledger audit checkpoint wrote it",
        "请使用 growth-ledger audit checkpoint 生成的原文件",
    ),
    "error.checkpoint-lines": (
        "the checkpoint does not have three lines",
        "检查点不足三行",
    ),
    "hint.checkpoint-lines": (
        "use the file as growth-ledger audit checkpoint wrote it",
        "请使用 growth-ledger audit checkpoint 生成的原文件",
    ),
    "error.checkpoint-extension": (
        "the checkpoint has a line that is not understood, {line}",
        "检查点含有无法识别的一行“{line}”",
    ),
    "hint.checkpoint-extension": (
        "use a checkpoint of this ledger",
        "请使用本台账的检查点",
    ),
    "error.checkpoint-of-another": (
        "the checkpoint is of {origin}, and the key of {key}",
        "检查点属于“{origin}”，密钥属于“{key}”",
    ),
    "hint.checkpoint-of-another": (
        "take the checkpoint and the key of one ledger",
        "请使用同一台账的检查点和密钥",
    ),
    "error.note-newline": ("the note does not end in a line end", "签名文本末尾缺少换行"),
    "hint.note-newline": (
        "use the file as it was written, without editing it",
        "请使用原文件，不要编辑",
    ),
    "error.seal-without-checkpoint": (
        "event #{position} is a seal, and the checkpoint made with it is gone",
        "事件#{position}是封存，而与之同时生成的检查点已不在",
    ),
    "hint.seal-without-checkpoint": (
        "nothing was signed; run audit verify with --checkpoint and one that was kept elsewhere",
        "未作签名；请用另存的检查点执行 audit verify --checkpoint",
    ),
    "error.note-unsigned": ("the note carries no signature", "文本没有签名"),
    "hint.note-unsigned": (
        "use the whole file, signature lines included",
        "请使用完整文件，包括签名行",
    ),
    "error.note-signatures-too-many": (
        "the note has {found:signature|signatures}, and {most} are the most",
        "文本有{found}个签名，最多允许{most}个",
    ),
    "hint.note-signatures-too-many": (
        "keep the ledger's own signature line",
        "请只保留台账自身的签名行",
    ),
    "error.note-signature-missing": ("the note is not signed by {key}", "文本没有“{key}”的签名"),
    "hint.note-signature-missing": (
        "check that the key is this ledger's",
        "请确认密钥属于该台账",
    ),
    "error.note-signature-wrong": (
        "the signature by {key} does not belong to this text",
        "“{key}”的签名与文本不符",
    ),
    "hint.note-signature-wrong": (
        "the text was changed after it was signed; ask for it again",
        "文本签名后被改动过，请重新索取",
    ),
    "error.note-signature-line": (
        "a signature line cannot be read, {line}",
        "签名行无法识别：“{line}”",
    ),
    "hint.note-signature-line": (
        "use the file as it was written, without editing it",
        "请使用原文件，不要编辑",
    ),
    "error.note-control": (
        "the note has a control character, {character}",
        "文本含有控制字符{character}",
    ),
    "hint.note-control": (
        "use the file as it was written, with plain line ends",
        "请使用原文件，换行符不要改动",
    ),
    "error.note-encoding": ("the note is not UTF-8", "签名文本的编码不是 UTF-8"),
    "hint.note-encoding": (
        "use the file as it was written, without editing it",
        "请使用原文件，不要编辑",
    ),
}

_PACKS: Final[dict[str, tuple[str, str]]] = {
    "error.pack-faults": ("the policy pack has {count:mistake|mistakes}", "规则包有{count}处错误"),
    "hint.pack-faults": ("mend what is listed and check again", "请按所列各处改正后重新检查"),
    "error.pack-file-missing": ("the file is not there", "缺少该文件"),
    "hint.pack-file-missing": (
        "a pack is a folder with a pack.yaml; a README.md and a folder cases are best beside it",
        "请补齐；规则包文件夹须有 pack.yaml，最好另有 README.md 和 cases",
    ),
    "error.pack-unreadable": ("the file cannot be read ({reason})", "文件无法读取（{reason}）"),
    "error.pack-unreadable.bare": ("the file cannot be read", "文件无法读取"),
    "hint.pack-unreadable": (
        "check that it is a file and that you may read it",
        "请确认它是文件，并且有读取权限",
    ),
    "error.pack-too-large": ("the file has more than {largest} bytes", "文件超过{largest}字节"),
    "hint.pack-too-large": (
        "check that it is the right file; a pack is some 20 thousand bytes",
        "请确认文件无误；规则包一般约两万字节",
    ),
    "error.pack-not-utf8": (
        "the text is not UTF-8 (byte {byte})",
        "文字编码不是 UTF-8（字节{byte}）",
    ),
    "hint.pack-not-utf8": ("save the file as UTF-8", "请将文件另存为 UTF-8 编码"),
    "error.pack-directive": (
        "a line that begins with % is not taken in a pack",
        "规则包不接受以 % 开头的行",
    ),
    "hint.pack-directive": ("leave the line out", "请删去该行"),
    "error.pack-character": (
        "the character {character} has no place in a text",
        "文字中不应有字符{character}",
    ),
    "hint.pack-character": ("leave the character out", "请删去该字符"),
    "error.pack-alias": (
        "an alias (*name) is not taken in a pack",
        "规则包不接受别名（*名称）",
    ),
    "hint.pack-alias": ("write out what it stands for", "请将所指内容完整写出"),
    "error.pack-yaml": ("this is no YAML ({problem})", "不是有效的 YAML（{problem}）"),
    "error.pack-yaml.bare": ("this is no YAML", "不是有效的 YAML"),
    "hint.pack-yaml": (
        "look at the blanks before the line, the colons and the quotes; signs such as ： and ， are no YAML",
        "请检查行首缩进、冒号和引号；冒号、逗号、括号须用半角",
    ),
    "error.pack-too-deep": ("the file is nested too deeply", "文件嵌套层次过多"),
    "hint.pack-too-deep": ("write it with fewer levels", "请减少嵌套层次"),
    "error.pack-no-content": ("the file is empty", "文件为空"),
    "hint.pack-no-content": (
        "begin as a shipped pack does; see docs/reference",
        "请参照自带的规则包编写，格式见 docs/reference",
    ),
    "error.pack-tag": ("the tag {tag} is not taken in a pack", "规则包不接受标签{tag}"),
    "hint.pack-tag": ("write plain text, numbers, lists and keys", "请只用文本、数字、列表和键值"),
    "error.pack-key": ("this cannot be a key", "此处不能用作键"),
    "hint.pack-key": ("write a plain word as the key", "请用普通单词作键"),
    "error.pack-key-twice": (
        "the key {name} is there twice, first in line {line}",
        "键“{name}”重复，首次出现在第{line}行",
    ),
    "hint.pack-key-twice": ("keep one of the two", "请只保留一个"),
    "error.pack-empty": (
        "the pack has neither a projection nor a cohort tier",
        "规则包既没有判断项也没有团队梯队",
    ),
    "hint.pack-empty": ("add at least one", "请至少写一项"),
    "error.pack-span-reversed": (
        "the last day {last} lies before the first day {first}",
        "结束日期{last}早于开始日期{first}",
    ),
    "hint.pack-span-reversed": (
        "check the two days; both are included",
        "请核对两个日期；起止两日均计算在内",
    ),
    "error.pack-clause-twice": ("clause {clause} is listed twice", "条款“{clause}”重复列出"),
    "hint.pack-clause-twice": ("put both into one entry", "请合并为一项"),
    "error.pack-clause-without-fate": (
        "nothing says what becomes of clause {clause}",
        "条款“{clause}”没有写明如何落实",
    ),
    "hint.pack-clause-without-fate": (
        "add it to clauses as computed, recorded or needs-a-person",
        "请在 clauses 中补充，写明 computed、recorded 或 needs-a-person",
    ),
    "error.pack-clause-without-section": (
        "clause {clause} is not among the numbers of any section",
        "条款“{clause}”不在任何一节的编号之中",
    ),
    "hint.pack-clause-without-section": (
        "check the number, or add it under sections",
        "请核对编号，或在 sections 中补充",
    ),
    "error.pack-in-no-clause": (
        "no clause is computed by {name}",
        "没有任何条款写明由“{name}”判断",
    ),
    "hint.pack-in-no-clause": (
        "name it under projections of the clause that it comes from",
        "请在所依据条款的 projections 中写明",
    ),
    "error.pack-name-twice": (
        "{name} is the name of a projection and of a tier",
        "“{name}”既是判断项又是梯队",
    ),
    "hint.pack-name-twice": ("give one of them another name", "请将其中之一改名"),
    "error.pack-outcome-twice": ("the outcome {name} is there twice", "结果“{name}”重复"),
    "hint.pack-outcome-twice": (
        "join the two with any, or give one another name",
        "请用 any 合并，或将其中之一改名",
    ),
    "error.pack-unknown-clause": (
        "nothing says what becomes of clause {name}, which is cited here",
        "此处引用的条款“{name}”没有写明如何落实",
    ),
    "hint.pack-unknown-clause": (
        "check the number, or add it to clauses; several are joined by 、",
        "请核对编号，或在 clauses 中补充；多个条款用“、”连接",
    ),
    "error.pack-unknown-projection": (
        "the pack has no projection or tier {name}",
        "规则包没有判断项或梯队“{name}”",
    ),
    "hint.pack-unknown-projection": (
        "check the name, or add the projection",
        "请核对名称，或补充该判断项",
    ),
    "error.pack-unknown-kind": ("there is no kind of event {name}", "没有“{name}”这种事件"),
    "hint.pack-unknown-kind": (
        "see the kinds with growth-ledger record --help",
        "请用 growth-ledger record --help 查看全部事件类型",
    ),
    "error.pack-unknown-award": ("there is no award {name}", "没有“{name}”这一奖项"),
    "hint.pack-unknown-award": (
        "add it to the pack under vocabulary, awards",
        "请在规则包 vocabulary 的 awards 中补充",
    ),
    "error.pack-unknown-title": ("there is no title {name}", "没有“{name}”这一称号"),
    "hint.pack-unknown-title": (
        "add it to the pack under vocabulary, titles",
        "请在规则包 vocabulary 的 titles 中补充",
    ),
    "error.pack-unknown-allowance": ("there is no allowance {name}", "没有“{name}”这一津贴"),
    "hint.pack-unknown-allowance": (
        "add it to the pack under vocabulary, allowances",
        "请在规则包 vocabulary 的 allowances 中补充",
    ),
    "error.pack-unknown-tier": ("there is no cohort tier {name}", "没有“{name}”这一梯队"),
    "hint.pack-unknown-tier": (
        "add it to the pack under cohort_tiers",
        "请在规则包 cohort_tiers 中补充",
    ),
    "error.pack-unknown-ladder": ("the pack has no ladder {name}", "规则包没有称号系列“{name}”"),
    "hint.pack-unknown-ladder": (
        "add it to the pack under ladders",
        "请在规则包 ladders 中补充",
    ),
    "error.pack-not-on-ladder": (
        "{name} is no title of the ladder {ladder}",
        "“{name}”不在称号系列“{ladder}”中",
    ),
    "hint.pack-not-on-ladder": (
        "add the title to the ladder",
        "请将该称号补入系列",
    ),
    "error.pack-cohort-only": (
        "{name} can be asked of a cohort's participants only",
        "“{name}”的这种写法只能用于团队参加人",
    ),
    "hint.pack-cohort-only": (
        "use it under member_must_move_out or lead_must_move_out",
        "请只在 member_must_move_out 或 lead_must_move_out 中使用",
    ),
    "error.pack-one-condition": ("a condition needs exactly one key", "一个条件须有且只有一个键"),
    "hint.pack-one-condition": (
        "write it as {{tenure: {{at_least: 10}}}}; join several with all or any",
        "请写成 {{tenure: {{at_least: 10}}}}；多个条件用 all 或 any 连接",
    ),
    "error.pack-otherwise-last": (
        "every outcome but the last needs when, and the last has none",
        "除最后一项外，每个结果都须写 when；最后一项不写",
    ),
    "hint.pack-otherwise-last": (
        "end the projection with the outcome that holds otherwise",
        "请以其他情形下的结果作为最后一项",
    ),
    "error.pack-ladder-or-titles": (
        "title needs either a ladder or titles",
        "title 须写 ladder 或 titles 之一",
    ),
    "hint.pack-ladder-or-titles": (
        "keep one of the two; at_least goes with a ladder",
        "请只保留其一；at_least 与 ladder 同用",
    ),
    "error.pack-ever-or-in-year-of": (
        "ever and in_year_of exclude each other",
        "ever 与 in_year_of 不能同时使用",
    ),
    "hint.pack-ever-or-in-year-of": ("keep one of the two", "请只保留其一"),
    "error.pack-fate-without-projection": (
        "the clause is computed, and no projection is named",
        "该条款由系统判断，但没有写明判断项",
    ),
    "hint.pack-fate-without-projection": ("name it under projections", "请在 projections 中写明"),
    "error.pack-fate-without-kind": (
        "the clause is recorded, and no kind of event is named",
        "该条款为登记备查，但没有写明事件类型",
    ),
    "hint.pack-fate-without-kind": ("name it under kinds", "请在 kinds 中写明"),
    "error.pack-missing-key": ("the key {name} is missing", "缺少“{name}”"),
    "hint.pack-missing-key": ("add it", "请补充该项"),
    "error.pack-unknown-key": ("there is no key {name} here", "此处没有“{name}”这个键"),
    "hint.pack-unknown-key": (
        "leave it out, or write one of: {known}",
        "请删去，或改用以下之一：{known}",
    ),
    "error.pack-unknown-word": (
        "{value} is not one of the words taken here",
        "“{value}”不是此处可用的词",
    ),
    "error.pack-unknown-word.bare": (
        "this is not one of the words taken here",
        "这不是此处可用的词",
    ),
    "hint.pack-unknown-word": ("write one of: {known}", "请从以下各项中选填：{known}"),
    "hint.pack-unknown-word.bare": (
        "see docs/reference for the words",
        "请对照 docs/reference 选用",
    ),
    "error.pack-empty-list": ("nothing is listed here", "此处没有列出任何内容"),
    "hint.pack-empty-list": ("name at least one", "请至少写一项"),
    "error.pack-out-of-bounds": ("{value} is too small", "{value}过小"),
    "error.pack-out-of-bounds.bare": ("the number is too small", "数字过小"),
    "hint.pack-out-of-bounds": ("write a larger number", "请写更大的数"),
    "error.pack-too-great": (
        "{value} is greater than {greatest}",
        "{value}超过{greatest}",
    ),
    "hint.pack-too-great": ("check the number", "请核对该数"),
    "error.pack-no-day": ("{value} is no day", "“{value}”不是日期"),
    "error.pack-no-day.bare": ("this is no day", "此处不是日期"),
    "hint.pack-no-day": (
        "write a day that the calendar has, such as 2023-09-01",
        "请填写实际存在的日期，写成 2023-09-01 的样子",
    ),
    "error.pack-no-number": (
        "{value} is not the number that is wanted here",
        "“{value}”不是此处所需的数",
    ),
    "error.pack-no-number.bare": (
        "this is not the number that is wanted here",
        "此处须填一个数",
    ),
    "hint.pack-no-number": (
        "write 3 or, where a part of one can be meant, 0.5",
        "请写成 3，可以有小数之处也可写成 0.5",
    ),
    "error.pack-no-truth": ("{value} is neither true nor false", "“{value}”既非 true 也非 false"),
    "error.pack-no-truth.bare": ("this is neither true nor false", "此处既非 true 也非 false"),
    "hint.pack-no-truth": ("write true or false", "请写 true 或 false"),
    "error.pack-no-list": ("{value} is no list", "“{value}”不是列表"),
    "error.pack-no-list.bare": ("this is no list", "此处不是列表"),
    "hint.pack-no-list": (
        "write [one, other], or each on a line of its own after a hyphen",
        "请写成 [甲, 乙]，或每项一行、以短横线开头",
    ),
    "error.pack-no-text": ("{value} is no text", "“{value}”不是文字"),
    "error.pack-no-text.bare": ("there is no text here", "此处没有文字"),
    "hint.pack-no-text": (
        "write at least one character, in quotes where it looks like something else",
        "请至少写一个字；看似数字等其他内容的，请加引号",
    ),
    "error.case-file-passed-over": (
        "only the files *.yaml of the folder cases are read",
        "只读取 cases 文件夹中的 *.yaml 文件",
    ),
    "hint.case-file-passed-over": (
        "rename it, move it up into cases, or take it away",
        "请改以 .yaml 结尾、直接放在 cases 文件夹中，或移走",
    ),
    "error.pack-no-length": (
        "{value} is no length of time",
        "“{value}”不是时长",
    ),
    "error.pack-no-length.bare": ("this is no length of time", "此处不是时长"),
    "hint.pack-no-length": (
        "write a whole number and its unit, such as 1 year or 3 years; service.at_least also takes 90 days",
        "请写整数和单位，如 1 year、3 years；service.at_least 也可写 90 days",
    ),
    "error.pack-no-label": ("{value} is no label", "“{value}”不是名称"),
    "error.pack-no-label.bare": ("this is no label", "此处不是名称"),
    "hint.pack-no-label": (
        "give it in both languages: {{zh: ..., en: ...}}",
        "请用两种语言写明：{{zh: …, en: …}}",
    ),
    "error.pack-malformed": (
        "{value} is not written as it has to be here",
        "“{value}”的写法不符合要求",
    ),
    "error.pack-malformed.bare": (
        "this is not written as it has to be here",
        "此处的写法不符合要求",
    ),
    "hint.pack-malformed": (
        "write a name as policy-one, a length as 5 years, or as 1 day where days can be meant",
        "请把名称写成 policy-one，时长写成 5 years，可以按日之处也可写成 1 day",
    ),
    "error.pack-wrong-type": ("{value} is of the wrong type", "“{value}”的类型不对"),
    "error.pack-wrong-type.bare": ("this is of the wrong type", "此处内容的类型不对"),
    "hint.pack-wrong-type": (
        "see docs/reference for what stands here: text, a number, a list or keys",
        "请对照 docs/reference，确认此处应为文本、数字、列表还是键值",
    ),
    "error.case-name-twice": ("two cases are called {name}", "有两道例题都叫“{name}”"),
    "hint.case-name-twice": ("give one of them another name", "请将其中之一改名"),
    "error.case-without-adoption": (
        "neither the pack nor the case says from which day the pack is in force",
        "规则包和例题都没有写明自何日起施行",
    ),
    "hint.case-without-adoption": (
        "add adopted: {{first_day: DAY}}",
        "请补充 adopted: {{first_day: 日期}}",
    ),
    "error.case-unknown-cohort": ("the case forms no cohort {name}", "例题中没有组建团队“{name}”"),
    "hint.case-unknown-cohort": (
        "add its cohort-formed to the events",
        "请在事件中补充 cohort-formed",
    ),
    "error.case-unknown-outcome": (
        "the projection has no outcome {name}",
        "该判断项没有“{name}”这种结果",
    ),
    "hint.case-unknown-outcome": (
        "check how the pack calls it",
        "请核对规则包中的写法",
    ),
    "error.case-of-another-pack": (
        "the case adopts {name}, which is another pack",
        "例题施行的是另一套规则“{name}”",
    ),
    "hint.case-of-another-pack": (
        "adopt the pack that the case belongs to",
        "请施行例题所属的规则包",
    ),
}

_PARTS: Final[dict[str, tuple[str, str]]] = {
    "message.line": ("{what}, {where}: {hint}", "{what}，{where}：{hint}"),
    "message.line-without-where": ("{what}: {hint}", "{what}：{hint}"),
    "message.nearest": (
        "did you mean {nearest}? If not, {hint}",
        "您是不是想写“{nearest}”？如不是，{hint}",
    ),
    "message.field": ("{code}", "“{label}”（{code}）"),
    "message.field-without-label": ("{code}", "“{code}”"),
    "message.field-unknown": ("the value", "所填内容"),
    "message.with-label": ("{code} ({label})", "{code}（{label}）"),
    "message.nothing": ("(nothing)", "（空）"),
    "place.sheet": ("sheet {sheet}", "工作表“{sheet}”"),
    "place.row": ("row {line}", "第{line}行"),
    "place.line": ("line {line}", "第{line}行"),
    "place.column": ("column {column}", "第{column}列"),
    "bound.above": ("above {limit}", "大于{limit}"),
    "bound.from": ("at least {limit}", "不小于{limit}"),
    "bound.below": ("below {limit}", "小于{limit}"),
    "bound.to": ("at most {limit}", "不大于{limit}"),
    "example.hours": ("hours such as 48 or 7.5", "48或7.5"),
    "example.amount": ("yuan such as 1200 or 1200.50", "1200或1200.50"),
    "example.years": ("years such as 6 or 6.5", "6或6.5"),
    "example.credit": ("1 or 0.5", "1或0.5"),
    "example.scores": ("a score such as 92 or 92.5", "92或92.5"),
}

ERRORS: Final[dict[str, tuple[str, str]]] = {
    **_REFUSALS,
    **_INTAKE,
    **_ASKING,
    **_STORE,
    **_SYSTEM,
    **_PROOF,
    **_PACKS,
    **_PARTS,
}
