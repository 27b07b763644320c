"""The sound of an inspection: its recording, and the clips that are kept of it. Each listening is written down."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _

from admin_web import access, clips, language
from admin_web.access import client_ip, needs, now, reader
from admin_web.sounds import file_of, played
from admin_web.ticket_forms import whole
from hotline.calls.reads import calls
from hotline.calls.reads.calls import Sound
from hotline.calls.verbs.recordings import note_listening
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.quality.reads import inspecting
from hotline.quality.reads.inspecting import InspectionView
from hotline.quality.verbs import inspecting as verbs
from hotline.tickets.reads import sounds
from hotline.tickets.verbs import sealed

blueprint = Blueprint("evidence", __name__)
INSPECTS = (Permission.INSPECT, Permission.READ_CONFIDENTIAL)
HEARS = (*INSPECTS, Permission.MANAGE_QUALITY, Permission.SEE_OWN_QUALITY)


@blueprint.get("/quality/<int:inspection>/recordings/<int:recording>")
@needs(*HEARS)
def listen(inspection: int, recording: int) -> FlaskResponse:
    """The recording, whole or in ranges (206, 416), for who sees the inspection."""
    look = inspecting.one(inspection, reader().id)
    sound = None if look is None else _sound(look, recording)
    file = None if sound is None else file_of(sound)
    if look is None or sound is None or file is None:
        abort(404)
    if number := inspecting.sealed_number(look):
        sealed.looked(number, reader().id, "listen", now=now(), client_ip=client_ip())
    else:
        note_listening(sound.id, sound.call, by=reader().login, now=now(), client_ip=client_ip())
    return played(file)


@blueprint.post("/quality/<int:inspection>/clips")
@needs(*INSPECTS)
def keep(inspection: int) -> Any:
    """Cut a part out of the recording and keep it as evidence."""
    typed = request.form
    recording, begin, end = (whole(typed.get(name, "")) or 0 for name in ("recording", "begin", "end"))
    try:
        verbs.may_cut(inspection, recording, begin, end, person=reader().id)
        look = inspecting.one(inspection, reader().id)
        sound = None if look is None else _sound(look, recording)
        if sound is None:
            raise Refused("The recording is gone: no clip can be kept of it")
        cut = clips.cut(sound, begin, end)
        try:
            verbs.keep_clip(inspection, cut, person=reader().id, now=now(), client_ip=client_ip())
        except Refused:
            clips.forget(cut)
            raise
    except Refused as error:
        if access.wants_json():
            raise
        flash(language.sentence(error), "refused")
    else:
        flash(_("The clip is kept as evidence"), "done")
    return redirect(url_for("inspections.one", inspection=inspection, _anchor="clips"), 303)


@blueprint.get("/quality/clips/<int:clip>")
@needs(*HEARS)
def clip(clip: int) -> FlaskResponse:
    """A clip, for who sees its inspection."""
    found = inspecting.clip(clip, reader().id)
    answer = None if found is None else clips.played(found, before=lambda: _heard(clip))
    if answer is None:
        abort(404)
    return answer


def _heard(clip: int) -> None:
    verbs.note_clip_heard(clip, person=reader().id, now=now(), client_ip=client_ip())


def _sound(look: InspectionView, recording: int) -> Sound | None:
    """A recording of the inspection's call that may be played."""
    sound = calls.any_sound(recording) if look.confidential else sounds.sound(recording)
    return sound if sound is not None and look.hears and look.call and sound.call == look.call else None
