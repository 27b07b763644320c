"""The kinds of node. A new kind needs one file here, a line in KINDS and a paragraph in `ivr_flows/README.md`."""

from typing import Annotated

from pydantic import Field

from .callback import Callback
from .compute import Compute
from .gather import Gather
from .hang_up import HangUp
from .lookup import Lookup
from .menu import Menu
from .message import Message
from .play import Play
from .queue import Queue
from .say import Say
from .set import Set
from .survey import Survey
from .transfer import Transfer
from .when import When

__all__ = [
    "KINDS", "Callback", "Compute", "Gather", "HangUp", "Lookup", "Menu", "Message", "Node", "Play", "Queue", "Say",
    "Set", "Survey", "Transfer", "When",
]  # fmt: skip

KINDS = (
    Play, Say, Menu, Gather, Lookup, Compute, Set, When, Queue, Callback, Message, Transfer, Survey, HangUp,
)  # fmt: skip
Node = Annotated[
    Play | Say | Menu | Gather | Lookup | Compute | Set | When | Queue | Callback | Message | Transfer | Survey
    | HangUp,
    Field(discriminator="kind"),
]  # fmt: skip
