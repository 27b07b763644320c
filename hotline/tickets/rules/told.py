"""What a reader of a ticket's texts is told of the citizen: one rule for page, lists, sheet and papers."""

from collections.abc import Callable
from dataclasses import dataclass

from hotline.values import names, privacy

COVER = "＊＊＊＊"


@dataclass(frozen=True, slots=True)
class ToldText:
    """Covers what a reader may not see. `number`, `name`: of who brought the ticket; `former`: names under which he was
    noted before, a line each. `numbers`, `names`: the reader may
    see whole ones; `withheld`: the citizen asked that the reader's unit does not learn who he is."""

    number: str = ""
    name: str = ""
    former: str = ""
    numbers: bool = True
    names: bool = True
    withheld: bool = False

    def __call__(self, text: str | None) -> str:
        """Of what the citizen or the hotline wrote: a citizen who is withheld may be known by any number in it."""
        covered = self.answer(text)
        return covered if self.numbers and not self.withheld else privacy.hide(covered)

    def answer(self, text: str | None) -> str:
        """Of an answer: the office's own telephone in it stays, the citizen goes."""
        told = text or ""
        if self.withheld:
            told = privacy.without_number(told, self.number, cover=COVER)
            return self._without_names(told, lambda name: "＊" * min(len(name), 4))
        if not self.numbers:
            told = privacy.without_number(told, self.number, cover=privacy.mask(self.number))
        return told if self.names else self._without_names(told, privacy.mask_name)

    def _without_names(self, text: str, cover: Callable[[str], str]) -> str:
        for name in (self.name, *self.former.splitlines()):
            text = names.without_name(text, name, cover=cover(name))
        return text
