"""The words of proof: what was checked, what holds, what does not, and why.

`check.` and `flaw.` are of `audit verify`, `verified.` and `doubt.` of `verify`; a check's sentence
says what is true where it holds.
"""

from __future__ import annotations

from typing import Final

_COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "command.audit": (
        "Proof: the key, checkpoints, proofs, verification, findings.",
        "核验与审计：公钥、检查点、证明、核验、疑点。",
    ),
    "command.audit.key": ("The public key that checks this ledger.", "核验本台账所用的公钥。"),
    "command.audit.checkpoint": ("Seal the log and sign its state.", "封存日志并签出检查点。"),
    "command.audit.checkpoint.help": (
        (
            "Records a seal (the last event of every stream) if anything was recorded since the last one, "
            "then signs the whole log. Give the note to someone else: with it, a ledger that was put back "
            "or rewritten is found out."
        ),
        (
            "如上次封存之后有新的记录，先记入一次封存（各档案的最后一个事件），再对整个日志签名。"
            "请把签出的文本交给他人保管：台账日后若被退回旧版或改写，凭它即可发现。"
        ),
    ),
    "command.audit.prove": (
        "Proof that an event is in the log, or that the log only grew.",
        "证明某事件在日志之中，或日志只增未改。",
    ),
    "command.audit.prove.help": (
        (
            "--position or --teacher: proofs of inclusion against the newest checkpoint. --from and --to, "
            "each a checkpoint's file: proof that the newer log begins with the older one."
        ),
        (
            "--position 或 --teacher：对照最新检查点的包含证明。--from 与 --to（各为一个检查点文件）："
            "证明较新的日志以较旧的日志开头。"
        ),
    ),
    "command.audit.verify": ("Read everything back and check it.", "全部读出并逐一核验。"),
    "command.audit.verify.help": (
        (
            "Reads every event back from the database and computes anew all that is said about the log. "
            "Any changed byte is found; the first event concerned is named. With --checkpoint, also "
            "whether the log has only grown since."
        ),
        (
            "从数据库读出每一个事件，重新计算关于日志的一切。任何一个字节的改动都会被发现，并指明最先涉及的事件。"
            "加上 --checkpoint，还核验此后日志是否只增未改。"
        ),
    ),
    "command.erase": ("Destroy a person's personal data.", "销毁某人的个人信息。"),
    "command.erase.help": (
        (
            "Destroys name, id number, birth date, gender and notes of the teacher's file, and records "
            "who did so and why. It cannot be undone. Everything else stays, and every proof still "
            "verifies. Do not name the person in the reason: it is kept. Backups and archived logs of the "
            "database are for its administrator to clean."
        ),
        (
            "销毁该教师档案中的姓名、身份证件号码、出生日期、性别和备注，并记录由谁、为何销毁。此操作不可撤销。"
            "其余内容不变，所有证明仍然有效。理由会永久保留，请勿在其中写出姓名。数据库的备份和归档日志须由管理员清理。"
        ),
    ),
    "command.export": ("One teacher's file, with its proofs.", "导出一位教师的档案及其证明。"),
    "command.verify": (
        "Check an exported file, without a ledger.",
        "不用台账，核验导出的档案文件。",
    ),
    "command.verify.help": (
        "Needs the file and the ledger's public key (growth-ledger audit key), and nothing else.",
        "只需要该文件和台账的公钥（growth-ledger audit key）。",
    ),
    "option.checkpoint_file": ("A checkpoint that was kept elsewhere.", "另行保存的检查点文件。"),
    "option.checkpoint_out": (
        "Also write it to this file. One that is there is replaced only by a later checkpoint of its ledger.",
        "同时写入该文件。已有的文件只能由同一台账较新的检查点替换。",
    ),
    "option.against": (
        "Prove against this checkpoint. Default: the newest that was kept.",
        "对照这个检查点。默认为最新的检查点。",
    ),
    "option.proof_position": ("The event at this position.", "该序号的事件。"),
    "option.proof_teacher": ("Every event of this teacher's file.", "该教师档案的全部事件。"),
    "option.older": ("The older checkpoint's file.", "较旧的检查点文件。"),
    "option.newer": ("The newer checkpoint's file.", "较新的检查点文件。"),
    "option.verifier_key": (
        "The ledger's public key: NAME+hash+base64.",
        "台账公钥，形如 名称+摘要+base64。",
    ),
    "option.log_only": (
        "Only the log: leave out the stored standings.",
        "只核验日志，不核验所存结论。",
    ),
    "option.own_key": (
        "The ledger's public key. Default: that of its key file.",
        "台账公钥。默认取自密钥文件。",
    ),
    "option.erase_reason": ("Why; it is recorded, and stays.", "理由；会记录在案并永久保留。"),
    "option.yes": (
        "Do not ask on a terminal for the staff number again.",
        "在终端上也不再要求重输工号。",
    ),
    "option.export_out": (
        "The file to write; its ending says which sort.",
        "写入的文件，格式由扩展名决定。",
    ),
}

_SAYINGS: Final[dict[str, tuple[str, str]]] = {
    "proof.ok": ("ok   {said}", "符合  {said}"),
    # A check's sentence says what would be true: that it is not has to be read before it.
    "proof.not": ("NOT SO: {said}", "不成立：{said}"),
    "proof.reading": ("Reading events", "读取事件"),
    "proof.more": ("… and {count} more", "……另有{count}处"),
    "row.head": ("head", "进度记录"),
    "row.database": ("database", "数据库"),
    "row.index": ("index", "索引"),
    "row.model": ("model", "结论表标记"),
    "row.checkpoint": ("checkpoint {name}", "检查点 {name}"),
    "row.given checkpoint": ("given checkpoint", "所给的检查点"),
    "row.personal": ("personal {name}", "个人信息 {name}"),
    "row.standing": ("standing {name}", "所存结论 {name}"),
    "row.node": ("node {name}", "树节点 {name}"),
    "row.batch": ("batch {name}", "登记批次 {name}"),
    "row.mention": ("mention {name}", "指名索引 {name}"),
    "row.table": ("table {name}", "表{name}"),
    "row.trigger": ("trigger {name}", "触发器{name}"),
    "row.rule": ("rule {name}", "规则{name}"),
    "row.column": ("column {name}", "列{name}"),
    "row.view": ("view {name}", "视图{name}"),
    "proof.at_event": ("event #{position}", "事件#{position}"),
    "proof.at_event_of": ("event #{position} of {stream}", "“{stream}”的事件#{position}"),
    "proof.holds": (
        "Everything holds: {position:event|events}, root {root}",
        "全部符合：共{position}个事件，根哈希{root}",
    ),
    "proof.holds_unsigned": (
        (
            "Everything that was checked holds: {position:event|events}, root {root}. Signatures were NOT "
            "checked, for there is no key: give the public key with --key"
        ),
        "已核验的各项全部符合：共{position}个事件，根哈希{root}。因没有公钥，签名未核验：请用 --key 给出公钥",
    ),
    "proof.fails_given": (
        (
            "The checkpoint that was given is none of this ledger's: check that it is the right file. "
            "Whatever else was checked holds."
        ),
        "所给的检查点不是本台账的：请检查文件是否正确。其余各项核验均符合。",
    ),
    "proof.fails": (
        (
            "This ledger does NOT verify. First concerned: {first}. Restore a backup, and keep this one "
            "for whoever looks into it."
        ),
        "本台账未通过核验。最先涉及：{first}。请从备份恢复，并保留现状以备查证。",
    ),
    "proof.fails_model": (
        (
            "The log holds, and the stored standings do NOT. First concerned: {first}. growth-ledger rebuild "
            "makes them again from the events; what changed them is for somebody to look into."
        ),
        (
            "日志核验通过，所存结论不成立。最先涉及：{first}。growth-ledger rebuild 可由事件重新推得；"
            "结论被何人何事改动，请查明。"
        ),
    ),
    "proof.answer": (
        "The answer in the file is as of {as_of}, as known at event #{known_at}.",
        "文件中的结论截至{as_of}，以登记到事件#{known_at}时所知为准。",
    ),
    "proof.later": (
        "{count:event in the file was|events in the file were} recorded after that: no part of the answer.",
        "文件中有{count}个事件登记于其后，未计入结论。",
    ),
    "proof.past_seal": (
        "Of what was recorded after the seal, event #{sealed_at}, nothing is proven.",
        "封存（事件#{sealed_at}）之后的登记均无证明。",
    ),
    "proof.file_holds": (
        "The file of {teacher} holds; nothing up to event #{sealed_at} is missing from it.",
        "{teacher}的档案文件符合；至事件#{sealed_at}为止没有遗漏。",
    ),
    "proof.file_fails": (
        "The file of {teacher} does NOT hold.",
        "{teacher}的档案文件未通过核验。",
    ),
    "proof.unsealed": (
        "{count:event was|events were} recorded after the seal, not proven by anything yet.",
        "有{count}个事件记录于封存之后，尚无证明。",
    ),
    "proof.without_values": (
        "Of {count:event|events} the personal data is not in the file: erased, or left out.",
        "有{count}个事件的个人信息不在文件中：已销毁或未提供。",
    ),
    "proof.not_yet": (
        (
            "Left out: {count:event|events} after the checkpoint; growth-ledger audit checkpoint "
            "makes a newer one"
        ),
        "有{count}个事件在检查点之后，未列入；可用 growth-ledger audit checkpoint 生成新的检查点",
    ),
    "proof.erased": (
        "Erased the personal data of {count:event|events} of {teacher}; recorded as event #{position}.",
        "已销毁{teacher}共{count}个事件的个人信息；记为事件#{position}。",
    ),
    "proof.nothing_to_erase": (
        "{teacher} has no personal data (any more); nothing was recorded.",
        "{teacher}没有（或已不再有）个人信息，未作记录。",
    ),
    "proof.exported": ("Wrote {path}.", "已写入{path}。"),
    "head.leaf": ("Canonical form", "规范文本"),
    "head.tree_size": ("Tree size", "树的大小"),
    "head.proof": ("Proof", "证明"),
    "head.from_root": ("Older root", "较旧的根哈希"),
    "head.to_root": ("Newer root", "较新的根哈希"),
    "head.from_size": ("Older size", "较旧的大小"),
    "head.to_size": ("Newer size", "较新的大小"),
}

_CHECKS: Final[dict[str, tuple[str, str]]] = {
    "check.head": (
        "the ledger's head can be read, and is that of the last event",
        "进度记录可读，与最后一个事件一致",
    ),
    "check.database": (
        "the tables are as the program makes them, and the database agrees with itself",
        "各表结构未被改动，数据库自身前后一致",
    ),
    "check.positions": (
        "{count:event|events}, at positions without gap or surplus",
        "共{count}个事件，序号连续，无缺无多",
    ),
    "check.leaves": (
        "every event is, to the byte, what its leaf hash says",
        "每个事件逐字节与其叶摘要一致",
    ),
    "check.versions": (
        "every stream's versions are without gap, and its last is found by the index",
        "每份档案的版本号连续，且能由索引找到末版",
    ),
    "check.moments": ("the moment of recording never goes back", "登记时间从不倒退"),
    "check.statements": (
        (
            "what no signed checkpoint covers yet ({count:event|events}) is canonical, and of its kind; "
            "every adopted pack is that of its digest"
        ),
        "尚无签名检查点覆盖的{count}个事件均为规范文本且合乎其类型；每个施行的规则包与其摘要一致",
    ),
    "check.tree": (
        "the tree over all events has the root that is stored, and its {count:stored node|stored nodes}",
        "全部事件的树与所存根哈希及{count}个节点一致",
    ),
    "check.seals": (
        "every seal ({count}) has the heads that the streams had then",
        "{count}次封存均与当时各档案的末事件一致",
    ),
    "check.checkpoints": (
        "the tree had the root of every checkpoint kept ({count}), and they are signed",
        "树与所存{count}个检查点的根哈希一致，且签名有效",
    ),
    "check.checkpoints.unsigned": (
        (
            "the tree had the root of every checkpoint kept ({count}); their signatures are unchecked: "
            "no key (--key)"
        ),
        "树与所存{count}个检查点的根哈希一致；因没有公钥（--key），签名未核验",
    ),
    "check.given-checkpoint": (
        "the log has only grown since the checkpoint that was given",
        "自所给检查点以来，日志只增未改",
    ),
    "check.given-checkpoint.unsigned": (
        (
            "the log has only grown since the checkpoint that was given; its signature is unchecked: "
            "no key (--key)"
        ),
        "自所给检查点以来，日志只增未改；未提供公钥（--key），其签名未核验",
    ),
    "check.personal": (
        "personal data is what was committed to ({count:row|rows}); none is missing but for erasures",
        "{count}条个人信息与其承诺值一致；除已销毁的以外没有缺失",
    ),
    "check.mentions": (
        "the index of who names whom is what the events give ({count:naming|namings})",
        "指名索引与{count}处指名一致",
    ),
    "check.read-model": (
        "the stored standings are what the events give",
        "所存结论与事件推得的一致",
    ),
    "verified.file": (
        "the file is of one teacher, with the schools and policies it depends on: {count:event|events} in all",
        "文件属于一位教师，连同所依据的学校、政策等，共{count}个事件",
    ),
    "verified.signature": (
        "the checkpoint is signed by this key, for its own ledger",
        "检查点由该公钥所属台账签出",
    ),
    "verified.seal": (
        "the seal is the last event that the checkpoint covers",
        "封存事件是检查点覆盖的最后一个事件",
    ),
    "verified.inclusion": (
        "every sealed event ({count}) stands in the log, unaltered",
        "{count}个事件中已封存的都在日志之中，未经改动",
    ),
    "verified.completeness": (
        "no stream lacks an event up to the seal ({count:stream|streams})",
        "{count}份档案在封存之前均无遗漏",
    ),
    "verified.dependencies": (
        "every school, cohort and district policy that counts is in the file ({count})",
        "相关的{count}所学校、团队和区县政策均在文件中",
    ),
    "verified.commitments": (
        "personal data is what was recorded ({count:event|events})",
        "个人信息与记录时一致（{count}个事件）",
    ),
    "verified.packs": (
        "every pack ({count}) is that of its digest",
        "{count}个规则包均与其摘要一致",
    ),
    "verified.standings": (
        "the answer, with {count:standing|standings}, is what the events and packs in the file give",
        "所载答复及{count}项结论与文件中的事件和规则包推得的一致",
    ),
}

_FLAWS: Final[dict[str, tuple[str, str]]] = {
    "flaw.head-unreadable": ("the head cannot be read ({reason})", "进度记录无法读取（{reason}）"),
    "flaw.head-moment-differs": (
        "the head says that the last event was recorded at {moment}, not {needed}",
        "进度记录称最后一个事件记录于{moment}，实为{needed}",
    ),
    "flaw.origin-differs": (
        "the ledger's name is not that of the key {key}",
        "台账名称与公钥名称{key}不符",
    ),
    "flaw.row-unreadable": ("the row cannot be read ({reason})", "该行无法读取（{reason}）"),
    "flaw.row-malformed": ("the row holds no event ({reason})", "该行不成事件（{reason}）"),
    "flaw.leaf-differs": (
        "the event in {stream} is not what was recorded",
        "“{stream}”中的该事件与记录时不符",
    ),
    "flaw.columns-differ": (
        "kind or event id of the row is not that of its statement ({stream})",
        "该行的类型或事件标识与其内容不符（{stream}）",
    ),
    "flaw.position-missing": (
        "{count:event is|events are} missing from here",
        "自此缺失{count}个事件",
    ),
    "flaw.position-outside": ("a row at a position that no event has", "该序号不应有记录"),
    "flaw.position-past-head": (
        "there are rows past the last event, #{last}",
        "最后一个事件#{last}之后还有记录",
    ),
    "flaw.version-gap": (
        "{stream} goes on with version {found} where {needed} was due",
        "“{stream}”此处应为第{needed}版，实为第{found}版",
    ),
    "flaw.index-differs": (
        "the database's index does not lead to the last event of {stream}",
        "数据库索引未能指向“{stream}”的最后一个事件",
    ),
    "flaw.moment-goes-back": (
        "recorded at {moment}, before the event before it ({before})",
        "记录于{moment}，早于前一事件（{before}）",
    ),
    "flaw.not-of-its-kind": (
        "the statement is not what recording a {kind} stores",
        "内容不是登记“{kind}”时应有的规范文本",
    ),
    "flaw.digest-differs": (
        "the pack that was adopted is not the one of its digest",
        "所施行的规则包与其摘要不符",
    ),
    "flaw.root-differs": (
        "the tree over the events is not the one that the head keeps for {size:event|events}",
        "由事件算得的树与进度记录所存（{size}个事件）不符",
    ),
    "flaw.node-differs": (
        "the stored node over events #{first} to #{last} is not theirs",
        "事件#{first}至#{last}的节点与所存不符",
    ),
    "flaw.node-missing": (
        "the node over events #{first} to #{last} is missing",
        "缺少事件#{first}至#{last}的节点",
    ),
    "flaw.seal-differs": (
        "the seal is not over the streams as they were then",
        "封存内容与当时各档案不符",
    ),
    "flaw.note-no-text": ("the note is not stored as text", "该检查点未以文本形式存放"),
    "flaw.checkpoint-size-differs": (
        "the note is of {found:event|events}",
        "该检查点实为{found}个事件",
    ),
    "flaw.checkpoint-root-differs": (
        "the tree of {last:event|events} was another: something from #{first} to #{last} was changed",
        "{last}个事件的树已非原树：#{first}至#{last}之间有改动",
    ),
    "flaw.log-shorter": (
        "the checkpoint is of {size:event|events}, and the log has only {found}: it was put back",
        "检查点有{size}个事件，日志只有{found}个：台账被退回旧版",
    ),
    "flaw.checkpoint-missing": (
        "a checkpoint was made of the first {size} events, and is not there any more",
        "曾为前{size}个事件制作检查点，现已不在",
    ),
    "flaw.head-not-alone": (
        "the head has {count:row|rows}, and must have one",
        "进度记录应只有一行，现有{count}行",
    ),
    "flaw.batch-unfounded": (
        "it is no transaction that can have been: restore a backup",
        "不可能是一次登记的起止：请恢复备份",
    ),
    "flaw.model-unmarked": (
        "it is not said, or not as the program says it, which rows are the stored standings: growth-ledger rebuild",
        "未注明或未照程序的写法注明哪些行是所存结论：请执行 growth-ledger rebuild",
    ),
    "flaw.table-altered": (
        "the program makes none such, or makes it otherwise",
        "不是程序所建，或与程序所建的不同",
    ),
    "flaw.database-disagrees": (
        "the database does not agree with itself: {reason}",
        "数据库自身不一致：{reason}",
    ),
    "flaw.table-unreadable": ("the table cannot be read ({reason})", "该表无法读取（{reason}）"),
    "flaw.personal-differs": (
        "the personal data in {stream} is not what was committed to",
        "“{stream}”中的个人信息与承诺值不符",
    ),
    "flaw.personal-missing": (
        "the personal data in {stream} is missing, and no erasure says why",
        "“{stream}”中的个人信息缺失，且无销毁记录",
    ),
    "flaw.personal-unasked": (
        "personal data beside an event that has none",
        "该事件本无个人信息，却存有一条",
    ),
    "flaw.personal-not-erased": (
        "personal data in {stream} that was erased is there again",
        "“{stream}”中已销毁的个人信息仍在",
    ),
    "flaw.personal-without-event": (
        "personal data at a position that no event has",
        "个人信息所在序号没有事件",
    ),
    "flaw.mention-missing": (
        "the index does not say that {naming} names {named}",
        "索引缺少“{naming}”对“{named}”的指名",
    ),
    "flaw.mention-unfounded": (
        "the index says that {naming} names {named}, and no event does",
        "索引称“{naming}”指名“{named}”，但并无此事件",
    ),
    "flaw.standings-differ": (
        "the stored standings of {teacher} are not what the events give: growth-ledger rebuild",
        "{teacher}所存结论与事件推得的不符：请执行 growth-ledger rebuild",
    ),
    "flaw.standings-unjudged": (
        "the events do not let the standings be judged ({reason})",
        "事件不足以判断结论（{reason}）",
    ),
    "doubt.teacher-absent": (
        "{stream} does not come first, or has no events",
        "“{stream}”不在首位或没有事件",
    ),
    "doubt.stream-twice": ("{stream} is there twice", "“{stream}”重复出现"),
    "doubt.sandbox-differs": (
        "file and answer differ on whether the ledger is a sandbox",
        "文件与答复对是否试用台账说法不一",
    ),
    "doubt.teacher-differs": ("the answer is of another teacher", "答复属于另一位教师"),
    "doubt.ledger-differs": (
        "the file says that it is of {ledger}, and the key is that of {key}",
        "文件自称出自“{ledger}”，而公钥属于“{key}”",
    ),
    "doubt.seal-unproven": (
        "the seal, event #{position}, is not shown to be in the log",
        "封存事件#{position}未能证明在日志之中",
    ),
    "doubt.checkpoint-older": (
        "the checkpoint covers only {size:event|events}, and the seal is #{position}: an older checkpoint",
        "检查点只覆盖{size}个事件，而封存为#{position}：这是较旧的检查点",
    ),
    "doubt.checkpoint-newer": (
        "the checkpoint covers {size:event|events}, and the seal is #{position}: an older seal",
        "检查点覆盖{size}个事件，而封存为#{position}：这是较旧的封存",
    ),
    "doubt.leaf-unreadable": (
        "no event in canonical form",
        "不是规范的事件文本",
    ),
    "doubt.leaf-elsewhere": (
        "the canonical form is of another event",
        "规范文本属于另一个事件",
    ),
    "doubt.sealed-without-proof": (
        "it lies before the seal, and has no proof",
        "位于封存之前却没有证明",
    ),
    "doubt.not-included": (
        "it is not shown to be in the log: altered, or never recorded",
        "未能证明在日志之中：经过改动，或从未记录",
    ),
    "doubt.version-missing": (
        "version {version} is missing before it",
        "此前缺少第{version}版",
    ),
    "doubt.order-differs": (
        "it was not recorded after the one before it",
        "其记录次序与前一事件不符",
    ),
    "doubt.head-unproven": (
        "it is not shown how long {stream} is",
        "未能证明“{stream}”的长度",
    ),
    "doubt.head-differs": (
        "the last event of {stream} is not the one that was sealed: something is left out",
        "“{stream}”的最后一个事件不是封存时的末事件：有遗漏",
    ),
    "doubt.absence-unproven": (
        "it is not shown that {stream} had no events up to the seal",
        "未能证明“{stream}”在封存之前没有事件",
    ),
    "doubt.stream-absent": ("{stream} counts, and is left out", "“{stream}”有关而未列入"),
    "doubt.values-differ": (
        "the personal data (or its salt) is not what was committed to",
        "个人信息（或其盐值）与承诺值不符",
    ),
    "doubt.pack-differs": (
        "the pack {policy} is not the one of its digest",
        "规则包“{policy}”与其摘要不符",
    ),
    "doubt.standings-unanswerable": (
        "the events in the file do not make a file that can be judged",
        "文件中的事件不足以作出判断",
    ),
    "doubt.standing-differs": (
        "{name} comes out otherwise: the file says {stated}, its events and packs give {found}",
        "{name}重新推得的结果不同：文件所载为“{stated}”，由其中的事件和规则包推得的是“{found}”",
    ),
}

_ERRORS: Final[dict[str, tuple[str, str]]] = {
    "error.ledger-fails": (
        "this ledger does not verify ({reason})",
        "本台账未通过核验（{reason}）",
    ),
    "hint.ledger-fails": (
        (
            "restore a copy that verifies, hold it against a checkpoint that somebody else keeps "
            "(audit verify --checkpoint FILE), and keep this ledger for whoever looks into it"
        ),
        (
            "请恢复能通过核验的备份，与他人保管的检查点对照（audit verify --checkpoint 文件），"
            "并保留本台账现状以备查证"
        ),
    ),
    "error.given-checkpoint-fails": (
        "the checkpoint that was given is none of this ledger's ({reason})",
        "所给的检查点不是本台账的（{reason}）",
    ),
    "hint.given-checkpoint-fails": (
        "check that it is the right file and the right ledger; whatever else was checked holds",
        "请检查文件和台账是否正确；其余各项核验均符合",
    ),
    "error.read-model-fails": (
        "the log holds, and the stored standings do not ({reason})",
        "日志核验通过，所存结论不成立（{reason}）",
    ),
    "hint.read-model-fails": (
        "look into it with growth-ledger audit replay, then make them again with growth-ledger rebuild",
        "请先用 growth-ledger audit replay 查看，再用 growth-ledger rebuild 由事件重新推得",
    ),
    "error.read-model-disagrees": (
        "the read model says {kept} of {projection}, and the events give {judged}",
        "查询模型中{projection}为“{kept}”，由事件推得的是“{judged}”",
    ),
    "hint.read-model-disagrees": (
        "run growth-ledger audit verify, then growth-ledger rebuild",
        "请运行 growth-ledger audit verify，再运行 growth-ledger rebuild",
    ),
    "error.file-fails": (
        "this file does not hold ({reason})",
        "该文件未通过核验（{reason}）",
    ),
    "hint.file-fails": (
        "do not rely on it; ask for the file anew, as growth-ledger export wrote it",
        "请勿采信；请对方重新提供 growth-ledger export 写出的原文件",
    ),
    "error.checkpoint-file-present": (
        "the file {path} is there already, and holds no checkpoint that this ledger has grown from",
        "文件{path}已存在，其中不是本台账此前的检查点",
    ),
    "hint.checkpoint-file-present": (
        (
            "choose another name: what is in it is left as it is, and may be evidence; growth-ledger "
            "audit verify --checkpoint {path} says what is wrong with it"
        ),
        (
            "请另取文件名：原文件可能是证据，不会被改动；"
            "可执行 growth-ledger audit verify --checkpoint {path} 查明原因"
        ),
    ),
    "error.log-shorter-than-checkpoint": (
        "the checkpoint is of {size:event|events}, and the log has only {last}",
        "检查点有{size}个事件，而日志只有{last}个",
    ),
    "hint.log-shorter-than-checkpoint": (
        "run growth-ledger audit verify --checkpoint FILE: the ledger may have been put back",
        "请执行 growth-ledger audit verify --checkpoint 文件：台账可能被退回旧版",
    ),
    "error.log-differs-from-checkpoint": (
        "the log does not begin with the {size} events of the checkpoint",
        "日志开头与检查点的{size}个事件不符",
    ),
    "hint.log-differs-from-checkpoint": (
        "run growth-ledger audit verify --checkpoint FILE",
        "请执行 growth-ledger audit verify --checkpoint 文件",
    ),
    "error.position-past-checkpoint": (
        "event #{position} lies after the checkpoint of {size:event|events}",
        "事件#{position}在{size}个事件的检查点之后",
    ),
    "hint.position-past-checkpoint": (
        "make a newer one: growth-ledger audit checkpoint",
        "请生成新的检查点：growth-ledger audit checkpoint",
    ),
    "error.checkpoints-reversed": (
        "--from is of {older:event|events}, and --to of {newer}, fewer",
        "--from 有{older}个事件，多于 --to 的{newer}个",
    ),
    "hint.checkpoints-reversed": ("give the older one to --from", "请把较旧的检查点给 --from"),
    "error.prove-what": ("there is one thing to prove at a time", "一次只证明一项内容"),
    "hint.prove-what": (
        "give just one of --position N, --teacher T, or --from FILE --to FILE; --checkpoint goes with the first two",
        "请只给出 --position N、--teacher T，或 --from 文件 --to 文件 之一；--checkpoint 用于前两种",
    ),
    "error.export-rules": (
        "a file with proofs is judged by the rules in force, which are in it",
        "带证明的文件按其中所载的现行规则判断",
    ),
    "hint.export-rules": ("leave out --rules", "请去掉 --rules"),
    "error.export-malformed": (
        "this is no exported file: {path}",
        "这不是导出的档案文件：{path}",
    ),
    "hint.export-malformed": (
        "take the file as growth-ledger export FILE.json wrote it",
        "请使用 growth-ledger export 写出的 JSON 文件",
    ),
    "error.export-format": (
        "the file is of the format {found}, and this program knows {known}",
        "文件格式为“{found}”，本程序支持“{known}”",
    ),
    "hint.export-format": (
        "use the version of growth-ledger that the file is for",
        "请使用与该文件相应的 growth-ledger 版本",
    ),
    "error.export-type": ("no file of the sort {path} can be written", "不能写出{path}这类文件"),
    "hint.export-type": ("end the name in one of: {known}", "文件名请以下列之一结尾：{known}"),
}

PROOFS: Final = {**_COMMANDS, **_SAYINGS, **_CHECKS, **_FLAWS, **_ERRORS}
"""Key to its English and its Chinese."""
