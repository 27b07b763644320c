"""Completes the audit: what became of an act that was asked for as an order."""

import datetime as dt

from hotline.calls.rows import Order
from hotline.people.rows import Audit
from hotline.words import AuditAction, AuditOutcome, OrderKind

_NOTED: dict[str, AuditAction] = {
    OrderKind.PUBLISH_FLOW: AuditAction.PUBLISH_FLOW,
    OrderKind.FORCE_STATE: AuditAction.FORCE_STATE,
    OrderKind.WATCH: AuditAction.WATCH,
    OrderKind.WATCH_MODE: AuditAction.WATCH,
    OrderKind.TAKE_OVER: AuditAction.TAKE_OVER,
    OrderKind.CALL_OUT: AuditAction.CALL_OUT,
    OrderKind.CONSULT: AuditAction.CALL_OUT,
    OrderKind.TRANSFER: AuditAction.CALL_OUT,
}  # orders whose verbs note them; a telephone that is rung outside stands as a call out


def settle(order: Order, refused: str | None, *, now: dt.datetime) -> None:
    """Tell the audit whether an order that it knows was carried out, or why not: a further entry about the first one,
    which stays as it is. In the caller's transaction."""
    act = _NOTED.get(order.kind)
    if act is None:
        return
    told = {"outcome": AuditOutcome.DONE.value}
    if refused is not None:
        told = {"outcome": AuditOutcome.REFUSED.value, "refused": refused}
    asked = Audit.select().where(
        Audit.at == order.placed_at, Audit.who == order.placed_by, Audit.act == act.value, Audit.about.is_null()
    )
    for row in [row for row in asked if row.data.get("order") == order.id]:
        Audit.insert(
            at=now, who=row.who, act=row.act, object=row.object, data=told, site=row.site, about=row.id
        ).execute()  # fmt: skip
