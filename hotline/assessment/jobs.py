"""What the clock does in the assessment: periods begin, and what is provisional is counted."""

import datetime as dt

from hotline.assessment.verbs import counting
from hotline.knowledge.assessment_file import AssessmentFile


def one_round(file: AssessmentFile, now: dt.datetime) -> int:
    """Take the first rules over, begin periods, count them; return how many were counted."""
    grounds = [(one.code, one.zh, one.en) for one in file.grounds]
    counting.take_over(file.kept(), grounds, file.why, now=now)
    counting.begin(now)
    return counting.count_all(now)
