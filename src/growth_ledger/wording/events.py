"""What kinds of events and their fields are called, and what to write into them.

Keys are `kind.KIND`, `kind_help.KIND`, `field.FIELD` and `field_help.FIELD`; where a field means
something else in one kind, `field.KIND.FIELD` and `field_help.KIND.FIELD` go before. Labels of kinds
are names of sheets and labels of fields are headers of columns: within a workbook, or a sheet, no
two are the same.
"""

from __future__ import annotations

from typing import Final

KINDS: Final[dict[str, tuple[str, str]]] = {
    "kind.file-opened": ("File opened", "教师建档"),
    "kind.profile-amended": ("Profile amended", "个人信息变更"),
    "kind.school-changed": ("School changed", "调动学校"),
    "kind.service-ended": ("Service ended", "终止任教"),
    "kind.service-resumed": ("Service resumed", "恢复任教"),
    "kind.leave-taken": ("Leave taken", "请假"),
    "kind.leave-ended": ("Leave ended", "销假"),
    "kind.appointed": ("Appointed", "聘任"),
    "kind.appointment-ended": ("Appointment ended", "聘任终止"),
    "kind.rank-conferred": ("Rank conferred", "评定职称"),
    "kind.training-completed": ("Training completed", "完成培训"),
    "kind.certificate-obtained": ("Certificate obtained", "取得证书"),
    "kind.certificate-revoked": ("Certificate revoked", "撤销证书"),
    "kind.title-conferred": ("Title conferred", "授予称号"),
    "kind.title-withdrawn": ("Title withdrawn", "撤销称号"),
    "kind.award-granted": ("Award granted", "获奖"),
    "kind.award-revoked": ("Award revoked", "撤销奖项"),
    "kind.appraised": ("Appraised", "考核"),
    "kind.vetoed": ("Vetoed", "一票否决"),
    "kind.veto-lifted": ("Veto lifted", "解除否决"),
    "kind.tenure-credited": ("Tenure credited", "计入年限"),
    "kind.tenure-recognised": ("Tenure recognised", "认定年限"),
    "kind.tenure-asserted": ("Tenure asserted", "外部记载年限"),
    "kind.contribution-made": ("Contribution made", "工作成果"),
    "kind.exception-granted": ("Exception granted", "批准例外"),
    "kind.allowance-paid": ("Allowance paid", "发放津贴"),
    "kind.allowance-recovered": ("Allowance recovered", "追回津贴"),
    "kind.reserve-listed": ("Reserve listed", "纳入储备池"),
    "kind.reserve-delisted": ("Reserve delisted", "移出储备池"),
    "kind.cohort-stage-passed": ("Cohort stage passed", "通过遴选环节"),
    "kind.cohort-joined": ("Cohort joined", "加入团队"),
    "kind.cohort-left": ("Cohort left", "退出团队"),
    "kind.voided": ("Voided", "作废"),
    "kind.personal-erased": ("Personal data erased", "销毁个人信息"),
    "kind.school-registered": ("School registered", "学校登记"),
    "kind.school-amended": ("School amended", "学校信息变更"),
    "kind.school-closed": ("School closed", "学校停办"),
    "kind.cohort-formed": ("Cohort formed", "组建团队"),
    "kind.cohort-closed": ("Cohort closed", "团队结束"),
    "kind.policy-adopted": ("Policy adopted", "施行政策"),
    "kind.log-sealed": ("Log sealed", "台账封存"),
    "kind_help.file-opened": (
        "A teacher's file begins; it is recorded before anything else about the teacher.",
        "为教师建立成长档案；该教师的其他事件须在建档之后登记。",
    ),
    "kind_help.profile-amended": (
        "Personal particulars change from a day on; give only what changes.",
        "教师个人信息自某日起变更，只填写有变化的项目。",
    ),
    "kind_help.school-changed": (
        "The teacher belongs to another school from a day on.",
        "教师自某日起调入另一所学校。",
    ),
    "kind_help.service-ended": (
        "Service as a teacher ends; the last day is still in service.",
        "教师退休、辞职、调离等，不再任教；最后一日仍算在职。",
    ),
    "kind_help.service-resumed": (
        "Service begins again, at the school named.",
        "教师离开后重新任教，并写明所在学校。",
    ),
    "kind_help.leave-taken": (
        "The teacher is on leave from the first day, to the last day if it is known.",
        "教师自开始日期起休假，结束日期已知的一并填写。",
    ),
    "kind_help.leave-ended": (
        "A leave recorded earlier ends; the last day is still on leave.",
        "此前登记的休假结束；最后一日仍算休假。",
    ),
    "kind_help.appointed": (
        "The teacher is appointed to a role; several appointments at a time are fine.",
        "聘任教师担任某一岗位，可同时担任多个岗位。",
    ),
    "kind_help.appointment-ended": (
        "An appointment recorded earlier ends; the last day is still in post.",
        "此前登记的聘任终止；最后一日仍算在岗。",
    ),
    "kind_help.rank-conferred": (
        "A professional rank is conferred on the teacher.",
        "教师取得专业技术职称。",
    ),
    "kind_help.training-completed": (
        "The teacher has finished a training programme.",
        "教师已完成一项培训，按学时累计。",
    ),
    "kind_help.certificate-obtained": (
        "The teacher has obtained a certificate, valid to a day or without end.",
        "教师取得资格证书，可有有效期，也可长期有效。",
    ),
    "kind_help.certificate-revoked": (
        "A certificate recorded earlier is no longer valid from a day on.",
        "此前登记的证书自某日起失效。",
    ),
    "kind_help.title-conferred": (
        "An honorary title is conferred, held to a day or without end.",
        "授予教师荣誉称号，可有期限，也可长期有效。",
    ),
    "kind_help.title-withdrawn": (
        "A title recorded earlier is no longer held from a day on.",
        "此前登记的称号自某日起撤销。",
    ),
    "kind_help.award-granted": (
        "The teacher has received an award of a level, with a grade or none.",
        "教师获得某一级别的奖项，可不分等次。",
    ),
    "kind_help.award-revoked": (
        "An award recorded earlier no longer counts from a day on.",
        "此前登记的奖项自某日起撤销，不再计算。",
    ),
    "kind_help.appraised": (
        "The teacher was appraised, with a result and scores if there are any.",
        "登记教师的一次考核结果，有各维度得分的可一并填写。",
    ),
    "kind_help.vetoed": (
        "A ground that bars the teacher was found, until it is lifted or ends by itself.",
        "教师出现一票否决情形，至解除或期满为止。",
    ),
    "kind_help.veto-lifted": (
        "A veto recorded earlier is not active from a day on.",
        "此前登记的否决自某日起解除。",
    ),
    "kind_help.tenure-credited": (
        "A school year, or half of it, counts as tenure in a role.",
        "把一个学年（或半个学年）计入某岗位的任职年限。",
    ),
    "kind_help.tenure-recognised": (
        "Years served before the ledger are recognised in total, on the basis of a document.",
        "依据文件，对建账以前的任职年限作一次性认定。",
    ),
    "kind_help.tenure-asserted": (
        "Years as an outside record has them; they count for nothing and are compared with ours.",
        "外部系统记载的任职年限，仅供核对，不计入年限。",
    ),
    "kind_help.contribution-made": (
        "A public lesson, lecture, mentoring, research project or paper was done.",
        "登记公开课、讲座、指导青年班主任、课题或论文等成果。",
    ),
    "kind_help.exception-granted": (
        "The bureau has decided to depart from a condition for this teacher.",
        "主管部门批准该教师不受某项条件限制。",
    ),
    "kind_help.allowance-paid": (
        "An allowance was paid to the teacher, for a period if one is given.",
        "登记已发放的津贴或奖励，可写明所属期间。",
    ),
    "kind_help.allowance-recovered": (
        "A payment recorded earlier was taken back, in part or whole.",
        "此前登记的津贴已全部或部分追回。",
    ),
    "kind_help.reserve-listed": (
        "The teacher is in the reserve pool of homeroom teachers from a day on.",
        "教师自某日起纳入班主任储备池。",
    ),
    "kind_help.reserve-delisted": (
        "The teacher is no longer in the reserve pool from a day on.",
        "教师自某日起移出班主任储备池。",
    ),
    "kind_help.cohort-stage-passed": (
        "The teacher has passed a stage of a cohort's selection.",
        "教师通过某培育团队的一个遴选环节。",
    ),
    "kind_help.cohort-joined": (
        "The teacher is in a cohort as member, lead or mentor.",
        "教师以成员、领衔人或导师身份加入培育团队。",
    ),
    "kind_help.cohort-left": (
        "The teacher leaves a cohort; the last day is still in it.",
        "教师退出培育团队；最后一日仍算在团队内。",
    ),
    "kind_help.voided": (
        "An earlier event counts as never having happened; it stays in the history.",
        "此前登记的一项视为从未发生；原记录仍保留在历史中。",
    ),
    "kind_help.personal-erased": (
        "The personal data of a file was destroyed; only the ledger makes this, by `erase`.",
        "档案中的个人信息已销毁；只能由系统通过 erase 命令生成。",
    ),
    "kind_help.school-registered": (
        "A school becomes known to the ledger; teachers' files name it by its code.",
        "在台账中登记学校，教师档案以学校代码引用。",
    ),
    "kind_help.school-amended": (
        "Particulars of a school change from a day on; give only what changes.",
        "学校信息自某日起变更，只填写有变化的项目。",
    ),
    "kind_help.school-closed": (
        "A school closes; the last day is still open.",
        "学校停办；最后一日仍在办学。",
    ),
    "kind_help.cohort-formed": (
        "A cohort of a tier is formed in a district.",
        "在本区组建某一梯队的培育团队。",
    ),
    "kind_help.cohort-closed": (
        "A cohort ends; the last day still belongs to it.",
        "培育团队结束运行；最后一日仍在运行。",
    ),
    "kind_help.policy-adopted": (
        "A district puts a policy pack in force.",
        "某区县开始施行一个规则包。",
    ),
    "kind_help.log-sealed": (
        "The number of streams and a root over them; only the ledger makes this.",
        "记录各档案序列的数量和根哈希；只能由系统生成。",
    ),
}

FIELDS: Final[dict[str, tuple[str, str]]] = {
    "field.kind": ("Kind", "事件类型"),
    "field.event_id": ("Event ID", "事件标识"),
    "field.recorded_at": ("Recorded at", "登记时间"),
    "field.teacher": ("Teacher", "教师工号"),
    "field.school": ("School", "学校代码"),
    "field.cohort": ("Cohort", "团队代码"),
    "field.district": ("District", "所属区县"),
    "field.ref": ("Ref", "编号"),
    "field.basis": ("Basis", "依据文号"),
    "field.evidence": ("Evidence", "证明材料"),
    "field.note": ("Note", "备注"),
    "field.corrects": ("Corrects", "更正哪一项"),
    "field.source": ("Source", "导入来源"),
    "field.personal": ("Personal data digest", "个人信息摘要"),
    "field.effective_on": ("Effective on", "生效日期"),
    "field.first_day": ("First day", "开始日期"),
    "field.last_day": ("Last day", "结束日期"),
    "field.expires_on": ("Expires on", "有效期至"),
    "field.term_until": ("Term until", "任期至"),
    "field.period_first_day": ("Period first day", "所属期起"),
    "field.period_last_day": ("Period last day", "所属期止"),
    "field.name": ("Name", "姓名"),
    "field.school-registered.name": ("School name", "学校名称"),
    "field.school-amended.name": ("School name", "学校名称"),
    "field.cohort-formed.name": ("Cohort name", "团队名称"),
    "field.id_number": ("ID number", "身份证件号码"),
    "field.birth_date": ("Birth date", "出生日期"),
    "field.gender": ("Gender", "性别"),
    "field.reason": ("Reason", "原因"),
    "field.leave-taken.reason": ("Kind of leave", "假别"),
    "field.target": ("Target", "针对哪一项"),
    "field.role": ("Role", "岗位"),
    "field.class_name": ("Class", "班级"),
    "field.level": ("Level", "级别"),
    "field.mentor": ("Mentor", "指导教师工号"),
    "field.rank": ("Professional rank", "职称"),
    "field.subject": ("Subject", "学科"),
    "field.programme": ("Programme", "培训项目"),
    "field.hours": ("Hours", "学时"),
    "field.title": ("Name of the work", "名称"),
    "field.training-completed.title": ("Name of the training", "培训名称"),
    "field.title-conferred.title": ("Title", "称号"),
    "field.award-granted.title": ("Name of the award", "奖项全称"),
    "field.contribution-made.title": ("Name of the contribution", "成果名称"),
    "field.topics": ("Topics", "培训内容"),
    "field.certificate": ("Certificate", "证书"),
    "field.grade": ("Grade", "等次"),
    "field.certificate-obtained.grade": ("Certificate grade", "证书等级"),
    "field.conferred_by": ("Conferred by", "授予单位"),
    "field.award": ("Award", "奖项"),
    "field.awarded_by": ("Awarded by", "颁奖单位"),
    "field.scope": ("Scope", "考核类别"),
    "field.result": ("Result", "考核结果"),
    "field.school_year": ("School year", "学年"),
    "field.scores": ("Scores", "各维度得分"),
    "field.ground": ("Ground", "情形"),
    "field.vetoed.ground": ("Ground", "否决情形"),
    "field.exception-granted.ground": ("Ground", "例外情形"),
    "field.authority": ("Authority", "认定单位"),
    "field.sanction": ("Sanction", "处分"),
    "field.credit": ("Credit", "计入年数"),
    "field.years": ("Years", "年数"),
    "field.contribution": ("Contribution", "成果类别"),
    "field.allowance": ("Allowance", "津贴项目"),
    "field.amount": ("Amount (yuan)", "金额（元）"),
    "field.stage": ("Stage", "学段"),
    "field.cohort-stage-passed.stage": ("Selection stage", "遴选环节"),
    "field.capacity": ("Capacity", "身份"),
    "field.replaces": ("Replaces", "接替何人（工号）"),
    "field.rural": ("Rural", "是否农村学校"),
    "field.learning_district": ("Learning district", "所属学区"),
    "field.group": ("School group", "所属教育集团"),
    "field.merged_into": ("Merged into", "并入学校代码"),
    "field.tier": ("Tier", "梯队"),
    "field.policy": ("Policy pack", "规则包"),
    "field.digest": ("Digest", "摘要"),
    "field.content": ("Content", "规则包内容"),
    "field.streams": ("Streams", "序列数"),
    "field.root": ("Root", "根哈希"),
    "field_help.kind": (
        "The kind of event, such as appointed.",
        "填写事件类型，如 appointed（聘任）。",
    ),
    "field_help.event_id": (
        "A UUID; leave it out and the ledger makes one from the content.",
        "填写 UUID；不填则由系统按内容生成。",
    ),
    "field_help.recorded_at": (
        "The moment of recording, such as 2024-09-01T08:00:00+08:00; in a sandbox ledger only.",
        "登记时间，如 2024-09-01T08:00:00+08:00；仅限试用台账填写。",
    ),
    "field_help.teacher": (
        "The staff number, which names the teacher's file.",
        "填写教师工号，一个工号对应一份档案。",
    ),
    "field_help.school": (
        "The code of a school that is registered.",
        "填写已登记学校的代码。",
    ),
    "field_help.school-registered.school": (
        "A code for the school, by which everything else names it.",
        "为学校编定一个代码，其他事件以此引用。",
    ),
    "field_help.cohort": (
        "The code of a cohort that was formed.",
        "填写已组建团队的代码。",
    ),
    "field_help.cohort-formed.cohort": (
        "A code for the cohort, by which everything else names it.",
        "为团队编定一个代码，其他事件以此引用。",
    ),
    "field_help.appraised.cohort": (
        "The code of the cohort that was appraised, for a process appraisal.",
        "团队过程性考核时，填写所在团队的代码。",
    ),
    "field_help.district": (
        "The district, by the same code everywhere, such as hongkou.",
        "填写区县代码，前后须一致，如 hongkou。",
    ),
    "field_help.ref": (
        "A short handle such as A3, unique in the file and not beginning with ~.",
        "自编的简短编号，如 A3，同一档案内不得重复，不得以“~”开头。",
    ),
    "field_help.basis": (
        "The number of the document or decision behind it.",
        "填写所依据文件或决定的文号。",
    ),
    "field_help.evidence": (
        "Supporting documents, each with file name and SHA-256.",
        "证明材料的文件名及其 SHA-256 摘要。",
    ),
    "field_help.note": (
        "Any remark; kept as personal data, at most 2000 characters.",
        "其他说明，不超过2000字，按个人信息保管。",
    ),
    "field_help.corrects": (
        "The ref or event ID of the event that this one replaces; give all its fields anew.",
        "填写被更正事件的编号或标识，并重新填写全部项目。",
    ),
    "field_help.source": (
        "The file, sheet and row it was imported from; set by the ledger.",
        "导入文件及其工作表、行号，由系统填写。",
    ),
    "field_help.personal": (
        "The digest of the personal data kept beside the log; set by the ledger.",
        "另行保管的个人信息的摘要，由系统填写。",
    ),
    "field_help.effective_on": (
        "The day from which it holds, such as 2023-09-01; at most a year ahead.",
        "自该日起生效，如 2023-09-01；最迟不超过登记之日后一年。",
    ),
    "field_help.file-opened.effective_on": (
        "The first day in service as a teacher, such as 2010-09-01.",
        "填写参加教学工作的第一天，如 2010-09-01。",
    ),
    "field_help.service-resumed.effective_on": (
        "The first day back in service, after the last day of the service before it.",
        "填写重新任教的第一天，须晚于此前任教的最后一日。",
    ),
    "field_help.school-changed.effective_on": (
        "The first day at the new school.",
        "填写到新学校的第一天。",
    ),
    "field_help.rank-conferred.effective_on": (
        "The day from which the rank is held.",
        "填写取得职称之日。",
    ),
    "field_help.training-completed.effective_on": (
        "The day on which the training was finished; not in the future.",
        "填写培训结束之日，不得晚于登记当日。",
    ),
    "field_help.certificate-obtained.effective_on": (
        "The day from which the certificate is valid; not in the future.",
        "填写发证之日，不得晚于登记当日。",
    ),
    "field_help.certificate-revoked.effective_on": (
        "The first day on which the certificate is no longer valid.",
        "填写证书失效的第一天。",
    ),
    "field_help.title-conferred.effective_on": (
        "The first day on which the title is held.",
        "填写授予称号之日。",
    ),
    "field_help.title-withdrawn.effective_on": (
        "The first day on which the title is no longer held.",
        "填写称号撤销的第一天。",
    ),
    "field_help.award-granted.effective_on": (
        "The day of the award; not in the future.",
        "填写获奖之日，不得晚于登记当日。",
    ),
    "field_help.award-revoked.effective_on": (
        "The first day on which the award no longer counts.",
        "填写奖项撤销的第一天。",
    ),
    "field_help.appraised.effective_on": (
        "The day of the result; not in the future.",
        "填写考核结果确定之日，不得晚于登记当日。",
    ),
    "field_help.vetoed.effective_on": (
        "The first day on which the veto is active.",
        "填写否决生效的第一天。",
    ),
    "field_help.veto-lifted.effective_on": (
        "The first day on which the veto is no longer active.",
        "填写否决解除的第一天。",
    ),
    "field_help.tenure-credited.effective_on": (
        "The day from which the credit counts; by default 31 August of the school year.",
        "自该日起计入；不填则为该学年的8月31日。",
    ),
    "field_help.tenure-recognised.effective_on": (
        "The day from which the years count; not in the future.",
        "所认定年限自该日起计入，不得晚于登记当日。",
    ),
    "field_help.tenure-asserted.effective_on": (
        "The day for which the outside record states the years; not in the future.",
        "外部记载所截至的日期，不得晚于登记当日。",
    ),
    "field_help.contribution-made.effective_on": (
        "The day it was done, which decides the school year; not in the future.",
        "填写完成之日，据此确定所属学年，不得晚于登记当日。",
    ),
    "field_help.exception-granted.effective_on": (
        "The first day on which the exception holds.",
        "填写例外生效的第一天。",
    ),
    "field_help.allowance-paid.effective_on": (
        "The day of payment; not in the future.",
        "填写发放之日，不得晚于登记当日。",
    ),
    "field_help.allowance-recovered.effective_on": (
        "The day on which it was taken back; not in the future.",
        "填写追回之日，不得晚于登记当日。",
    ),
    "field_help.reserve-listed.effective_on": (
        "The first day in the reserve pool.",
        "填写纳入储备池的第一天。",
    ),
    "field_help.reserve-delisted.effective_on": (
        "The first day no longer in the reserve pool.",
        "填写移出储备池的第一天。",
    ),
    "field_help.cohort-stage-passed.effective_on": (
        "The day on which the stage was passed.",
        "填写通过该环节之日。",
    ),
    "field_help.first_day": (
        "The first day, included, such as 2023-09-01; at most a year ahead.",
        "填写第一天（含当日），如 2023-09-01；最迟不超过登记之日后一年。",
    ),
    "field_help.last_day": (
        "The last day, included, such as 2024-08-31.",
        "填写最后一天（含当日），如 2024-08-31。",
    ),
    "field_help.service-ended.last_day": (
        "The last day in service.",
        "填写在职的最后一天。",
    ),
    "field_help.leave-taken.last_day": (
        "The last day on leave, if it is known.",
        "填写休假的最后一天；未定的可不填。",
    ),
    "field_help.leave-ended.last_day": (
        "The last day on leave.",
        "填写休假的最后一天。",
    ),
    "field_help.appointed.last_day": (
        "The last day in post, if it is known.",
        "填写在岗的最后一天；未定的可不填。",
    ),
    "field_help.appointment-ended.last_day": (
        "The last day in post.",
        "填写在岗的最后一天。",
    ),
    "field_help.vetoed.last_day": (
        "The last day of a sanction of fixed length, which then ends by itself.",
        "有固定期限的处分，填写最后一天，期满自行终止。",
    ),
    "field_help.exception-granted.last_day": (
        "The last day on which the exception holds; leave it out for one without end.",
        "填写例外有效的最后一天；长期有效的不填。",
    ),
    "field_help.cohort-left.last_day": (
        "The last day in the cohort.",
        "填写在团队的最后一天。",
    ),
    "field_help.school-closed.last_day": (
        "The last day on which the school is open.",
        "填写学校办学的最后一天。",
    ),
    "field_help.cohort-formed.last_day": (
        "The last day on which the cohort runs, if it is known.",
        "填写团队运行的最后一天；未定的可不填。",
    ),
    "field_help.cohort-closed.last_day": (
        "The last day on which the cohort runs.",
        "填写团队运行的最后一天。",
    ),
    "field_help.policy-adopted.last_day": (
        "The last day in force; by default the pack's own, if it has one.",
        "填写施行的最后一天；不填则按规则包自身的规定。",
    ),
    "field_help.expires_on": (
        "The last day on which it is valid; leave it out for one without end.",
        "填写有效的最后一天；长期有效的不填。",
    ),
    "field_help.term_until": (
        "The last day of the term, where the appointment states one; it ends nothing by itself.",
        "聘书写明任期的，填写任期最后一天；到期不会自动终止聘任。",
    ),
    "field_help.period_first_day": (
        "The first day of the period that was paid for.",
        "填写津贴所属期间的第一天。",
    ),
    "field_help.period_last_day": (
        "The last day of the period that was paid for.",
        "填写津贴所属期间的最后一天。",
    ),
    "field_help.name": (
        "The teacher's name; kept as personal data.",
        "填写教师姓名，按个人信息保管。",
    ),
    "field_help.school-registered.name": ("The school's full name.", "填写学校全称。"),
    "field_help.school-amended.name": ("The school's new name.", "填写学校新的全称。"),
    "field_help.cohort-formed.name": ("The cohort's full name.", "填写团队全称。"),
    "field_help.id_number": (
        "The number of the identity card; kept as personal data. Enter it as text.",
        "填写身份证件号码，按个人信息保管；表格中须为文本格式。",
    ),
    "field_help.birth_date": (
        "The day of birth, such as 1985-03-12; kept as personal data.",
        "填写出生日期，如 1985-03-12，按个人信息保管。",
    ),
    "field_help.gender": (
        "As the teacher states it; kept as personal data.",
        "填写性别，按个人信息保管。",
    ),
    "field_help.reason": ("Why, in a few words.", "简要写明原因。"),
    "field_help.service-ended.reason": (
        "Why service ends: retired, resigned, dismissed, transferred or deceased.",
        "从退休、辞职、辞退、调离、去世中选一项。",
    ),
    "field_help.leave-taken.reason": (
        "The kind of leave: maternity, sick, study, secondment or other.",
        "从产假、病假、脱产进修、借调、其他中选一项。",
    ),
    "field_help.veto-lifted.reason": (
        "Served, rehabilitated, or overturned, which means that it should never have been.",
        "从处分期满、整改合格、复核撤销中选一项；复核撤销指原认定有误。",
    ),
    "field_help.target": (
        "The ref or event ID of the earlier event in the same file.",
        "填写同一档案中此前那一项的编号或标识。",
    ),
    "field_help.role": (
        "The role, such as homeroom.",
        "填写岗位，如 homeroom（班主任）。",
    ),
    "field_help.class_name": (
        "The class, as the school calls it.",
        "填写班级名称，以学校叫法为准。",
    ),
    "field_help.level": (
        "The level, from school to nation.",
        "填写级别，校级至国家级。",
    ),
    "field_help.appointed.level": (
        "The level of the studio, for a studio host.",
        "工作室主持人填写工作室级别。",
    ),
    "field_help.mentor": (
        "The staff number of the mentor, whether the ledger knows it or not.",
        "填写指导教师的工号，尚未建档的也可填写。",
    ),
    "field_help.rank": (
        "The professional rank, from third to principal-senior.",
        "填写职称，三级教师至正高级教师。",
    ),
    "field_help.subject": ("The subject of the rank.", "填写职称所属学科。"),
    "field_help.programme": (
        "The training programme, such as pre-service.",
        "填写培训项目，如岗前培训。",
    ),
    "field_help.hours": (
        "Class hours, above 0, one decimal at most.",
        "填写学时，须大于0，最多一位小数。",
    ),
    "field_help.title": ("What it is called.", "填写名称。"),
    "field_help.training-completed.title": (
        "What the training was called.",
        "填写培训班或课程名称。",
    ),
    "field_help.title-conferred.title": (
        "The title, by its code or label in a pack.",
        "填写规则包所列称号的代码或名称。",
    ),
    "field_help.award-granted.title": (
        "The award as the certificate calls it.",
        "填写获奖证书上的奖项全称。",
    ),
    "field_help.contribution-made.title": (
        "The name of the lesson, lecture, project or paper.",
        "填写公开课、讲座、课题或论文的题目。",
    ),
    "field_help.topics": ("What the training was about.", "填写培训的主要内容。"),
    "field_help.certificate": (
        "The certificate, such as psych-health.",
        "填写证书种类，如心理健康教育上岗资格证书。",
    ),
    "field_help.grade": (
        "The grade, where the award has one: special, first, second or third.",
        "分等次的奖项填写特等奖至三等奖；不分等次的不填。",
    ),
    "field_help.certificate-obtained.grade": (
        "The certificate's grade: A, B or C.",
        "填写证书等级：A级、B级或C级。",
    ),
    "field_help.conferred_by": ("Who conferred it.", "填写授予称号的单位。"),
    "field_help.award": (
        "The award, by its code or label in the core list or a pack.",
        "填写通用目录或规则包所列奖项的代码或名称。",
    ),
    "field_help.awarded_by": ("Who awarded it.", "填写颁奖单位。"),
    "field_help.scope": (
        "What was appraised, such as annual or homeroom.",
        "填写考核类别，如教师年度考核、班主任考核。",
    ),
    "field_help.result": (
        "Excellent, qualified, basic, unqualified, or no-grade.",
        "从优秀、合格、基本合格、不合格、不确定档次中选一项。",
    ),
    "field_help.school_year": (
        "The school year, such as 2022-2023, from 1 September to 31 August.",
        "填写学年，如 2022-2023，自9月1日至次年8月31日。",
    ),
    "field_help.appraised.school_year": (
        "The school year that was appraised; by default the one of the day of the result.",
        "填写所考核的学年，如 2022-2023；不填则按结果确定之日所在学年。",
    ),
    "field_help.scores": (
        "A score from 0 to 100 for each dimension, two decimals at most.",
        "各维度得分，0至100，最多两位小数。",
    ),
    "field_help.ground": ("The ground, by its code or label.", "填写情形的代码或名称。"),
    "field_help.vetoed.ground": (
        "The ground of the veto, such as ethics.",
        "填写否决情形，如师德失范。",
    ),
    "field_help.exception-granted.ground": (
        "Staffing, or in-principle, which needs a basis.",
        "填写师资结构原因，或“原则上”条款的例外；后者须写明依据文号。",
    ),
    "field_help.authority": ("Who found it.", "填写作出认定的单位。"),
    "field_help.sanction": ("The sanction imposed, if any.", "填写所受处分；没有的不填。"),
    "field_help.credit": (
        "1 for the whole school year or 0.5 for half of it; by default 1.",
        "整学年填1，半学年填0.5；不填按1计。",
    ),
    "field_help.years": (
        "The years in total, above 0, in steps of half a year.",
        "填写总年数，须大于0，以半年为单位。",
    ),
    "field_help.tenure-asserted.years": (
        "The years as the outside record has them, two decimals at most.",
        "按外部记载填写年数，最多两位小数。",
    ),
    "field_help.contribution": (
        "What was done, such as public-lesson or paper.",
        "填写成果类别，如德育公开课、德育论文。",
    ),
    "field_help.allowance": (
        "The allowance, by its code or label in the core list or a pack.",
        "填写通用目录或规则包所列津贴的代码或名称。",
    ),
    "field_help.amount": (
        "Yuan, above 0, two decimals at most.",
        "填写金额，单位为元，须大于0，最多两位小数。",
    ),
    "field_help.stage": (
        "The sort of school, such as primary or nine-year.",
        "填写学校学段，如小学、九年一贯制学校。",
    ),
    "field_help.cohort-stage-passed.stage": (
        "The stage: applied, recommended, selected, approved or listed.",
        "从个人申报、学校推荐、组织遴选、行政审核、确定名单中选一项。",
    ),
    "field_help.capacity": (
        "Member, lead or mentor.",
        "从成员、领衔人、导师中选一项。",
    ),
    "field_help.replaces": (
        "The staff number of the one whose seat is filled, for a seat that became free.",
        "补缺的，填写原成员的工号。",
    ),
    "field_help.rural": (
        "true for a rural school, false for any other.",
        "农村学校填“是”，其他学校填“否”。",
    ),
    "field_help.learning_district": ("The learning district of the school.", "填写学校所属学区。"),
    "field_help.group": ("The group that the school belongs to.", "填写学校所属教育集团。"),
    "field_help.merged_into": (
        "The code of the school that takes over, if one does.",
        "并入其他学校的，填写该校代码。",
    ),
    "field_help.tier": (
        "The tier, by its code or label in a pack.",
        "填写规则包所列梯队的代码或名称。",
    ),
    "field_help.policy": (
        "The policy pack's name, such as hongkou-2023.",
        "填写规则包名称，如 hongkou-2023。",
    ),
    "field_help.digest": (
        "The SHA-256 of the pack; the ledger adds that of a shipped one.",
        "规则包的 SHA-256 摘要；随系统提供的规则包由系统填写。",
    ),
    "field_help.content": (
        "The whole pack; the ledger adds that of a shipped one.",
        "规则包全部内容；随系统提供的规则包由系统填写。",
    ),
    "field_help.streams": ("How many streams there are.", "台账中序列的数量。"),
    "field_help.root": ("The root over their heads.", "各序列末项的根哈希。"),
}
