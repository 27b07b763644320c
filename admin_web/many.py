"""One act on many rows of a list: what was refused stays chosen, each reason is said once."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from hotline.ports import Refused

from . import language

T = TypeVar("T")


def each(chosen: Iterable[T], do: Callable[[T], object]) -> dict[str, list[T]]:
    """Do it to each of them; gives those that were refused, by the sentence that refused them."""
    refused: dict[str, list[T]] = {}
    for one in chosen:
        try:
            do(one)
        except Refused as error:
            refused.setdefault(language.sentence(error), []).append(one)
    return refused
