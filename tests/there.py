"""What a test takes for granted is there; where it is not, the test says so."""

import re
from typing import TypeVar

T = TypeVar("T")


def there(one: T | None) -> T:
    assert one is not None, "nothing is there"
    return one


def found(pattern: str, text: str) -> str:
    """The first group of a pattern that a text has."""
    match = re.search(pattern, text)
    assert match is not None, f"{pattern} is not in {text[:2000]}"
    return str(match[1])
