"""Whether recordings and attachments are encrypted on the disk, and where the keys for it may lie."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from hotline.settings.modes import MASK


class EncryptionSettings(BaseModel):
    """`key_file`: a key of 64 hexadecimal digits in each line, the newest last; None: nothing is encrypted."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key_file: Path | None = None


def misplaced(file: Path, data: Path) -> str | None:
    """Why keys may not lie in this file, in both languages; None if they may. `data`: the data folder."""
    name = f"encryption.key_file：{file}"
    if file.resolve().is_relative_to(data.resolve()):
        return (
            f"{name} 在数据目录内，取得备份的人会同时取得密钥：请移到数据目录之外 "
            "/ it lies in the data folder, so that who has a backup has the key too: move it out of there"
        )
    try:
        mode = file.stat().st_mode
        is_file = file.is_file()
    except OSError as error:
        return f"{name} 读不出（{error.strerror}） / it cannot be read ({error.strerror}): put the key there"
    if not is_file:
        return f"{name} 不是文件 / it is no file"
    if mode & MASK:
        return (
            f"{name} 对其他用户开放：请用 chmod 600（或 640）收紧 "
            "/ it is open to others: close it with chmod 600 (or 640 for the group of the programs)"
        )
    return None
