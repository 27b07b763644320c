"""Codes of people's acts, and of the programs."""

from .shape import Word


class OrderKind(Word):
    """Orders of the web to the controller; each has a verb that places it and a handler that carries it out."""

    PRESENCE = "presence", "座席状态", "Agent state"
    MORE_TIME = "more_time", "延长整理", "More time for wrap-up"
    ANSWER = "answer", "接听", "Answer"
    HANG_UP = "hang_up", "挂断", "Hang up"
    HOLD = "hold", "保持", "Hold"
    RESUME = "resume", "恢复", "Resume"
    FORCE_STATE = "force_state", "强制状态", "Force a state"
    MUTE = "mute", "静音", "Mute"
    UNMUTE = "unmute", "取消静音", "Unmute"
    SCRIPT = "script", "播放应对话术", "Play a script and go"
    CONSULT = "consult", "咨询", "Consult"
    THREE_WAY = "three_way", "三方通话", "Three-way talk"
    RETURN = "return", "返回来电人", "Back to the caller"
    HAND_OVER = "hand_over", "转给对方", "Hand over"
    TRANSFER = "transfer", "直接转接", "Transfer"
    CALL_OUT = "call_out", "呼出", "Call out"
    WATCH = "watch", "监听", "Listen in"
    WATCH_MODE = "watch_mode", "监听方式", "Listen, whisper or barge in"
    TAKE_OVER = "take_over", "接管", "Take over"
    MASK = "mask", "遮蔽录音", "Mask the recording"
    UNMASK = "unmask", "恢复录音", "Go on recording"
    PUBLISH_FLOW = "publish_flow", "发布流程", "Publish a flow"


class AuditAction(Word):
    """The acts in the audit log; what came of an act that can fail stands beside it."""

    SIGN_IN = "sign_in", "登录", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败", "Sign-in failed"
    SIGN_OUT = "sign_out", "退出", "Signed out"
    END_SIGN_INS = "end_sign_ins", "结束登录", "Ended sign-ins"
    CHANGE_PASSWORD = "change_password", "修改密码", "Changed the password"
    SET_LANGUAGE = "set_language", "切换语言", "Changed the language"
    CREATE_PERSON = "create_person", "新建人员", "Took a person on"
    IMPORT_PEOPLE = "import_people", "导入人员", "Imported people"
    EDIT_PERSON = "edit_person", "修改人员", "Changed a person"
    DEACTIVATE_PERSON = "deactivate_person", "停用人员", "Deactivated a person"
    ACTIVATE_PERSON = "activate_person", "启用人员", "Activated a person"
    RESET_PASSWORD = "reset_password", "重置密码", "Gave a new password"
    SET_UP_SECOND_FACTOR = "set_up_second_factor", "设置二次验证", "Set up a second factor"
    RENEW_RECOVERY_CODES = "renew_recovery_codes", "更换备用码", "Made new recovery codes"
    RESET_SECOND_FACTOR = "reset_second_factor", "取消二次验证", "Took a second factor away"
    ASK_CONSENT = "ask_consent", "申请第二人同意", "Asked for a second consent"
    GIVE_CONSENT = "give_consent", "同意", "Consented"
    REFUSE_CONSENT = "refuse_consent", "不同意", "Did not consent"
    NEW_TELEPHONE = "new_telephone", "更换话机密码", "Gave a telephone a new password"
    LET_IN_TELEPHONE = "let_in_telephone", "解除话机登记限制", "Let a telephone register again"
    CREATE_LINE = "create_line", "新建线路", "Made a line"
    EDIT_LINE = "edit_line", "修改线路", "Changed a line"
    PUT_ON = "put_on", "排岗", "Put on a position"
    TAKE_OFF = "take_off", "撤岗", "Took off a position"
    FORCE_STATE = "force_state", "强制状态", "Setting of another's state"
    OPEN_TICKET = "open_ticket", "登记工单", "Opened a ticket"
    LISTEN = "listen", "收听录音", "Listened to a recording"
    ENQUIRE = "enquire", "凭查询码查询", "Looked up by a code"
    DOWNLOAD = "download", "下载录音", "Downloaded a recording"
    PUBLISH_FLOW = "publish_flow", "发布流程", "Publishing of a flow"
    TAKE_CALL_BACK = "take_call_back", "领取回拨", "Took a call-back"
    CLOSE_CALL_BACK = "close_call_back", "关闭回拨", "Closed a call-back"
    CALL_OUT = "call_out", "呼出", "Call out"
    OPEN_CONTACT = "open_contact", "登记联系法官", "Asked for a judge"
    CLOSE_CONTACT = "close_contact", "办结联系法官", "Answered for a judge"
    EDIT_JUDGES = "edit_judges", "修改法官通讯录", "Changed the judges' directory"
    ADD_NUISANCE = "add_nuisance", "登记骚扰号码", "Listed a nuisance number"
    LIFT_NUISANCE = "lift_nuisance", "解除骚扰号码", "Lifted a nuisance number"
    WATCH = "watch", "监听通话", "Listening in"
    TAKE_OVER = "take_over", "接管通话", "Taking a call over"
    EDIT_HOURS = "edit_hours", "修改工作时间", "Changed the hours"
    EDIT_SPECIAL_DAY = "edit_special_day", "修改特别日期", "Changed a special day"
    SET_PARAMETER = "set_parameter", "修改参数", "Set a parameter"
    EDIT_SKILLS = "edit_skills", "修改技能", "Changed skills"
    CHECK_RECORDINGS = "check_recordings", "核验录音", "Checked the recordings"
    RELEASE_RECORDING = "release_recording", "公开录音", "Released a recording"
    CHECK_AUDIT = "check_audit", "核验审计日志", "Checked the audit"
    ARCHIVE_AUDIT = "archive_audit", "归档审计日志", "Archived the audit"
    PURGE = "purge", "清理录音", "Purged recordings"
    EDIT_UNIT = "edit_unit", "修改单位", "Changed a unit"
    DISSOLVE_UNIT = "dissolve_unit", "撤并单位", "Dissolved a unit"
    EDIT_MEMBERS = "edit_members", "修改单位人员", "Changed a unit's people"
    EDIT_DICTIONARY = "edit_dictionary", "修改数据字典", "Changed the dictionary"
    EDIT_LIMITS = "edit_limits", "修改办理期限", "Changed the limits"
    EDIT_TEMPLATES = "edit_templates", "修改答复模板", "Changed the reply templates"
    EDIT_RULES = "edit_rules", "修改派单规则", "Changed the rules of dispatch"
    LOOK_UP_TICKET = "look_up_ticket", "查阅他人工单", "Looked up somebody else's ticket"
    ATTACH = "attach", "上传附件", "Attached a file"
    READ_FILE = "read_file", "查看附件", "Read a file"
    SHOW_FILE = "show_file", "附件对来电人公开", "Showed a file to the citizen or took it back"
    DECIDE_DISPUTE = "decide_dispute", "认定矛盾纠纷", "Decided about a dispute"
    BOOK = "book", "办理预约", "Booked or moved an appointment"
    ISSUE_PAPER = "issue_paper", "制发文书", "Issued a paper"
    EXPORT = "export", "导出工单", "Exported tickets"
    ASSIGN_CALL_BACK = "assign_call_back", "指派回拨", "Assigned a call-back"
    EXPORT_CALLS = "export_calls", "导出来电", "Exported calls"
    EXPORT_FIGURE = "export_figure", "导出指标明细", "Exported the rows of a figure"
    ASK_REPORT = "ask_report", "生成报告", "Asked for a report"
    PUBLISH_REPORT = "publish_report", "发布报告", "Published a report"
    CORRECT_REPORT = "correct_report", "更正报告", "Corrected a report"
    EXPORT_REPORT = "export_report", "下载报告", "Downloaded a report"
    MAKE_WALL_KEY = "make_wall_key", "新建大屏地址", "Made an address of the wallboard"
    CHANGE_WALL_KEY = "change_wall_key", "修改大屏", "Changed a wallboard"
    REVOKE_WALL_KEY = "revoke_wall_key", "撤销大屏地址", "Revoked an address of the wallboard"
    EXPORT_AUDIT = "export_audit", "导出审计日志", "Exported the audit"
    ACKNOWLEDGE_ALARM = "acknowledge_alarm", "确认告警", "Acknowledged an alarm"
    LOOK_SEALED = "look_sealed", "查看保密件", "Looked at a confidential complaint"
    SEE_PERSONAL = "see_personal", "查看个人信息", "Saw personal data"
    FIND_PERSON = "find_person", "按人查询个人信息", "Looked up all data of a person"
    EXPORT_PERSON = "export_person", "导出个人信息", "Exported a person's data"
    ASK_ERASURE = "ask_erasure", "申请删除个人信息", "Asked to erase a person's data"
    ERASE_PERSON = "erase_person", "删除个人信息", "Erased a person's data"
    EDIT_INSPECTORS = "edit_inspectors", "纪检人员变动", "Changed who inspects"
    SEND_NOTICE_AGAIN = "send_notice_again", "重发短信", "Had a message sent again"


class AuditOutcome(Word):
    """What came of an act in the audit log, where that is known later than the act or can be of two kinds."""

    ASKED = "asked", "已申请，结果未知", "Asked for, the outcome is not known"
    DONE = "done", "已完成", "Done"
    REFUSED = "refused", "未成功", "Refused"
    FOUND = "found", "核验通过，已查到", "The secret was right"
    WRONG = "wrong", "核验未通过", "Number and secret do not match"
    LOCKED = "locked", "多次不符，已锁定", "Locked after too many tries"
    AWAY = "away", "系统未应答", "The system asked did not answer"


class PersonalData(Word):
    """What an answer showed of citizens."""

    TELEPHONE = "telephone", "完整电话号码", "Whole telephone numbers"
    IDENTITY = "identity", "身份证号码", "Identity numbers"
    NAME = "name", "姓名", "Names"


class SignInEnd(Word):
    """Why a sign-in is over."""

    SIGNED_OUT = "signed_out", "本人退出", "Signed out"
    BY_PERSON = "by_person", "本人在登录记录中结束", "Ended from another browser"
    BY_ADMINISTRATOR = "by_administrator", "管理员结束", "Ended by an administrator"
    PASSWORD = "password", "修改密码", "Password changed"
    RESET = "reset", "管理员重置密码", "Password reset by an administrator"
    DEACTIVATED = "deactivated", "账号停用", "Account deactivated"
    IDLE = "idle", "长时间未操作", "No activity"
    LONG = "long", "达到最长登录时间", "Signed in for the longest time allowed"


class InspectorChange(Word):
    """Changes of a person's access to confidential complaints; inspectors see them on their page."""

    GIVEN = "given", "授予纪检权限", "Was made discipline inspector"
    TAKEN = "taken", "取消纪检权限", "Is discipline inspector no more"
    PASSWORD = "password", "重置密码", "Got a new password"
    SECOND_FACTOR = "second_factor", "取消二次验证", "Lost the second factor"
    LET_GO = "let_go", "停用", "Can no longer sign in"
    BACK = "back", "恢复使用", "May sign in again"


class ConsentKind(Word):
    """What waits for a second person: it concerns an inspector, or a system or audit administrator."""

    PASSWORD = "password", "重置密码", "A new password"
    ROLES = "roles", "变更角色", "A change of roles"
    SECOND_FACTOR = "second_factor", "取消二次验证", "The second factor taken away"


class ConsentState(Word):
    """What became of a request for a second consent."""

    OPEN = "open", "待同意", "Waits"
    GRANTED = "granted", "已同意", "Consented"
    REFUSED = "refused", "未同意", "Not consented"
    VOID = "void", "已失效", "Too old, or asked again"


class Part(Word):
    """The programs that `scripts/run` keeps alive and `/healthz` reports."""

    SWITCH = "switch", "交换机", "Switch"
    CONTROLLER = "controller", "控制程序", "Controller"
    JOBS = "jobs", "定时任务", "Jobs"
    WEB = "web", "网页", "Web"
    DATABASE = "database", "数据库", "Database"
