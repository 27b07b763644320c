"""The set of rows of voices: the recordings of talks whose two sides were measured."""

from collections.abc import Sequence

from hotline.store.conditions import Condition, joined
from hotline.store.database import Statement

_COLUMNS = (
    "r.id AS id, r.begun_at AS at, c.profile AS profile, c.line AS line, c.agent_id AS agent, "
    "COALESCE(l.site_id, p.site_id) AS site, l.site_id AS line_site, p.site_id AS person_site, "
    "v.talk AS voice_seconds, v.agent_first AS first_word_seconds, v.dead AS silence_seconds, "
    "v.dead_longest AS longest_silence_seconds, v.agent_quiet AS agent_silent_seconds, v.both AS both_seconds, "
    "v.agent / v.talk AS agent_share, v.both / v.talk AS both_share, c.id AS call_id"
)
_TABLES = (
    'voice_measure v JOIN recording r ON r.id = v.recording_id JOIN "call" c ON c.id = v."call" '
    "LEFT JOIN line l ON l.code = c.line LEFT JOIN person p ON p.id = c.agent_id"
)


def statement(conditions: Sequence[Condition]) -> Statement:
    """The set as a SELECT, with its values; a recording in which nobody talked to an agent is not in it."""
    where, values = joined([*conditions, Condition("v.talk > 0")])
    return f"SELECT {_COLUMNS} FROM {_TABLES} WHERE {where}", values  # noqa: S608 - all of it is ours
