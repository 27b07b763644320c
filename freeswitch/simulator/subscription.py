"""The events that one client of the socket subscribed to: event, nixevent, noevents, filter; others are refused."""

from __future__ import annotations

from collections.abc import Callable

from freeswitch.simulator.events import Event

_NAMES = (
    "CUSTOM CHANNEL_CREATE CHANNEL_DESTROY CHANNEL_STATE CHANNEL_CALLSTATE CHANNEL_ANSWER CHANNEL_HANGUP "
    "CHANNEL_HANGUP_COMPLETE CHANNEL_EXECUTE CHANNEL_EXECUTE_COMPLETE CHANNEL_HOLD CHANNEL_UNHOLD CHANNEL_BRIDGE "
    "CHANNEL_UNBRIDGE CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_OUTGOING CHANNEL_PARK CHANNEL_UNPARK "
    "CHANNEL_APPLICATION CHANNEL_ORIGINATE CHANNEL_UUID API LOG HEARTBEAT RELOADXML DTMF MESSAGE TALK NOTALK "
    "RECORD_START RECORD_STOP PLAYBACK_START PLAYBACK_STOP CALL_UPDATE BACKGROUND_JOB SHUTDOWN STARTUP "
    "PRESENCE_IN DETECTED_SPEECH DETECTED_TONE CHANNEL_DATA SCHEDULE ADD_SCHEDULE DEL_SCHEDULE EXE_SCHEDULE "
    "RE_SCHEDULE MODULE_LOAD MODULE_UNLOAD CALL_DETAIL SESSION_HEARTBEAT GENERAL COMMAND"
)
KNOWN = frozenset(_NAMES.split())


class Subscription:
    """The event names, custom subclasses and filters of one listener."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.subclasses: set[str] = set()
        self.everything = False
        self.filters: list[tuple[str, str]] = []

    def command(self, line: str) -> str | None:
        """The reply to a subscription command; None for other commands."""
        verb, _, rest = line.strip().partition(" ")
        words = rest.split()
        for prefix, answer in self._commands():  # FreeSWITCH compares prefixes: `events plain ALL` works too
            if verb.lower().startswith(prefix):
                return answer(words)
        return None

    def _commands(self) -> tuple[tuple[str, Callable[[list[str]], str]], ...]:
        return (
            ("filter", self._filter),
            ("nolog", lambda _: "-ERR not loging"),
            ("log", lambda words: f"+OK log level {words[0] if words else ''} [7]"),
            ("linger", lambda _: "-ERR not controlling a session"),
            ("nolinger", lambda _: "-ERR not controlling a session"),
            ("event", self._event),
            ("nixevent", self._nix),
            ("noevents", self._none),
        )

    def _none(self, _words: list[str]) -> str:
        if not (self.names or self.subclasses or self.everything):
            return "-ERR not listening for events"
        self.names, self.subclasses, self.everything = set(), set(), False
        return "+OK no longer listening for events"

    def _event(self, words: list[str]) -> str:
        if words and words[0].lower() in ("json", "xml") and len(words) > 1:
            return "-ERR only plain events here"
        if words and words[0].lower() == "plain":
            words = words[1:]
        found = custom = False
        for word in words:
            name = word.upper()
            if custom:
                self.subclasses.add(word)
            elif name == "ALL":
                self.everything = found = True
            elif name in KNOWN:
                found = True
                custom = name == "CUSTOM"
                self.names.add(name)
        return "+OK event listener enabled plain" if found else "-ERR no keywords supplied"

    def _nix(self, words: list[str]) -> str:
        found = custom = False
        for word in words:
            name = word.upper()
            if custom:
                self.subclasses.discard(word)
            elif name == "ALL":
                self.names, self.everything, found = set(), False, True
            elif name in KNOWN:
                if self.everything:
                    self.everything, self.names = False, set(KNOWN)
                self.names.discard(name)
                found, custom = True, name == "CUSTOM"
        return "+OK events nixed" if found else "-ERR no keywords supplied"

    def _filter(self, words: list[str]) -> str:
        if words and words[0].lower() == "delete" and len(words) > 1:
            header, value = words[1], " ".join(words[2:])
            self.filters = [pair for pair in self.filters if header.lower() != "all" and not _same(pair, header, value)]
            return f"+OK filter deleted. [{header}][{value}]"
        if words and words[0].lower() == "add":
            words = words[1:]
        if len(words) < 2:
            return "-ERR invalid syntax"
        header, value = words[0], " ".join(words[1:])
        self.filters.append((header, value))
        return f"+OK filter added. [{header}]=[{value}]"

    def wants(self, event: Event) -> bool:
        """Whether the listener wants this event. If it has filters, one of them must match."""
        if not self.everything:
            if event.name not in self.names:
                return False
            if event.name == "CUSTOM" and event.get("Event-Subclass") not in self.subclasses:
                return False
        if not self.filters:
            return True
        return any(value.lower() == event.get(header).lower() for header, value in self.filters)


def _same(pair: tuple[str, str], header: str, value: str) -> bool:
    return pair[0].lower() == header.lower() and value in ("", pair[1])
