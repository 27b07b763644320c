"""Short messages: which gateway an installation has chosen."""

from hotline.ports import SmsGateway
from hotline.settings import Settings, given_secret

from . import sms_http, sms_tencent


def choose(settings: Settings) -> SmsGateway | None:
    """The gateway; None where there is none and messages are kept."""
    chosen = settings.sms
    secret = chosen.secret or given_secret(settings.data, "sms")
    made: dict[str, SmsGateway] = {
        "http": sms_http.Http(chosen.http, secret, chosen.seconds),
        "tencent": sms_tencent.Tencent(chosen.tencent, secret, chosen.seconds),
    }
    return made.get(chosen.gateway)
