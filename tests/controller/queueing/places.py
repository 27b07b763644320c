"""Six agents at two sites, and lines with ladders of every shape."""

from controller.queueing.line import Line, Rung
from hotline.words import Whom

A, B, POOL = Whom.A, Whom.B, Whom.POOL
SITES = {1: "east", 2: "east", 3: "east", 4: "west", 5: "west", 6: "west"}
LINES = (
    Line("filing", "east", (1,), (2,), (Rung(A, 15), Rung(B, 15), Rung(POOL, 20)), 12, 30),
    Line("short", "east", (), (), (Rung(POOL, 5),), 15, 0),
    Line("judge", "west", (4, 5), (1,), (Rung(A, 10), Rung(POOL, 8), Rung(B, 10), Rung(POOL, 30)), 15, 30),
    Line("none", "west", (6,), (), (Rung(A, 15),), 15, 30),
)
