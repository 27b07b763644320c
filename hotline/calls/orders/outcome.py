"""Completes the audit: what became of an act that was asked for as an order."""

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


def settle(order: Order, refused: str | None) -> None:
    """Write into the order's audit entry whether it was carried out, or why not. In the caller's transaction."""
    act = _NOTED.get(order.kind)
    if act is None:
        return
    asked = Audit.select().where(Audit.at == order.placed_at, Audit.who == order.placed_by, Audit.act == act.value)
    for row in list(asked):
        if row.data.get("order") == order.id:
            told = {"outcome": AuditOutcome.DONE.value}
            if refused is not None:
                told = {"outcome": AuditOutcome.REFUSED.value, "refused": refused}
            Audit.update(data=row.data | told).where(Audit.id == row.id).execute()
