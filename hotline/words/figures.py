"""Words of figures and reports."""

from .shape import Word


class Dimension(Word):
    """By what a figure is divided."""

    SITE = "site", "法院（站点）", "Site"
    LINE = "line", "线路", "Line"
    AGENT = "agent", "座席", "Agent"
    UNIT = "unit", "承办单位（含下级）", "Unit, with those below"
    KIND = "kind", "工单类型", "Kind of ticket"
    TOPIC = "topic", "事项分类（含下级）", "Subject, with those below"
    OFFICIAL = "official", "官方分类", "Official class"
    PLACE = "place", "区域（含下级）", "Area, with those below"
    CHANNEL = "channel", "来源渠道", "Channel"
    PROFILE = "profile", "热线", "Hotline"
    URGENT = "urgent", "紧急程度", "Urgency"
    POINT_EVENT = "point_event", "计分事项", "Scoring event"
    ITEM = "item", "质检项目", "Item of the inspection"
    WORKING = "working", "工作时间", "Working time"
    HALF_HOUR = "half_hour", "时段（半小时）", "Half hour of the day"
    HOUR = "hour", "时段（小时）", "Hour of the day"
    WEEKDAY = "weekday", "星期", "Day of the week"
    DAY = "day", "日", "Day"
    WEEK = "week", "周", "Week"
    MONTH = "month", "月", "Month"
    QUARTER = "quarter", "季度", "Quarter"
    YEAR = "year", "年", "Year"


class Urgency(Word):
    """Whether a ticket is urgent, as the key of a part."""

    URGENT = "1", "紧急", "Urgent"
    ORDINARY = "0", "普通", "Not urgent"


class TakingClass(Word):
    """How urgent a ticket is for the unit that takes it."""

    DANGER = "danger", "危及生命财产安全（标为紧急）", "Danger to life or property (marked urgent)"
    SUPPLY = "supply", "水电气热等民生保障", "Water, power, gas and heat"
    OTHER = "other", "其他事项", "Other matters"


class WorkingTime(Word):
    """Whether a call came in its line's working time, as the key of a part."""

    WITHIN = "1", "工作时间内", "In working time"
    OUTSIDE = "0", "工作时间外", "Outside working time"


class PeriodKind(Word):
    """A stretch of whole days; FREE has a first and a last day of its own."""

    DAY = "day", "日", "Day"
    WEEK = "week", "周", "Week"
    MONTH = "month", "月", "Month"
    QUARTER = "quarter", "季度", "Quarter"
    YEAR = "year", "年", "Year"
    FREE = "free", "自定义", "From – to"


class ReportState(Word):
    """WAITING and RUNNING: the jobs make it. DRAFT: it can be looked at and published. REPLACED: a later version of the
    same report was published."""

    WAITING = "waiting", "等待生成", "Waiting"
    RUNNING = "running", "生成中", "Being made"
    DRAFT = "draft", "草稿", "Draft"
    PUBLISHED = "published", "已发布", "Published"
    REPLACED = "replaced", "已被更正", "Replaced"
    FAILED = "failed", "生成失败", "Failed"


class ReportPaper(Word):
    """The template of a report's paper."""

    REPORT = "report", "运行报告", "Report"
    RISK = "risk", "风险研判简报", "Risk brief"


class WallPage(Word):
    """The pages that a wallboard shows in turn."""

    OVERVIEW = "overview", "综合态势", "Overview"
    CALLS = "calls", "话务", "Calls"
    TICKETS = "tickets", "工单", "Tickets"
    SITES = "sites", "各院（站点）", "Sites"


class FindingKind(Word):
    """The kinds of findings of the risk view."""

    RISE = "rise", "多于平常", "More than usual"
    MATTER = "matter", "多人反映同一事项", "The same matter by many persons"
    PERSON = "person", "同一人多次反映", "The same person many times"
    GRAVE = "grave", "纠纷与反复", "Disputes, and what comes back"


class TaskState(Word):
    """What became of a task that hangs on a finding."""

    OPEN = "open", "待办", "Open"
    DONE = "done", "已完成", "Done"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class OwnPeriod(Word):
    """The period of an own report: reckoned from the day on which it is looked at, or FIXED days."""

    TODAY = "today", "今天", "Today"
    YESTERDAY = "yesterday", "昨天", "Yesterday"
    LAST_7 = "last_7", "最近 7 天（含今天）", "Last 7 days, with today"
    LAST_30 = "last_30", "最近 30 天（含今天）", "Last 30 days, with today"
    LAST_90 = "last_90", "最近 90 天（含今天）", "Last 90 days, with today"
    THIS_WEEK = "this_week", "本周", "This week"
    LAST_WEEK = "last_week", "上周", "Last week"
    THIS_MONTH = "this_month", "本月", "This month"
    LAST_MONTH = "last_month", "上月", "Last month"
    THIS_QUARTER = "this_quarter", "本季度", "This quarter"
    LAST_QUARTER = "last_quarter", "上季度", "Last quarter"
    THIS_YEAR = "this_year", "今年", "This year"
    LAST_YEAR = "last_year", "去年", "Last year"
    FIXED = "fixed", "固定起止日期", "Fixed days"


class OwnChart(Word):
    """What an own report draws above its table."""

    NONE = "none", "不画图", "No chart"
    BARS = "bars", "条形图", "Bars"
    LINE = "line", "折线图", "Line over time"
    STACKED = "stacked", "堆叠图", "Stacked bars"
