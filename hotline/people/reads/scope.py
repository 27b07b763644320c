"""Which rows a reader may see: his own, those of his units or his site, or all (the head site)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Exactly one is set, or none for everything. `units`: with all subunits."""

    person: int | None = None
    site: int | None = None
    units: frozenset[int] | None = None
