"""Lines with their ladders and positions."""

from dataclasses import dataclass

from hotline.records.rows import Line, Person, Position, Site
from hotline.words import PositionKind


@dataclass(frozen=True, slots=True)
class Seat:
    id: int
    kind: PositionKind
    person: int
    name: str
    extension: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line; `uncovered` are the positions on which nobody sits."""

    id: int
    code: str
    name: str
    site: str
    ladder: tuple[tuple[str, int], ...]
    ring_seconds: int
    wrap_up_seconds: int
    active: bool
    seats: tuple[Seat, ...]

    @property
    def uncovered(self) -> tuple[PositionKind, ...]:
        return tuple(kind for kind in PositionKind if not any(seat.kind is kind for seat in self.seats))


def all_lines() -> list[LineView]:
    """Every line by code."""
    rows = list(Line.select(Line, Site).join(Site).order_by(Line.code))
    seats: dict[int, list[Seat]] = {}
    for row in Position.select(Position, Person).join(Person).order_by(Position.kind, Position.place, Position.id):
        seat = Seat(row.id, PositionKind(row.kind), row.person_id, row.person.name, row.person.extension or "")
        seats.setdefault(row.line_id, []).append(seat)
    return [_view(row, seats.get(row.id, [])) for row in rows]


def one_line(line: int) -> LineView | None:
    return next((view for view in all_lines() if view.id == line), None)


def line_names() -> dict[str, str]:
    """Name of each line by its code."""
    return {row.code: row.name for row in Line.select().order_by(Line.code)}


def _view(row: Line, seats: list[Seat]) -> LineView:
    return LineView(
        id=row.id,
        code=row.code,
        name=row.name,
        site=row.site.name,
        ladder=tuple((step["whom"], int(step["seconds"])) for step in row.ladder),
        ring_seconds=row.ring_seconds,
        wrap_up_seconds=row.wrap_up_seconds,
        active=row.active,
        seats=tuple(seats),
    )
