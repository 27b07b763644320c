"""The base of all codes: a code with its labels."""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A code with its labels: `CODE = "code", "Chinese", "English"`."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str = "", en: str = "") -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.zh = zh
        word.en = en
        return word

    def label(self, language: str = "zh") -> str:
        """Chinese for `zh…`, English for anything else."""
        return self.zh if language.startswith("zh") else self.en
