"""Codes of the assessment of units: what gives points, kinds of rows, periods, exclusions, letters, the five grades."""

from .shape import Word


class PointEvent(Word):
    """What gives points. Those of `CREDITS` are added, all others are taken off."""

    TAKEN_LATE = "taken_late", "逾期签收", "Taken late"
    REPLY_LATE = "reply_late", "逾期办理", "Answered late"
    URGED = "urged", "被催办", "Urged again"
    EXTENDED = "extended", "多次延期", "Extended again"
    RETURN_REFUSED = "return_refused", "退单未获同意", "Return was refused"
    SENT_BACK = "sent_back", "热线审核退改", "Answer sent back"
    NOT_SOLVED = "not_solved", "回访未解决", "Not solved, says the citizen"
    NOT_SATISFIED = "not_satisfied", "回访不满意", "Not satisfied, says the citizen"
    SUPERVISION_LATE = "supervision_late", "督办逾期未回复", "Supervision answered late"
    CIRCULAR = "circular", "催办未果被通报", "Circular after urging"
    KNOWLEDGE = "knowledge", "知识未及时更新", "Knowledge not kept up"
    IN_TIME = "in_time", "按时办结并通过审核", "Answered in time and passed"
    PRAISE = "praise", "来电人非常满意", "Praised by the citizen"


CREDITS = frozenset({PointEvent.IN_TIME, PointEvent.PRAISE})
WITHOUT_SOURCE = frozenset({PointEvent.KNOWLEDGE})  # nothing in the house tells of it yet: it never gives points


class PointKind(Word):
    """What a row of points is: an event's, what was excluded of it, what passes the cap, or a correction."""

    EVENT = "event", "计分", "Event"
    EXCLUDED = "excluded", "剔除", "Excluded"
    CAP = "cap", "封顶", "Cap"
    CORRECTION = "correction", "更正", "Correction"


class AssessmentState(Word):
    PROVISIONAL = "provisional", "暂计", "Provisional"
    PUBLISHED = "published", "已公布", "Published"


class ExclusionState(Word):
    ASKED = "asked", "待裁定", "To be decided"
    GRANTED = "granted", "已剔除", "Excluded"
    REFUSED = "refused", "未予剔除", "Not excluded"
    OVERTURNED = "overturned", "剔除已撤销", "Exclusion overturned"


class AssessmentPaper(Word):
    """A paper of the assessment; its template is `content/papers/<code>.docx`."""

    CIRCULAR = "assessment", "考核通报", "Circular on the assessment"
    LETTER = "assessment_letter", "考核告知书", "Notice of the assessment"


class Grade(Word):
    """The five grades of 好差评, from what the citizen said (5 to 1)."""

    VERY_GOOD = "5", "非常满意", "Very satisfied"
    GOOD = "4", "满意", "Satisfied"
    FAIR = "3", "基本满意", "Rather satisfied"
    BAD = "2", "不满意", "Dissatisfied"
    VERY_BAD = "1", "非常不满意", "Very dissatisfied"
