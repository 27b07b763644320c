"""How the browser is told a downloaded file's name."""

from urllib.parse import quote

from hotline.values.file_names import ascii_name


def disposition(name: str, *, plain: str = "", inline: bool = False) -> str:
    """The header by RFC 6266: the name in UTF-8, and for old clients one in ASCII (`plain`, or made of the name)."""
    shown = "inline" if inline else "attachment"
    return f"{shown}; filename=\"{plain or ascii_name(name)}\"; filename*=UTF-8''{quote(name, safe='')}"
