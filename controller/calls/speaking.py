"""Speech that has to be prepared first: texts for the speech engine, answers from outside. Pure."""

from controller.ivr.steps import Text
from controller.switch import port
from hotline.words import Fact, Trouble

from .asks import Arm, Disarm, Inquire, Utter
from .messages import Uttered
from .turn import Turn

CANNOT_SAY = "common.cannot_say"
SPEECH_SECONDS = 6.0  # after this time the engine has failed for this sentence


def say(turn: Turn, prompts: tuple[str | Text, ...]) -> None:
    """Say prompts and texts; prompts alone are played at once."""
    turn.answer()
    texts = tuple(one.text for one in prompts if isinstance(one, Text))
    token = turn.token()
    if not texts:
        turn.set(speech=None)
        turn.run(port.Play(turn.s.call, token, tuple(one for one in prompts if isinstance(one, str))))
        return
    turn.hush()
    turn.set(speech=(token, prompts))
    turn.decide(Utter(token, texts), Arm("speech", SPEECH_SECONDS))


def uttered(turn: Turn, message: Uttered) -> None:
    """The texts are sound files now; a text that failed is replaced by the prompt CANNOT_SAY."""
    if turn.s.speech is None or turn.s.speech[0] != message.token:
        return
    token, prompts = turn.s.speech
    turn.set(speech=None)
    turn.decide(Disarm("speech"))
    if None in message.files:
        turn.note(Fact.TROUBLE, what=Trouble.NO_SPEECH, detail="")
    files = iter(message.files)
    said = tuple((next(files, None) or CANNOT_SAY) if isinstance(one, Text) else one for one in prompts)
    turn.run(port.Play(turn.s.call, token, said))


def too_slow(turn: Turn) -> None:
    if turn.s.speech is not None:
        uttered(turn, Uttered(turn.s.speech[0], ()))


def inquire(turn: Turn, what: str, about: tuple[tuple[str, str], ...], seconds: float) -> None:
    token = turn.token()
    turn.set(inquiry=token)
    turn.decide(Inquire(token, what, about), Arm("inquiry", seconds))
