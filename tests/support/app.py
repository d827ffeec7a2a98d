"""The real app as a process of its own: `streamlit run app.py` on a free loopback port."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
READY = "/gereed"  # the database answers too
ALIVE = "/_stcore/health"  # the process answers


class AppServer:
    """One server process and the folder with its database and log.

    start(), kill() (as a crash does), stop(), and start() again on the same port and database.
    """

    def __init__(
        self, folder: Path, database_url: str | None = None, environment: dict[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.database_url = database_url or f"sqlite:///{(folder / 'tienstap.db').as_posix()}"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_path = folder / "server.log"
        self._environment = dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, wait: str | None = READY) -> None:
        """Start and wait until the address `wait` answers 200: READY, ALIVE, or None to wait for nothing."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
        environment = {
            **inherited,
            "TIENSTAP_DATABASE_URL": self.database_url,
            "PYTHONUNBUFFERED": "1",
            **self._environment,
        }
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        if wait:
            self.wait_until(wait)

    def use_secrets(self, file: Path) -> None:
        """Sign visitors in as this file says; before start()."""
        self._environment["STREAMLIT_SECRETS_FILES"] = str(file)

    def wait_until(self, path: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process is not None and self._process.poll() is not None:
                raise RuntimeError(f"the app stopped with exit {self._process.returncode}:\n{self.log()[-3000:]}")
            with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(self.url + path):
                return
            time.sleep(0.1)
        raise RuntimeError(f"the app did not answer {path} within {START_SECONDS} s:\n{self.log()[-3000:]}")

    def wait_for_exit(self, seconds: float = START_SECONDS) -> int:
        assert self._process is not None
        return self._process.wait(seconds)

    def kill(self) -> None:
        """End it at once, as a crash or a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @contextlib.contextmanager
    def halted(self) -> Iterator[None]:
        """It stands still and answers nothing, as one that is far too busy; POSIX only."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.port not in _left:
            _left.append(self.port)

    def memory(self) -> float:
        """MB that the process holds now; Linux only."""
        assert self._process is not None
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024

    def cpu(self) -> float:
        """Seconds that the process has computed so far; Linux only."""
        assert self._process is not None
        after_name = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")

    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""


_left: list[int] = []  # ports of servers that have stopped


def free_port() -> int:
    """One that a server left, if it is still free: at an address that it knows a browser need not compile the app's
    scripts again. Otherwise any."""
    while _left:
        port = _left.pop()
        if _bound(port):
            return port
    return _bound(0)


def _bound(port: int) -> int:
    """The number of the port, of any free one for 0; 0 when it isn't free."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
        return int(probe.getsockname()[1])
