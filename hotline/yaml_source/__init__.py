"""The one reader of every YAML file of the house: flows, settings, content, numbers of papers, prompts.

A file is read as the text that stands in it. Nothing is guessed: `0571` stays `0571`, `12:30` stays `12:30`, `yes`
stays `yes`. A shape that wants a number, a switch or a day says so with one of the types of `readers`, which takes
plain figures or refuses. What is wrong is a list of `Problem`s with their places, never an exception.
"""

from .faults import problems_of
from .problem import InvalidValue, Problem, both, in_chinese
from .source import Plain, YamlSource, read

__all__ = ["InvalidValue", "Plain", "Problem", "YamlSource", "both", "in_chinese", "problems_of", "read"]
