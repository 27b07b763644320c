"""The kinds of node. A new kind is one file here, a line in KINDS and a paragraph in `ivr_flows/README.md`."""

from typing import Annotated

from pydantic import Field

from .gather import Gather
from .hang_up import HangUp
from .menu import Menu
from .message import Message
from .play import Play
from .queue import Queue

__all__ = ["KINDS", "Gather", "HangUp", "Menu", "Message", "Node", "Play", "Queue"]

KINDS = (Play, Menu, Gather, Queue, Message, HangUp)
Node = Annotated[Play | Menu | Gather | Queue | Message | HangUp, Field(discriminator="kind")]
