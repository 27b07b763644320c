"""Write FreeSWITCH's configuration from the settings and the people who have a telephone."""

import argparse
import sys
from pathlib import Path

from hotline import settings
from hotline.calls.reads import roster
from hotline.outside import switch_conf
from hotline.store import database


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=Path)
    parser.add_argument("--to", type=Path, help="folder of FreeSWITCH's files (default: <data>/freeswitch)")
    parser.add_argument("--telephones", action="store_true", help="print each telephone's password")
    parser.add_argument("--loglevel", default="warning", choices=("warning", "debug"))
    given = parser.parse_args()
    try:
        chosen = settings.load(given.settings)
        database.attach(chosen.database_url)
        telephones = telephones_of(chosen)
        folder = write(chosen, telephones, given.to, loglevel=given.loglevel)
    except settings.SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"已写入 / written: {folder / 'conf' / 'freeswitch.xml'}")
    for telephone in telephones if given.telephones else ():
        print(f"{telephone.extension}  {telephone.password}  @{chosen.sip.domain}")
    return 0


def telephones_of(chosen: settings.Settings) -> list[switch_conf.Telephone]:
    key = settings.secret(chosen.data, "telephones")
    return [switch_conf.telephone(agent.extension, key) for agent in roster.agents()]


def write(
    chosen: settings.Settings,
    telephones: list[switch_conf.Telephone],
    to: Path | None = None,
    *,
    loglevel: str,
    more: str = "",
) -> Path:
    """Render into `<folder>/conf`, make the folders FreeSWITCH needs, and give the folder."""
    folder = to or chosen.data / "freeswitch"
    for name in ("conf", "log", "db", "run", "certificates", "storage"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o750)
    chosen.recordings.mkdir(parents=True, exist_ok=True)
    text = switch_conf.render(chosen, telephones, folder, loglevel=loglevel, more=more)
    file = folder / "conf" / "freeswitch.xml"
    file.touch(mode=0o640)
    file.write_text(text, encoding="utf-8")
    return folder


if __name__ == "__main__":
    sys.exit(main())
