"""How many connections the staff's web holds, and how long a request of theirs may take."""

from web_kit.serving import PatientHandler

AT_ONCE = 4000  # a stream and some requests of each of a city's seats


class StaffHandler(PatientHandler):
    """Uploads of 100 MB over a slow line take minutes; the stream of news lasts as long as its page."""

    whole_seconds = 600.0
    endless = frozenset({"/live"})
