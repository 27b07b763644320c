"""Write FreeSWITCH's configuration from the settings and the people who have a telephone."""

import argparse
import sys
from pathlib import Path

from hotline import clock, settings
from hotline.calls.reads import roster, telephone_tries
from hotline.calls.verbs import telephones as verbs
from hotline.outside import switch_conf
from hotline.people.rows import Person
from hotline.store import database


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=Path)
    parser.add_argument("--to", type=Path, help="folder of FreeSWITCH's files (default: <data>/freeswitch)")
    parser.add_argument("--telephones", action="store_true", help="print each telephone's password")
    parser.add_argument("--telephone", metavar="EXTENSION", help="print the password of this telephone alone")
    parser.add_argument("--new-password", metavar="EXTENSION", help="give this telephone a new password and print it")
    parser.add_argument("--loglevel", default="warning", choices=("warning", "debug"))
    given = parser.parse_args()
    try:
        chosen = settings.load(given.settings)
        database.attach(chosen.database_url)
        if given.new_password:
            _turn(given.new_password)
        telephones = telephones_of(chosen)
        folder = write(chosen, telephones, given.to, loglevel=given.loglevel)
    except settings.SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"已写入 / written: {folder / 'conf' / 'freeswitch.xml'}")
    wanted = {given.telephone, given.new_password}
    for telephone in [one for one in telephones if given.telephones or one.extension in wanted]:
        print(f"{telephone.extension}  {telephone.password}  @{chosen.sip.domain}")
    return 0


def _turn(extension: str) -> None:
    """Raises SettingsError for an extension that nobody has."""
    holder = Person.get_or_none(Person.extension == extension, Person.active)
    if holder is None:
        raise settings.SettingsError(f"{extension}: 无人使用此分机 / nobody has this extension")
    with database.writing():
        verbs.turn(extension, holder.id, by="render_conf", now=clock.now())


def telephones_of(chosen: settings.Settings) -> list[switch_conf.Telephone]:
    key = settings.secret(chosen.data, "telephones")
    return [switch_conf.telephone(extension, key, turn) for extension, turn in roster.turns().items()]


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
    text = switch_conf.render(chosen, telephones, folder, loglevel=loglevel, more=more,
        kept_out=telephone_tries.kept_out(clock.now()),
    )  # fmt: skip
    file = folder / "conf" / "freeswitch.xml"
    file.touch(mode=0o640)
    file.write_text(text, encoding="utf-8")
    return folder


if __name__ == "__main__":
    sys.exit(main())
