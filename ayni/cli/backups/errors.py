"""Why a backup or a restore is refused: what happened, and what to do next."""

from ayni.kernel.refusals import Refused


class FolderInUse(Refused):
    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder} is not empty. Each backup needs a folder of its own: name a new one.")


class NoBackup(Refused):
    def __init__(self, folder: str, why: str) -> None:
        super().__init__(f"{folder} holds no whole backup: {why} Nothing was changed. Use another backup.")


class Damaged(Refused):
    def __init__(self, part: str, why: str) -> None:
        self.part = part
        super().__init__(f"{part} is not as it was written: {why} Nothing was changed. Use another backup.")


class PassphraseNeeded(Refused):
    def __init__(self, for_what: str) -> None:
        super().__init__(f"{for_what} Give the passphrase in AYNI_BACKUP_PASSPHRASE, or type it with --encrypt.")


class WrongPassphrase(Refused):
    def __init__(self, part: str) -> None:
        super().__init__(
            f"{part} does not open with this passphrase, or was changed since. Nothing was changed. "
            "Check the passphrase; if it is right, use another backup."
        )


class DatabaseInUse(Refused):
    def __init__(self) -> None:
        super().__init__(
            "The database holds tables already. To put the backup in their place and lose what they hold, give the "
            "same command with --replace; else name an empty database in DATABASE_URL."
        )


class FilesInUse(Refused):
    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder} is there already. For the backup's in its place give --replace; else choose another AYNI_HOME."
        )


class NewerBackup(Refused):
    def __init__(self, version: str, ours: str) -> None:
        super().__init__(
            f"The backup was made by Ayni {version} and this is {ours}. Install {version} or later, then restore."
        )


class ProgramMissing(Refused):
    def __init__(self, program: str, version: int) -> None:
        super().__init__(
            f"{program} of PostgreSQL {version} is not on this machine. Install PostgreSQL's client programs of that "
            f"version (on Debian: postgresql-client-{version}), or name their folder in AYNI_POSTGRESQL_PROGRAMS."
        )


class ProgramFailed(Refused):
    def __init__(self, program: str, said: str) -> None:
        super().__init__(f"{program} stopped: {said.strip()[-1500:] or 'it did not say why.'}")


class NotRestored(Refused):
    def __init__(self, said: str) -> None:
        super().__init__(f"The backup was not restored and the database is as it was before: {said.strip()[-1500:]}")
