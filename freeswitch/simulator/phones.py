"""The agents' telephones: how long each rings, and how it answers, refuses or hangs up."""

from __future__ import annotations

from collections.abc import Iterator

from freeswitch.simulator.channels import Channel, Phone
from freeswitch.simulator.engine import Engine

_NETWORK = 0.02  # delay between the INVITE and the telephone's first response


class Phones:
    """All telephones by extension, with the actions of a person."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._board = engine.board

    def __iter__(self) -> Iterator[Phone]:
        return iter(self._board.phones.values())

    def __getitem__(self, extension: str) -> Phone:
        return self._board.phones[extension]

    def register(self, phone: Phone | str) -> None:
        """Log a telephone in; a new one is added."""
        if isinstance(phone, str):
            phone = self._board.phones[phone]
            if phone.registered:
                return
            phone.answer = "answer"
        self._board.phones[phone.extension] = phone
        if phone.registered:
            self._say(phone, "sofia::register", {"status": "Registered(UDP)", "expires": "3600"})

    def unregister(self, extension: str) -> None:
        """Log it out; a call in progress continues."""
        phone = self._board.phones[extension]
        if phone.registered:
            phone.answer = "unregistered"
            self._say(phone, "sofia::unregister", {"rpid": "unknown"})

    def _say(self, phone: Phone, subclass: str, extra: dict[str, str]) -> None:
        contact = f'"" <sip:{phone.extension}@127.0.0.1:5060>'
        head = {"Event-Subclass": subclass, "profile-name": "internal", "from-user": phone.extension}
        head |= {"from-host": "127.0.0.1", "contact": contact, "call-id": f"reg-{phone.extension}"} | extra
        self._board.fire("CUSTOM", head | {"network-ip": "127.0.0.1", "network-port": "5060"})

    def answer(self, extension: str) -> bool:
        """Pick up; False when it does not ring."""
        leg = self._board.phones[extension].leg
        if leg is None or leg.answered or leg.cause:
            return False
        return self._pick_up(leg)

    @staticmethod
    def _pick_up(leg: Channel) -> bool:
        if leg.picked_up is None or leg.cause:
            return False
        leg.picked_up(leg)
        return True

    def hang_up(self, extension: str) -> bool:
        """Put down, or refuse while it rings; False when it is idle."""
        leg = self._board.phones[extension].leg
        if leg is None or leg.cause:
            return False
        if leg.answered:
            self._engine.hang_up(leg, "NORMAL_CLEARING", "recv_bye")
        else:
            self._engine.hang_up(leg, "CALL_REJECTED", "recv_refuse")
        return True

    def ring(self, leg: Channel, phone: Phone) -> None:
        """Send the INVITE; the telephone reacts as it is set up. A telephone in a call is busy."""
        leg.phone = phone
        if phone.answer == "busy" or phone.leg is not None:
            self._board.later(_NETWORK, lambda: self._engine.hang_up(leg, "USER_BUSY", "recv_refuse"), leg)
            return
        phone.leg = leg
        self._board.later(_NETWORK, lambda: self._engine.progress(leg), leg)
        if phone.answer == "reject":
            wait = phone.ring_seconds
            self._board.later(wait, lambda: self._engine.hang_up(leg, "CALL_REJECTED", "recv_refuse"), leg)
        elif phone.answer == "answer" and phone.kind == "robot":
            wait = max(phone.ring_seconds, _NETWORK)
            self._board.later(wait, lambda: self._pick_up(leg), leg)

    def picked_up(self, leg: Channel) -> None:
        """A robot hangs up by itself after its talk time."""
        phone = leg.phone
        if phone is not None and phone.kind == "robot":
            wait = phone.talk_seconds
            self._board.later(wait, lambda: self._engine.hang_up(leg, "NORMAL_CLEARING", "recv_bye"), leg)

    @staticmethod
    def put_down(leg: Channel) -> None:
        """The leg has ended; the telephone is free."""
        if leg.phone is not None and leg.phone.leg is leg:
            leg.phone.leg = None
