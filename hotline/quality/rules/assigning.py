"""Who inspects what: nobody himself, nobody a thing that he had a part in, the work shared evenly. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .sampling import Candidate


@dataclass(frozen=True, slots=True)
class Inspector:
    """`site`: his own; `head`: he belongs to the head site, which inspects for sites without an inspector; `open`: how
    many wait for him already."""

    person: int
    site: int
    head: bool
    open: int = 0


def may_inspect(one: Inspector, what: Candidate) -> bool:
    return one.person != what.agent and one.person not in what.involved and (one.head or one.site == what.site)


def shared(
    given: Iterable[Candidate], inspectors: Iterable[Inspector], *, but: Mapping[str, int] | None = None
) -> dict[str, int]:
    """By reference the person who inspects it; one whom nobody may inspect is left out. Those of the agent's own site
    come first; of several he who has least. `but`: by reference who has had the first look."""
    people = sorted(inspectors, key=lambda one: one.person)
    load = {one.person: one.open for one in people}
    found: dict[str, int] = {}
    for what in given:
        fit = [one for one in people if may_inspect(one, what) and (but or {}).get(what.ref) != one.person]
        near = [one for one in fit if one.site == what.site] or fit
        if near:
            chosen = min(near, key=lambda one: (load[one.person], one.person))
            load[chosen.person] += 1
            found[what.ref] = chosen.person
    return found
