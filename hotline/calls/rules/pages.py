"""Whether an agent's page is awake: calls go to nobody who does not see them. Pure."""

import datetime as dt


def lost(
    now: dt.datetime, *, ready_since: dt.datetime, seen_at: dt.datetime, judged_since: dt.datetime, most: dt.timedelta
) -> bool:
    """True if no page of a ready agent was awake for longer than `most`.

    Counted from the latest of: he became ready, a page was seen, and the moment since which pages could be seen at all
    (`judged_since`: while the web, the database or the jobs stood still, nobody's silence counts against him).
    """
    return now - max(ready_since, seen_at, judged_since) > most
