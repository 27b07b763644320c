"""Which phrases to show beside the call now. Pure. The ids are those of `content/phrases.yml`."""

from hotline.calls.rules.talk import Talk
from hotline.words import Party, Presence

BEGINNING = 20.0  # the greeting is shown for the first seconds of a conversation


def situation(state: Presence, talk: Talk, third: Party | None, *, seconds: float) -> str:
    """The situation of an agent in this state, after so many seconds of conversation."""
    if state is Presence.WRAP_UP:
        return "closing"
    if state is not Presence.TALKING:
        return "greeting"
    if third is not None:
        return "contact_judge" if third is Party.JUDGE else "transfer"
    if talk.held:
        return "hold"
    return "greeting" if seconds < BEGINNING else "consult"
