"""How much of the house a reader may see: his own rows, those of his units or his site, or all (the head site)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Exactly one is set, or none for everything. `units`: with all that are below them."""

    person: int | None = None
    site: int | None = None
    units: frozenset[int] | None = None
