from ayni.kernel.refusals import Refused


class PortInUse(Refused):
    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(
            f"Port {port} on this machine is in use by another program. Choose another with --port, for example "
            f"--port {port + 1}, or stop that program."
        )


class ProcessEnded(Refused):
    def __init__(self, name: str, status: int, log: str) -> None:
        super().__init__(f"The {name} ended at once (status {status}). Its own words are in {log}.")


class NotEmpty(Refused):
    def __init__(self, home: str) -> None:
        super().__init__(
            f"The registry of {home} already holds other people than this demonstration's. The demonstration needs "
            "an empty one: set AYNI_HOME to a new folder (or DATABASE_URL to an empty database). "
            "To open what is there: ayni serve"
        )


class WorkOverdue(Refused):
    def __init__(self, key: str, seconds: int) -> None:
        super().__init__(
            f"“{key}” has not moved for {seconds} seconds and no worker takes it. Start one with: ayni worker"
        )
