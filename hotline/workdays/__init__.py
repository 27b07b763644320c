"""Legal workdays: the calendar, working hours, and the arithmetic of deadlines."""
