"""Codes of a day's effect on a limit of workdays."""

from .shape import Word


class DayCount(Word):
    START = "start", "起算日，不计入", "Day of the start, not counted"
    COUNTED = "counted", "工作日，计入", "Workday, counted"
    MAKE_UP = "make_up", "调休上班，计入", "Make-up workday, counted"
    OWN_WORK = "own_work", "自定工作日，计入", "Own workday, counted"
    WEEKEND = "weekend", "周末，不计入", "Weekend, not counted"
    HOLIDAY = "holiday", "法定节假日，不计入", "Public holiday, not counted"
    OWN_FREE = "own_free", "自定休息日，不计入", "Own free day, not counted"
    PAUSED = "paused", "计时中止，不计入", "Clock paused, not counted"
