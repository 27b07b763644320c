"""Titles of a flow's nodes from its YAML, to show a path through the menu in words."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from hotline.yaml_source import read

from . import language

_ARROW = " › "


class FlowNames:
    """`title` (and `title_en`) of nodes, read again when a file has changed; one without a title is shown by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[float, dict[str, Any]]] = {}
        self._titles: dict[str, str] = {}

    def name(self, flow: str, node: str, language: str) -> str:
        shown = self._nodes(flow).get(node)
        if not isinstance(shown, dict):
            return node
        english = shown.get("title_en") if language == "en" else None
        return str(english or shown.get("title") or node)

    def title(self, flow: str) -> str:
        """The flow's own title; its name where it has none."""
        self._nodes(flow)
        return self._titles.get(flow) or flow

    def _nodes(self, flow: str) -> dict[str, Any]:
        file = self._folder / f"{flow}.yml"
        try:
            stamp = file.stat().st_mtime
            if flow not in self._read or self._read[flow][0] != stamp:
                told = read(file.read_bytes(), file.name).value
                nodes = told.get("nodes") if isinstance(told, dict) else None
                self._titles[flow] = str(told.get("title") or "") if isinstance(told, dict) else ""
                self._read[flow] = (stamp, nodes if isinstance(nodes, dict) else {})
        except OSError:
            return {}
        return self._read[flow][1]


def title_of_flow(flow: str) -> str:
    names: FlowNames = current_app.config["FLOW_NAMES"]
    return names.title(flow)


def words_of_path(path: Iterable[str], flow: str) -> str:
    """`welcome [1] fees` → "Welcome › key 1 › Litigation fees"."""
    names: FlowNames = current_app.config["FLOW_NAMES"]
    return _ARROW.join(
        _("key %(key)s", key=step[1:-1]) if step.startswith("[") else names.name(flow, step, language.short())
        for step in path
    )
