"""Short messages through a gateway that takes JSON over HTTP, as the networks of governments have them.

The administrator configures its request and response formats (docs/sms-gateway.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hotline.ports import GatewayError, NoAnswer, NotSetUp
from hotline.settings.gateways import SmsHttpSettings
from hotline.values.privacy import clean

from . import web

ID_MOST = 100
_PLACE = re.compile(r"\{(number|text|ref|template|secret)\}")
_NOT_ALLOWED = (401, 403, 407)
_NOT_TAKEN = (408, 425, 429, 500, 503)  # the gateway says that it has not sent it
_UNCLEAR = (502, 504)  # a proxy in between does not know the result


@dataclass(frozen=True, slots=True)
class Http:
    settings: SmsHttpSettings
    secret: str = field(repr=False)
    seconds: float
    name: str = "http"

    def send(self, number: str, text: str, *, ref: str, template: str, fields: Mapping[str, str]) -> str:
        given = {"number": number, "text": text, "ref": ref, "template": template, "secret": self.secret}
        asked = _filled(self.settings.body, given, dict(fields))
        headers = {name: str(_filled(value, given, {})) for name, value in self.settings.headers.items()}
        if not self.secret and "{secret}" in f"{self.settings.headers}{self.settings.body}":
            raise NotSetUp("its secret is not set: `sms.secret`, or the file `secrets/sms` of the data folder")
        answer = web.post(
            self.settings.url, asked, headers=headers, seconds=self.seconds, ca_file=self.settings.ca_file
        )
        return self._taken(answer)

    def _taken(self, answer: web.Answer) -> str:
        """The gateway's id of the message, or why there is none."""
        if not 200 <= answer.status < 300:
            raise _refusal(answer.status, self._why(answer.value))
        if self.settings.status:
            status = web.at(answer.value, self.settings.status)
            if not status:
                raise NoAnswer("the gateway's answer does not say whether it has taken the message")
            if status not in self.settings.taken:
                said = f"the gateway says {clean(status, 40)}{self._why(answer.value)}"
                raise GatewayError(said, permanent=status not in self.settings.again)
        return clean(web.at(answer.value, self.settings.id), ID_MOST)

    def _why(self, value: Any) -> str:
        why = clean(web.at(value, self.settings.why), 100)
        return f": {why}" if why else ""


def _refusal(status: int, why: str) -> GatewayError:
    said = f"the gateway answered {status}{why}"
    if status in _NOT_ALLOWED:
        return NotSetUp(said)
    if status in _UNCLEAR:
        return NoAnswer(said)
    return GatewayError(said, permanent=status not in _NOT_TAKEN)


def _filled(value: Any, given: Mapping[str, str], fields: Mapping[str, str]) -> Any:
    """The administrator's value with its places filled in, in one pass: what is filled in is not looked at again."""
    if isinstance(value, dict):
        return {key: _filled(inner, given, fields) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, given, fields) for inner in value]
    if not isinstance(value, str):
        return value
    if value == "{fields}":
        return dict(fields)
    return _PLACE.sub(lambda place: given[place[1]], value)
