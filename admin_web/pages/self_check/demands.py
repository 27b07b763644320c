"""What GB/T 22239—2019, level 3, asks of an application (8.1.4), by what it is met here, and what is not met."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """`clause`: in the standard. `measured`: the measurement that says whether it is met now (`measured.py`); "" if
    the program cannot know it, then `met` says what holds by how it is built. `by`: where in the house it stands: a
    file with its path, a `parameter:`, or a `setting:`."""

    clause: str
    zh: str
    en: str
    by: tuple[str, ...]
    answer_zh: str
    answer_en: str
    measured: str = ""
    met: bool = True


@dataclass(frozen=True, slots=True)
class DemandGroup:
    zh: str
    en: str
    demands: tuple[Demand, ...]


GROUPS = (
    DemandGroup("身份鉴别", "Identification", (
        Demand("8.1.4.1 a", "身份唯一，口令复杂并定期更换", "One login a person; passwords that are hard to guess",
               ("hotline/people/rules/weak_passwords.py", "hotline/people/verbs/passwords.py"),
               "登录名唯一；常用、连续、含姓名的口令不予通过；口令不强制定期更换。",
               "Logins are unique; common passwords, runs and names are refused. Nothing makes people change them.",
               met=False),
        Demand("8.1.4.1 b", "登录失败处理，超时自动退出", "Failed sign-ins lock; idle sign-ins end",
               ("hotline/people/rules/login.py", "parameter:sign_in.longest_hours", "setting:web.session_minutes"),
               "失败五次锁定该地址上的登录名，空闲及最长时间到即退出。",
               "Five failures lock a login for that address; a sign-in ends when idle and after the longest time."),
        Demand("8.1.4.1 c", "远程管理时防止鉴别信息被窃听", "Passwords are not sent in the clear",
               ("setting:web.tls", "setting:web.behind_https", "docs/deploy.md"),
               "网页须经 HTTPS。", "Pages are reached over HTTPS.", "https"),
        Demand("8.1.4.1 d", "两种以上鉴别技术", "Two factors",
               ("parameter:second_factor.roles", "hotline/people/rules/second_factor.py"),
               "管理员和纪检须二次验证。", "Administrators and inspectors need a second factor.", "second_factor"),
    )),
    DemandGroup("访问控制", "Access control", (
        Demand("8.1.4.2 a-c", "分配账户和权限，删除多余、默认账户", "Accounts and rights; no default accounts",
               ("hotline/people/rules/permissions.py", "scripts/py/demo_accounts.py"),
               "每个页面和动作各有权限；演示账户在正式启用前关闭。",
               "Each page and act has its permission; the demo's accounts are closed.", "no_demo"),
        Demand("8.1.4.2 d-f", "最小权限", "Least rights",
               ("hotline/people/verbs/consents.py", "hotline/people/reads/scope.py"),
               "角色与法院范围限定所见；管理员与纪检不得兼任，纪检账户变更须第二人同意。",
               "Roles and sites bound what is seen; administrator and inspector exclude each other, and an inspector's "
               "account needs a second person."),
        Demand("8.1.4.2 d", "管理用户权限分离（三员分立）", "Administrators are separated",
               ("parameter:people.separate_administrators", "hotline/people/rules/permissions.py"),
               "系统、安全、审计管理员各由不同的人担任，无人保留原“管理员”角色。",
               "System, security and audit administrators are different people, and nobody keeps the old role.",
               "separate"),
        Demand("8.1.4.2 g", "敏感标记", "Marks of secrecy", ("hotline/tickets/reads/sealed.py",),
               "只有保密件一级，没有多级标记。",
               "There is one mark, for confidential complaints, and no levels.", met=False),
    )),
    DemandGroup("安全审计", "Audit", (
        Demand("8.1.4.3 a-b", "覆盖每个用户，记录时间、用户、事件、结果",
               "Everybody's acts, with time, person and outcome",
               ("hotline/people/verbs/audit.py", "hotline/words/acts.py", "admin_web/looks.py"),
               "每项操作在同一事务中记录；显示号码或姓名的页面也记录。",
               "Each act is noted in its own transaction, and each page that shows numbers or names."),
        Demand("8.1.4.3 c", "保护审计记录，定期备份", "Entries are protected and saved elsewhere",
               ("hotline/people/rules/audit_chain.py", "scripts/check_audit", "scripts/audit_role"),
               "审计日志只增不改，逐条入链。", "Entries are only added, and each gets its place in a chain.", "chain"),
        Demand("8.1.4.3 c", "链头送出本系统", "The head of the chain leaves the house",
               ("setting:audit.heads_file", "setting:audit.heads_command"),
               "每日外送一次。", "Once a day.", "head"),
        Demand("8.1.4.3 d", "审计进程不被未经授权中断", "Nobody interrupts the audit",
               ("hotline/people/verbs/audit.py", "scripts/py/run.py"),
               "审计与操作在同一事务，不写审计就做不成事；页面上没有关闭审计的开关。",
               "An entry stands in its act's transaction: without it the act is not done. No page switches it off."),
        Demand("8.1.5.4 d", "留存不少于六个月（网络安全法第二十一条）",
               "Kept for six months (Cybersecurity Law, article 21)",
               ("parameter:keep.audit", "hotline/people/jobs/audit_chain.py"),
               "在库天数不少于 180 天，之后归档可查。", "180 days at least in the database, then in files.", "kept"),
    )),
    DemandGroup("入侵防范与恶意代码防范", "Intrusion and malicious code", (
        Demand("8.1.4.4 d", "输入内容校验", "What comes in is checked",
               ("hotline/values/telephone.py", "tests/house/test_patterns.py", "tests/admin_web/test_forms.py"),
               "表单、文件、来电信息先校验再使用。", "Forms, files and what callers send are checked before use."),
        Demand("8.1.4.4 e", "发现已知漏洞并修补", "Known weaknesses are found",
               ("scripts/sbom", "CONTRIBUTING.md"),
               "构建时将固定版本的依赖与漏洞公告比对，另有物料清单；系统和交换机的更新由运维承担。",
               "The build compares the pinned libraries with advisories; who runs them keeps system and switch up."),
        Demand("8.1.4.4 f", "检测入侵并报警", "Attacks raise an alarm",
               ("hotline/calls/jobs/alarms.py", "hotline/people/rules/login.py", "parameter:telephone.tries"),
               "话机连续错误密码、外拨超限、反复无声来电即告警；登录失败记入审计，不告警。",
               "Wrong passwords of telephones, calls beyond the limits and silent calls raise alarms; failed sign-ins "
               "are noted in the audit and raise none."),
        Demand("8.1.4.5", "恶意代码防范", "Files are scanned", ("setting:files.scan_command",
               "hotline/outside/scanning.py"),
               "附件入库前查毒。", "Files are scanned before they are kept.", "scan"),
    )),
    DemandGroup("可信验证", "Trusted boot and execution", (
        Demand("8.1.4.6", "可信验证", "Trusted verification", ("SECURITY.md",),
               "程序不做可信验证；由主机承担。", "The programs do none: the host must do it.", met=False),
    )),
    DemandGroup("数据完整性与保密性", "Integrity and confidentiality of data", (
        Demand("8.1.4.7 a · 8.1.4.8 a", "传输完整性和保密性（话机信令与语音）", "Telephones' signalling and voice",
               ("setting:sip.tls_only", "setting:sip.srtp"),
               "话机只用 TLS 与 SRTP。", "Telephones use TLS and SRTP alone.", "voice"),
        Demand("8.1.4.7 b", "存储完整性", "Integrity of what is kept", ("scripts/check_recordings",
               "scripts/check_audit"),
               "录音、附件和审计有校验值，可随时核验。",
               "Recordings, files and the audit have sums that are compared."),
        Demand("8.1.4.8 b", "存储保密性：文件权限", "Files closed to other users", ("hotline/settings/modes.py",),
               "数据目录及密钥不对其他用户开放。", "The data folder and secrets are closed to others.", "modes"),
        Demand("8.1.4.8 b", "存储加密：录音和附件", "Recordings and attachments are encrypted",
               ("setting:encryption.key_file", "hotline/outside/encrypted.py", "scripts/rotate_encryption"),
               "完成后以 AES-256-GCM 加密，密钥在数据目录之外。",
               "Encrypted with AES-256-GCM once they are complete; the key lies outside the data folder.",
               "encryption"),
        Demand("8.1.4.8 b", "存储加密：数据库和日志", "The database and the journal are encrypted", ("SECURITY.md",),
               "程序不加密；请使用加密磁盘。", "The programs do not encrypt them: use an encrypted disk.", met=False),
    )),
    DemandGroup("备份、剩余信息与个人信息", "Backup, residual and personal information", (
        Demand("8.1.4.9", "备份与恢复，异地实时备份", "Backup and restore, elsewhere and at once", ("SECURITY.md",),
               "没有备份恢复命令；由数据库和磁盘的备份承担。",
               "There is no command: the database's and the disk's own means must do it.", met=False),
        Demand("8.1.4.10", "剩余信息保护", "Residual information", ("hotline/people/verbs/sign_ins.py",
               "hotline/calls/jobs/retention.py"),
               "退出即失效，副本同时失效；过期录音删除文件，不覆写磁盘。",
               "Signing out ends copies of the cookie too; old recordings are deleted, the disk is not overwritten."),
        Demand("8.1.4.11", "个人信息保护", "Personal information", ("hotline/values/privacy.py",
               "public_web/app.py", "hotline/subjects/jobs/erasing.py"),
               "号码和姓名对无权者掩码，查看留痕；可按人查询、导出、删除。",
               "Numbers and names are masked, looks are noted; one person's data can be found, exported and erased."),
    )),
)  # fmt: skip
