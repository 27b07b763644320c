"""Which phrases to show beside the call now. Pure. The ids are those of `content/phrases.yml`."""

from collections.abc import Mapping

from hotline.calls.rules.talk import Talk
from hotline.words import Party, Presence

BEGINNING = 20.0  # the opening is shown for the first seconds of a conversation
GREETING, CALLING_OUT, CALLING_BACK = "greeting", "calling_out", "calling_back"
HOTLINE = "{hotline}"  # stands in a phrase for what the hotline calls itself
ANY = "any"  # the name of the hotline where the call has no profile of its own
SECOND_LINE = (Party.JUDGE, Party.CHAMBER)


def opening(*, out: bool, call_back: bool) -> str:
    """What a conversation begins with: who answers greets, who calls says who calls, and why."""
    if not out:
        return GREETING
    return CALLING_BACK if call_back else CALLING_OUT


def situation(state: Presence, talk: Talk, third: Party | None, *, seconds: float, begins: str = GREETING) -> str:
    """The situation of an agent in this state, after so many seconds of conversation; `begins`: its opening."""
    if state in (Presence.WRAP_UP, Presence.AWAY):
        return "closing" if state is Presence.WRAP_UP else GREETING
    if state is not Presence.TALKING:
        return begins
    if third is not None:
        return "contact_judge" if third in SECOND_LINE else "transfer"
    if talk.held:
        return "hold"
    return begins if seconds < BEGINNING else "consult"


def hotline_of(names: Mapping[str, str], profile: str) -> str:
    """What the hotline of this profile calls itself; `names` are those of the content."""
    return names.get(profile) or names.get(ANY, "")
