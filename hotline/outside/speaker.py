"""A program that speaks: a line of JSON with a text in, a line of JSON with its sound file out.

Engine and sound conversion need CPU time and may crash or hang; in their own process they do not harm calls.
"""

import json
import sys
from typing import Any

from hotline import settings
from hotline.outside import voice
from hotline.ports import GatewayError


def answer(speech: Any, line: str) -> dict[str, str]:
    """`{"text": …}` → `{"file": …}`, or `{"error": …}`."""
    try:
        return {"file": str(speech.say(json.loads(line)["text"]))}
    except (GatewayError, OSError, ValueError, KeyError, TypeError) as error:
        return {"error": f"{type(error).__name__}: {error}"[:500]}


def main() -> None:
    speech = voice.of(settings.of_program("hotline.outside.speaker", __doc__))
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(speech, line), ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
