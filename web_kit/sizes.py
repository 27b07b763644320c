"""How large a file is, as both webs write it in either language."""


def size(count: float) -> str:
    """`740 B`, `12 KB`, `1.4 MB`: thousands of bytes, one place below ten."""
    for unit in ("B", "KB", "MB", "GB"):
        if count < 999.5:
            return f"{count:.1f} {unit}" if unit != "B" and count < 9.95 else f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
