#!/usr/bin/env python3
"""Throughput and memory of TMX: ours, and Python's lxml in the same run.

    cargo build --release -p bitext-tmx --example throughput
    python3 tests/bench/tmx.py target/release/examples/throughput [UNITS]

Each step is a process of its own: its processor time (user and system) and its greatest resident
memory are the kernel's figures. lxml streams with iterparse and clears each unit after reading it.
"""
import os
import subprocess
import sys
import tempfile
import time

LXML = """
import sys
from lxml import etree
units = 0
for _, tu in etree.iterparse(sys.argv[1], tag="tu", huge_tree=True, load_dtd=False, no_network=True):
    for seg in tu.iter("seg"):
        "".join(seg.itertext())
    units += 1
    tu.clear()
    while tu.getprevious() is not None:
        del tu.getparent()[0]
print(units)
"""


def run(command):
    """The output of a command, its processor seconds, wall seconds and peak in MB."""
    start = time.time()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return output.strip(), usage.ru_utime + usage.ru_stime, time.time() - start, usage.ru_maxrss / 1024


def main():
    program = sys.argv[1]
    units = sys.argv[2] if len(sys.argv) > 2 else "1000000"
    with tempfile.TemporaryDirectory(dir=os.environ.get("BITEXT_SCRATCH")) as folder:
        file = os.path.join(folder, "memory.tmx")
        steps = [
            ("write", [program, "write", units, file]),
            ("read", [program, "read", file]),
        ]
        try:
            import lxml.etree  # noqa: F401

            steps.append(("lxml iterparse", [sys.executable, "-c", LXML, file]))
        except ImportError:
            print("lxml is not installed: no comparison", file=sys.stderr)
        print(f"{'step':16}{'units':>10}{'MB':>8}{'CPU s':>8}{'MB/s':>8}{'wall s':>8}{'peak MB':>9}")
        for name, command in steps:
            output, cpu, wall, peak = run(command)
            size = os.path.getsize(file) / 1e6
            print(f"{name:16}{output:>10}{size:8.0f}{cpu:8.2f}{size / cpu:8.0f}{wall:8.2f}{peak:9.1f}")
            if output != units:
                sys.exit(f"{name}: {output} units of {units}")


if __name__ == "__main__":
    main()
