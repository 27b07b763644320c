"""Change a form of the inspection: each change is a new version, and what was scored keeps its own."""

import datetime as dt
from collections.abc import Iterable

from hotline.people.reads import remit
from hotline.people.reads.remit import login_of
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.quality.rows import QualityForm, SamplingPlan
from hotline.quality.rules.forms import InspectionForm, wrong
from hotline.store.database import writing
from hotline.words import AuditAction


def put(form: InspectionForm, *, over: int, person: int, now: dt.datetime, client_ip: str) -> int:
    """Keep a form; `over`: the version that was on the page, 0 for a new form. Gives the version under which it is
    kept. Raises Refused."""
    with writing():
        remit.of_person(person, Permission.MANAGE_QUALITY).whole_house()
        if (fault := wrong(form)) is not None:
            raise fault
        last = _last(form.code)
        if (0 if last is None else last.version) != over:
            raise Refused(
                "There is a form with this code already" if over == 0
                else "Somebody else has changed this form meanwhile: load the page again"
            )  # fmt: skip
        if last is not None and last.inspected != form.inspected.value:
            raise Refused("What a form inspects stays: make a new form instead")
        version = _written(form.in_order(), last, person, now)
        audit.note(
            AuditAction.EDIT_QUALITY_FORM, f"quality_form:{form.code}", by=login_of(person), now=now,
            client_ip=client_ip, number=version,
        )  # fmt: skip
        return version


def switch(code: str, *, active: bool, person: int, now: dt.datetime, client_ip: str) -> None:
    """Offer a form, or offer it no more. What was inspected with it stays. Raises Refused."""
    with writing():
        remit.of_person(person, Permission.MANAGE_QUALITY).whole_house()
        last = _last(code)
        if last is None:
            raise Refused("There is no such form")
        used = SamplingPlan.select().where(SamplingPlan.form_code == code, SamplingPlan.active == True)  # noqa: E712
        if not active and used.exists():
            raise Refused("A sampling plan uses this form: choose another form there first")
        QualityForm.update(active=active).where(QualityForm.id == last.id).execute()
        audit.note(
            AuditAction.EDIT_QUALITY_FORM, f"quality_form:{code}", by=login_of(person), now=now, client_ip=client_ip,
            active=active,
        )  # fmt: skip


def put_built_in(forms: Iterable[InspectionForm], now: dt.datetime) -> int:
    """Write those of the house's forms whose code there is not yet; gives how many."""
    with writing():
        known = {row.code for row in list(QualityForm.select(QualityForm.code))}
        fresh = [form for form in forms if form.code not in known]
        for form in fresh:
            _written(form.in_order(), None, None, now)
        return len(fresh)


def _written(form: InspectionForm, last: QualityForm | None, person: int | None, now: dt.datetime) -> int:
    values = {
        "inspected": form.inspected.value, "zh": form.zh, "en": form.en, "content": form.model_dump(mode="json"),
        "active": True, "made_by": person, "made_at": now,
    }  # fmt: skip
    version = 1 if last is None else int(last.version) + 1
    QualityForm.create(code=form.code, version=version, **values)
    return version


def _last(code: str) -> QualityForm | None:
    query = QualityForm.select().where(QualityForm.code == code).order_by(QualityForm.version.desc())
    found: QualityForm | None = query.first()
    return found
