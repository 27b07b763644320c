"""What the round of jobs does for the inspection."""

import datetime as dt
from collections.abc import Callable, Iterator

from hotline.quality import forms_file
from hotline.quality.jobs import answers, clips, drawing
from hotline.quality.verbs import forms
from hotline.settings import Settings


def jobs_of(chosen: Settings, now: dt.datetime, *, sweep: bool) -> Iterator[Callable[[], object]]:
    """The jobs of one round, to be run one after the other."""
    if sweep:
        yield lambda: forms.put_built_in(forms_file.load(chosen.content)[0].forms, now)
        yield lambda: drawing.draw_weeks(now)
        yield lambda: drawing.share_out(now)
        yield lambda: clips.sweep(chosen, now)
        yield lambda: answers.let_stand(now)
        yield lambda: answers.find_deciders(now)
        yield lambda: answers.close_hidden(now)
