"""How slow this machine is beside the one that the tests were timed on, and how long a test may wait therefore.

`scripts/test` measures once, with all cores at work, and hands the figure on in TINGSU_PACE: 1 for the machine of the
figures in CONTRIBUTING, 3 for one that takes three times as long. A wait of a test ends with what it waits for; its
seconds are a guard that only a fault meets, so they are many, and more on a slower machine.
"""

import os
import subprocess
import sys
import time

REFERENCE = 0.3  # seconds that `work` takes on the machine of the figures
MARGIN = 3.0
PACE = float(os.environ.get("TINGSU_PACE", "1"))


def patient(seconds: float) -> float:
    """What a wait that usually takes less than `seconds` is given."""
    return seconds * MARGIN * PACE


def measured(cores: int) -> float:
    """The pace with all cores at work, the best of three times: what passes is no pace. Never below 1."""
    return max(1.0, min(_seconds(cores) for _ in range(3)) / REFERENCE)


def _seconds(cores: int) -> float:
    command = [sys.executable, "-m", "scripts.py.pace"]
    works = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(cores)]
    return max(float(work.communicate()[0]) for work in works)


def work() -> float:
    """The seconds that a fixed piece of work takes: numbers, texts and dictionaries, as most of our code."""
    begun = time.perf_counter()
    found: dict[str, int] = {}
    for n in range(2_400_000):
        name = f"{n % 997}"
        found[name] = found.get(name, 0) + n
    assert len(found) == 997
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(work())
