"""Which of the words beside the call an agent needs now: pure. The ids are those of `content/phrases.yml`."""

from hotline.calls.rules.talk import Talk
from hotline.words import Party, Presence

BEGINNING = 20.0  # so many seconds of a talk the greeting stays in sight


def situation(state: Presence, talk: Talk, third: Party | None, *, seconds: float) -> str:
    """The situation of an agent in this state, whose talk has lasted so many seconds."""
    if state is Presence.WRAP_UP:
        return "closing"
    if state is not Presence.TALKING:
        return "greeting"
    if third is not None:
        return "contact_judge" if third is Party.JUDGE else "transfer"
    if talk.held:
        return "hold"
    return "greeting" if seconds < BEGINNING else "consult"
