"""What a host runs beside Tienstap: PostgreSQL from the system's packages, and HAProxy with deploy/haproxy.cfg."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.support.app import ROOT, free_port
from tests.support.postgres import PostgresMissing, start_server

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
ACCOUNT = "postgres"


def postgres_folder() -> Path | None:
    """Where the system's PostgreSQL has its programs, the newest; None when it isn't installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


def process_environment() -> dict[str, str]:
    """What the unit of a process sets, for a process that is started without systemd."""
    lines = (ROOT / "deploy" / "tienstap@.service").read_text(encoding="utf-8").splitlines()
    pairs = [line.removeprefix("Environment=") for line in lines if line.startswith("Environment=")]
    return dict(pair.split("=", 1) for pair in pairs)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database of a PostgreSQL that runs as long as this does: the system's, else the wheel's."""
    programs = postgres_folder()
    if programs is None:
        server = start_server()
        server.create("tienstap")
        try:
            yield server.url("tienstap")
        finally:
            server.stop()
        return
    folder, port = Path(tempfile.mkdtemp(prefix="tienstap-host-")), free_port()
    as_account: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        try:
            account = pwd.getpwnam(ACCOUNT)
        except KeyError:
            raise PostgresMissing(f"there is no account {ACCOUNT} to run PostgreSQL as") from None
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_account = ["runuser", "-u", ACCOUNT, "--"]
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [*as_account, str(programs / program), *arguments]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise PostgresMissing(f"{program} failed: {(done.stderr or done.stdout)[-400:]}")

    try:
        run("initdb", "-D", str(data), "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            run(
                "createdb",
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
                "-U",
                ACCOUNT,
                "-E",
                "UTF8",
                "-T",
                "template0",
                "tienstap",
            )
            yield f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{port}/tienstap"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def haproxy(port_a: int, port_b: int, port: int | None = None) -> Iterator[str]:
    """The address of HAProxy with the shipped configuration in front of two processes."""
    port = port or free_port()
    environment = {
        **os.environ,
        "TIENSTAP_BIND": f"127.0.0.1:{port}",
        "TIENSTAP_PORT_A": str(port_a),
        "TIENSTAP_PORT_B": str(port_b),
    }
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            ["haproxy", "-db", "-f", str(CONFIGURATION)], env=environment, stdout=log, stderr=log
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url + "/_stcore/health", process)
            yield url
        finally:
            process.terminate()
            process.wait(10)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"HAProxy stopped with exit {process.returncode}")
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError("HAProxy doesn't answer")
