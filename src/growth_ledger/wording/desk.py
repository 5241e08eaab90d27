"""The words of the clerk's desk: templates, sheets and rows, consequences, questions, completion."""

from __future__ import annotations

from typing import Final

_ERRORS: Final[dict[str, tuple[str, str]]] = {
    "error.workbook-too-large": ("the file holds more than {limit} MB", "文件内容超过{limit} MB"),
    "hint.workbook-too-large": (
        "split it into several files; they can be imported together",
        "请拆分为几个文件，可以一次同时导入",
    ),
    "error.too-many-rows": ("a sheet has more than {limit} rows", "工作表超过{limit}行"),
    "hint.too-many-rows": (
        "split it into several files; they can be imported together",
        "请拆分为几个文件，可以一次同时导入",
    ),
    "error.too-many-columns": ("a sheet has more than {limit} columns", "工作表超过{limit}列"),
    "hint.too-many-columns": (
        "delete what stands far to the right; a kind has some twenty columns",
        "请删除右侧无关的内容；每类事件只有二十余栏",
    ),
    "error.workbook-protected": ("the workbook is protected by a password", "工作簿设有密码"),
    "hint.workbook-protected": (
        "save a copy without a password",
        "请取消密码后另存一份",
    ),
    "error.workbook-damaged": ("the file is no workbook that can be read", "无法作为工作簿读取"),
    "hint.workbook-damaged": (
        "open it in Excel, WPS or LibreOffice and save it as .xlsx",
        "请用 Excel、WPS 或 LibreOffice 打开，另存为 .xlsx",
    ),
    "error.csv-damaged": (
        "the quotation marks in the file do not match",
        "文件中的引号不成对",
    ),
    "hint.csv-damaged": (
        "close every quotation mark, or save the sheet as .xlsx",
        "请补全引号，或将表格另存为 .xlsx",
    ),
    "error.hidden-sheet": ("the sheet {value} is hidden", "工作表“{value}”处于隐藏状态"),
    "hint.hidden-sheet": (
        "show it if it is to be imported, else delete it",
        "需要导入的请取消隐藏，不需要的请删除",
    ),
    "error.mended-between-missing": (
        "the row that this one was mended from is not there as it was",
        "本行所改正的原行不在所导入的文件中，或已改动",
    ),
    "hint.mended-between-missing": (
        "import the workbook before this one too, as it was; or empty Where it stood, and the row is one of its own",
        "请将上一轮的错误文件按原样一并导入；如要作为新的一行导入，请清空“原文件位置”",
    ),
    "error.mended-of-another": (
        "these rows were mended from a file that is not given here, or has changed since",
        "其中的行出自另一个文件，该文件不在本次导入之列，或此后已改动",
    ),
    "hint.mended-of-another": (
        "import that file as it was then (a changed format makes it another file); or import this workbook alone",
        "请将该文件按当时的原样一并导入（只改动格式也算改动）；或单独导入本文件",
    ),
    "error.mended-twice": ("the row is mended in {path} too", "{path}中也改正了这一行"),
    "hint.mended-twice": (
        "import only the workbook in which it is right",
        "请只导入改正无误的那一个文件",
    ),
    "error.no-header": ("the sheet has no row of headers", "工作表没有表头"),
    "hint.no-header": (
        "put the headers above the rows, as growth-ledger template does",
        "请在内容上方加上表头，可参照 growth-ledger template 生成的模板",
    ),
    "error.second-table": (
        "another table begins here, with its columns in another order",
        "此处开始另一张表，其栏目排列与上方的表头不同",
    ),
    "hint.second-table": (
        "put it with its rows on a sheet or in a file of its own, of the same name with (2) behind it",
        "请将它连同其下各行移到单独的工作表或文件，名称可在原名后加“(2)”",
    ),
    "error.column-without-header": (
        "a cell holds {value} under no header",
        "单元格有内容“{value}”，所在列却没有表头",
    ),
    "hint.column-without-header": (
        "write its header, or clear the column",
        "请补上表头，或清空该列",
    ),
    "error.number-for-name": (
        "{field} {value} stands in the cell as a number, which loses zeros in front",
        "{field}{value}在单元格中是数字格式，开头的0会丢失",
    ),
    "hint.number-for-name": (
        "format the cell as text and write it again, with the zeros if it has any",
        "请将单元格设为文本格式后重新填写，开头有0的请补上",
    ),
    "error.not-text-cell": (
        "{field} {value} stands in the cell as a day or a truth value",
        "{field}“{value}”在单元格中是日期或逻辑值",
    ),
    "hint.not-text-cell": (
        "format the cell as text and write it again",
        "请将单元格设为文本格式后重新填写",
    ),
    "error.number-with-unit": (
        "{field} stands in the cell as {value}, and is shown with a unit that is no part of it, such as %",
        "{field}在单元格中的数值是{value}，显示时另带单位（%、万）",
    ),
    "hint.number-with-unit": (
        "set the cell's format to General and write the number that is meant",
        "请将单元格格式设为“常规”，并填写实际数值",
    ),
    "error.number-shown-otherwise": (
        "{field} stands in the cell as the number {value}, and the cell's format shows it otherwise",
        "{field}在单元格中的数值是{value}，显示的内容另由单元格格式生成",
    ),
    "hint.number-shown-otherwise": (
        "format the cell as text and write what is meant in full, such as 0701",
        "请将单元格设为文本格式，完整填写应有的内容，如 0701",
    ),
    "error.number-of-day": (
        "{field} {value} is a number by which Excel counts days",
        "{field}{value}是 Excel 内部的日期序号",
    ),
    "hint.number-of-day": (
        "format the cell as a date, or write the day such as 2023-09-01",
        "请将单元格设为日期格式，或写成 2023-09-01 的样子",
    ),
    "error.part-of-a-day": (
        "{field} stands in the cell as {value}, and is shown without its year or its day",
        "{field}在单元格中是“{value}”，显示时却缺少年份或日",
    ),
    "hint.part-of-a-day": (
        "format the cell as text and write the whole day, such as 2023-09-01",
        "请将单元格设为文本格式，写出完整的年月日，如 2023-09-01",
    ),
    "error.cell-error": (
        "{field} holds an error instead of a value",
        "{field}是错误值，没有内容",
    ),
    "hint.cell-error": (
        "mend the formula, or write the value itself",
        "请改正公式，或直接填写内容",
    ),
    "error.ditto": (
        "{field} {value} only says that it is as above",
        "{field}“{value}”只表示与上一行相同",
    ),
    "hint.ditto": ("write it out in every row", "请逐行写明"),
    "error.not-yes-or-no": (
        "{field} {value} is neither yes nor no",
        "{field}“{value}”不是“是”或“否”",
    ),
    "hint.not-yes-or-no": ("write yes or no", "请填“是”或“否”"),
    "error.bad-evidence": (
        "{field} {value} is no file name with its SHA-256",
        "{field}“{value}”不是文件名加 SHA-256 摘要",
    ),
    "hint.bad-evidence": (
        "write the file's name, a space, and its 64 hexadecimal digits",
        "请写文件名、一个空格和64位十六进制摘要",
    ),
    "error.name-disagrees": (
        "teacher {teacher} is called {recorded}, the row says {given}",
        "工号{teacher}的教师姓名为“{recorded}”，本行写的是“{given}”",
    ),
    "hint.name-disagrees": (
        "check the staff number; two teachers may have one name",
        "请核对工号；姓名相同的可能是两位教师",
    ),
    "error.voided-since": ("{ref} was recorded and voided since", "“{ref}”登记后已作废"),
    "hint.voided-since": (
        "a void is final; if the row is right, give it another ref",
        "作废不能撤回；如此行属实，请另填一个编号",
    ),
    "error.changed-since": (
        "{ref} was recorded with {field} {recorded}, here it is {value}",
        "编号“{ref}”已登记的{field}为“{recorded}”，此处为“{value}”",
    ),
    "hint.changed-since": (
        "if it is another event, choose another ref or leave it out; if it was recorded wrongly, import with --correct; else put back what was recorded",
        "如是另一件事，请换一个编号或不填；如已登记的有误，请加 --correct 导入；否则请恢复为已登记的内容",
    ),
    "error.file-present": ("the file {path} is there already", "文件{path}已存在"),
    "hint.file-present": (
        "choose another name; what is in it is left as it is",
        "请另取文件名；原文件不会被改动",
    ),
    "error.file-unwritable": (
        "the file {path} cannot be written ({reason})",
        "无法写入文件{path}（{reason}）",
    ),
    "error.file-unwritable.bare": ("the file {path} cannot be written", "无法写入文件{path}"),
    "hint.file-unwritable": (
        "choose another folder, and close the file where it is open",
        "请换一个文件夹；文件如已打开请先关闭",
    ),
    "error.template-ending": ("{path} does not end in .xlsx", "{path}不是 .xlsx 文件名"),
    "hint.template-ending": ("give a name such as {example}", "请改用如 {example} 的文件名"),
    "error.as-of-without-dry-run": (
        "--as-of says for which day a dry run shows its consequences",
        "--as-of 只用于试导时指定按哪一天显示变化",
    ),
    "hint.as-of-without-dry-run": (
        "add --dry-run, or leave --as-of out",
        "请加 --dry-run，或去掉 --as-of",
    ),
    "error.no-such-school": ("no school {school} is known", "没有学校“{school}”"),
    "hint.no-such-school": (
        "that is the name of {called}: give the school's code",
        "这是{called}的名称，请改用学校代码",
    ),
    "hint.no-such-school.bare": (
        "check the school's code",
        "请核对学校代码",
    ),
    "error.no-such-tier": ("there is no cohort tier {tier}", "没有“{tier}”这一梯队"),
    "hint.no-such-tier": (
        "growth-ledger policy show PACK names the tiers of a pack",
        "请用 growth-ledger policy show 规则包 查看其梯队",
    ),
    "error.no-such-district": ("no district {district} is known", "没有区县“{district}”"),
    "hint.no-such-district": (
        "check the district's code, as the schools were registered with it",
        "请核对区县代码，须与学校登记时所填的一致",
    ),
    "error.from-after-to": ("{after} lies after {up_to}", "{after}晚于{up_to}"),
    "hint.from-after-to": (
        "give the earlier one with --from, the later one with --to",
        "请用 --from 给出较早的一端，用 --to 给出较晚的一端",
    ),
}

_SCREENS: Final[dict[str, tuple[str, str]]] = {
    "desk.header.origin": ("Where it stood", "原文件位置"),
    "desk.header.reason": ("Refused because", "不能导入的原因"),
    "desk.header.score": ("Score: {dimension}", "得分：{dimension}"),
    "desk.sheet.guide": ("Read me", "说明"),
    "desk.sheet.lists": ("Lists", "名单"),
    "desk.sheet.origins": ("origins", "原文件位置"),
    "desk.example": ("Example", "示例"),
    "desk.example_name": ("Zhang San", "张三"),
    "desk.to_mend": ("[mend] ", "【请改正】"),
    "desk.required": ("Required.", "必填。"),
    "desk.optional": ("May be left blank.", "可不填。"),
    "desk.stated_name": (
        "The teacher's name, as a check on the number; it must agree with the file's.",
        "填写教师姓名，用于核对工号，须与档案一致。",
    ),
    "desk.score": ("A score from 0 to 100.", "填写0至100的得分。"),
    "desk.choose": ("Choose from the list.", "请从下拉列表中选择。"),
    "desk.list.teacher": ("Staff numbers", "教师工号"),
    "desk.list.school": ("School codes", "学校代码"),
    "desk.list.cohort": ("Cohort codes", "团队代码"),
    "desk.list.district": ("Districts", "区县"),
    "desk.guide.title": ("How to fill in this workbook", "填表说明"),
    "desk.guide.1": (
        "Each sheet is for one kind of event; use those you need and leave the others as they are.",
        "每张工作表登记一类事件；用到哪张填哪张，其余不动。",
    ),
    "desk.guide.2": (
        "One row is one event. Headers with a star (*) are required; the note on a header says what to write.",
        "一行登记一项。表头带星号（*）的为必填；把鼠标移到表头上可看到填写说明。",
    ),
    "desk.guide.3": (
        "The row that begins with “Example” is passed over: leave it or delete it.",
        "以“示例”开头的一行不会导入，保留或删除均可。",
    ),
    "desk.guide.4": (
        "Teachers are named by their staff number; a name beside it is only compared.",
        "教师以工号为准；旁边的姓名只用于核对。",
    ),
    "desk.guide.5": (
        "Write days with the year first, such as 2023-09-01, 2023/9/1 or 2023.9.1.",
        "日期年份在前，如 2023-09-01、2023/9/1、2023年9月1日。",
    ),
    "desk.guide.6": (
        "Staff numbers, school codes and ID numbers are text; do not turn them into numbers.",
        "工号、学校代码、身份证件号码均为文本格式，请勿改成数字。",
    ),
    "desk.guide.7": (
        "Do not merge cells, rename headers, or leave formulas without values.",
        "请勿合并单元格、改动表头，公式须有计算结果。",
    ),
    "desk.guide.8": (
        "A Ref of your own, such as A3, lets you end, correct or import the row again later.",
        "自编一个编号（如 A3），便于日后终止、更正或再次导入。",
    ),
    "desk.guide.9": (
        "Try first: growth-ledger import FILE --dry-run shows what would change and records nothing.",
        "先试后导：growth-ledger import 文件 --dry-run 只显示将有哪些变化，不作登记。",
    ),
    "desk.guide.10": (
        "Rows that cannot be imported: --errors-to ERRORS.xlsx writes them with the reason, to mend.",
        "不能导入的行：加 --errors-to 错误.xlsx 另存并注明原因，改正后与原文件一并导入。",
    ),
    "desk.import.help": (
        (
            "Records the events of workbooks (.xlsx, .xls, .ods), CSV files and JSON lines, as one "
            "transaction. Every mistake is reported, and then nothing is recorded. The same file twice "
            "records nothing twice.\n\n"
            "A row that carries the ref or event ID of an earlier one and has changed since is refused "
            "with the difference, or recorded as a correction with --correct."
        ),
        (
            "把工作簿（.xlsx、.xls、.ods）、CSV 文件和 JSON Lines 中的事件作为一个整体记入。"
            "如有错误，逐条列出，且一条也不记。同一文件导入两次不会重复记录。\n\n"
            "带有原编号或事件标识而内容有变的行会被退回并列出差异；加 --correct 则作为更正记入。"
        ),
    ),
    "desk.import": (
        "Record files of events: all or nothing.",
        "导入事件文件：全部记入或全部不记。",
    ),
    "command.template": ("An Excel workbook to fill in.", "生成供填写的 Excel 模板。"),
    "command.template.help": (
        (
            "Writes a workbook with a sheet for each kind of event: headers with notes, drop-down lists "
            "from the codes, teachers and schools of the ledger, and an example row that the import "
            "passes over. It is in Chinese unless --lang en is given."
        ),
        (
            "生成工作簿，每类事件一张工作表：表头带说明，代码、教师和学校可下拉选择，"
            "并附一行不会导入的示例。表头为中文；加 --lang en 则为英文。"
        ),
    ),
    "command.completion": (
        "Completion for a shell: bash, zsh or fish.",
        "命令行补全脚本：bash、zsh、fish。",
    ),
    "command.completion.help": (
        (
            "Prints the script that completes commands, options, codes and teachers. For bash, add to "
            '~/.bashrc: eval "$(growth-ledger completion bash)"'
        ),
        (
            "输出补全脚本，可补全命令、选项、代码和工号。bash 用户请在 ~/.bashrc 中加入："
            'eval "$(growth-ledger completion bash)"'
        ),
    ),
    "option.kinds": (
        "Only these kinds, by code or label, with commas between.",
        "只要这些类型，写代码或名称，用逗号隔开。",
    ),
    "option.template_school": (
        "Only teachers of this school in the lists.",
        "名单只列这所学校的教师。",
    ),
    "option.errors_to": (
        "Write the refused rows into this workbook, each with its reason, to mend.",
        "把不能导入的行另存为这个工作簿，逐行注明原因，供改正。",
    ),
    "option.correct": (
        "Record rows that have changed since, by ref or event ID, as corrections.",
        "编号或事件标识相同而内容有变的行，作为更正记入。",
    ),
    "option.consequences_as_of": (
        "With --dry-run: the day for which changes of standings are shown. Default: today.",
        "与 --dry-run 同用：按哪一天显示结论的变化。默认为今天。",
    ),
    "desk.note.total": ("passed over a row of totals, {where}", "已略过合计行，{where}"),
    "desk.note.above": (
        "passed over a row above the header, {where}",
        "已略过表头以上的一行，{where}",
    ),
    "desk.note.example": (
        "passed over a row that says it is an example; if it is not, write the staff number or code there: {where}",
        "已略过标为“示例”的一行；如不是示例，请填写工号或代码：{where}",
    ),
    "desk.note.lock": (
        "passed over, as it only says that the workbook is open somewhere: {where}",
        "已略过工作簿打开时产生的临时文件：{where}",
    ),
    "desk.note.left_out": (
        "left out, as it was deleted from {path}: {where}",
        "已从{path}中删去，不再导入：{where}",
    ),
    "desk.note.said_twice": (
        "says the same as another row here, and is recorded once; if it is another event, give each of them a ref: {where}",
        "与本次导入的另一行完全相同，只登记一次；如确是两件事，请分别填写编号：{where}",
    ),
    "desk.note.corrected_since": (
        (
            "says what was recorded before it was corrected, and changes nothing; to go back to it, "
            "name the event in corrects and say why in note: {where}"
        ),
        "与更正之前登记的内容相同，现行内容不变；如要改回，请填写“更正哪一项”，并在“备注”中说明原因：{where}",
    ),
    "desk.note.voided_since": (
        (
            "says what was recorded and voided since, and changes nothing; if it was right after all, "
            "give it a ref of its own: {where}"
        ),
        "与已经作废的记录相同，不会重新登记；如原事件属实，请为它另填一个编号：{where}",
    ),
    "desk.note.finding": (
        "an audit will find this: {finding}: {message}",
        "审计将会指出：{finding}：{message}",
    ),
    "desk.note.same_as": (
        (
            "says the same as {ref}, which stands, and is one more event; if it is the same, "
            "leave this row out: {where}"
        ),
        "与现行的“{ref}”内容相同，仍作为另一件事登记；如为同一件事，请删去此行：{where}",
    ),
    "desk.note.nearly_same_as": (
        (
            "says the same as {ref}, which stands, but for {field}, and is one more event; if it is the same, "
            "correct that one: name it in corrects: {where}"
        ),
        "除“{field}”外与现行的“{ref}”相同，仍作为另一件事登记；如为同一件事，请在“更正哪一项”中填写{ref}：{where}",
    ),
    "desk.note.no_rules": (
        "no rules are adopted for the district {district}: {where}",
        "区县“{district}”尚无施行的规则：{where}",
    ),
    "desk.note.no_rules_perhaps": (
        "no rules are adopted for the district {district}, did you mean {nearest}? {where}",
        "区县“{district}”尚无施行的规则，您是不是想写“{nearest}”？{where}",
    ),
    "desk.note.more": ("such notes besides: {count}", "另有 {count} 条此类提示"),
    "desk.note.prefix": ("note: ", "提示："),
    "desk.made_template": (
        "Wrote {path}: {sheets:sheet|sheets}, {teachers:teacher|teachers} and {schools:school|schools} to choose from.",
        "已生成 {path}：{sheets} 张工作表，可选教师 {teachers} 名、学校 {schools} 所。",
    ),
    "desk.wrote_errors": (
        "Wrote {count:refused row|refused rows} to {path}. Mend there, deleting what is to be left out, then: {command}",
        "已将 {count} 行不能导入的内容写入 {path}。请在其中改正（不再导入的行请删去），然后执行：{command}",
    ),
    "desk.wrote_errors_of_other_files": (
        "Wrote {count:refused row|refused rows} to {path}. First choose the files that belong together, as said above.",
        "已将 {count} 行不能导入的内容写入 {path}。请先按以上提示选定应一并导入的文件。",
    ),
    "desk.wrote_errors_beside_others": (
        "Wrote {count:refused row|refused rows} to {path}, to be read only: {beside:mistake is|mistakes are} of no row there, but of a header, a sheet or a file. Mend all of them in the original and import it again.",
        "已将 {count} 行不能导入的内容写入 {path}，仅供查阅：另有 {beside} 处错误属于表头、工作表或文件本身，不在其中。请在原文件中一并改正，再重新导入。",
    ),
    "desk.wrote_first_errors": (
        "{count:more mistake is|more mistakes are} not in it: mend these first, import, and the next ones are written.",
        "另有 {count} 处错误未写入：请先改正以上各行再导入，其余的届时写入。",
    ),
    "desk.wrote_no_errors": (
        "No rows to mend: {path} was not written.",
        "没有可逐行改正的内容，未生成 {path}。",
    ),
    "desk.replaces": ("{now} (before: {was})", "{now}（原为：{was}）"),
    "title.would_record": ("Would be recorded", "将登记的内容"),
    "title.would_find": ("An audit would find", "审计将会指出"),
    "title.would_change": ("Would change", "将引起的变化"),
    "head.place": ("From", "出处"),
    "head.stream": ("File", "档案"),
    "say.no_changes": ("No standing changes.", "各项结论均无变化。"),
    "say.more_rows": (
        "… and {count} more; --format json has them all.",
        "……另有 {count} 条；--format json 可列出全部。",
    ),
    "ask.choices": ("one of {choices}", "可选：{choices}"),
    "ask.more": ("… and {count} more; type another letter", "……另有 {count} 项，请再输入一个字符"),
}

DESK: Final[dict[str, tuple[str, str]]] = {**_ERRORS, **_SCREENS}
"""Key to its English and its Chinese."""
