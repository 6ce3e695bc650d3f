"""How long `timeline serve` takes until it answers: first start with samples, then a second one.

.venv/bin/python benchmarks/bench_start.py
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
TIMELINE = Path(sys.executable).parent / "timeline"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(data: str) -> Iterator[str]:
    """The address of a server over the data folder, which answers; it ends with the block."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    environ = os.environ | {"TIMELINE_DATA_DIR": data, "PORT": str(port)}
    words = [str(TIMELINE), "serve", "--samples", str(ROOT / "seeds")]
    with subprocess.Popen(words, env=environ, stderr=subprocess.DEVNULL) as process:
        try:
            while True:
                try:
                    urllib.request.urlopen(f"{address}/", timeout=60).read()
                    break
                except OSError:
                    if process.poll() is not None:
                        sys.exit(f"timeline serve ended with {process.returncode}")
                    time.sleep(0.02)
            yield address
        finally:
            process.terminate()


def start(data: str) -> float:
    """Seconds until `/` answers."""
    began = time.perf_counter()
    with serving(data):
        return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        first = start(data)
        second = start(data)
    print(f"first start, samples read            {first:6.2f} s")
    print(f"second start, everything kept        {second:6.2f} s   (asked: 5 s or less)")


if __name__ == "__main__":
    main()
