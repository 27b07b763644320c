"""How hard the random tests try. `often(push, long)`: examples on every build, and with `scripts/test --long`."""

import os

from hypothesis import HealthCheck, settings

LONG = os.environ.get("TINGSU_EFFORT") == "long"
# no verdict hangs on how fast the machine is; fixtures of a function are made once for all examples, and they know it
UNHURRIED = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)

settings.register_profile("house", deadline=None, suppress_health_check=UNHURRIED, print_blob=True)
settings.load_profile("house")


def often(push: int, long: int) -> int:
    return long if LONG else push
