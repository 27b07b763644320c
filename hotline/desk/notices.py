"""Short messages: written into the outbox in the verb's own transaction and sent by the jobs."""

import datetime as dt

from hotline.records.changes import announce
from hotline.records.rows import Notice
from hotline.rules.privacy import clean
from hotline.words import NoticeState

TEMPLATES = {
    "contact_judge": "【诉讼服务热线】%(judge)s法官：来电人%(caller)s请您回复，请于%(until)s前联系。",
    "silent_call": "【诉讼服务热线】刚才未能听到您的声音，请换一部电话再次拨打，谢谢。",
}


def put(number: str, template: str, fields: dict[str, str], *, ref: str, now: dt.datetime) -> int:
    """One message; the same `ref` and template are written once. Returns its id."""
    known = Notice.get_or_none(Notice.ref == ref, Notice.template == template) if ref else None
    if known is not None:
        return int(known.id)
    text = clean(TEMPLATES[template] % {key: clean(value, 100) for key, value in fields.items()}, 500)
    row = Notice.create(
        number=clean(number, 64), template=template, text=text, ref=ref, state=NoticeState.WAITING, at=now, next_at=now
    )
    announce("notices", str(row.id), at=now)
    return int(row.id)
