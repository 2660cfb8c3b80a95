"""A second terminal emulator: in tmux, too, every script stands in its columns, and nothing is moved."""
import os
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from rig import HERE, QORJYN, SRC, done, ok, path, skip_all, write

TMUX = shutil.which("tmux")
if not TMUX:
    skip_all("tmux is not installed")
SOCKET = path("tmux.socket")
ENV = {"HOME": HERE, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "SHELL": "/bin/sh"}


def tmux(*args):
    return subprocess.run([TMUX, "-u", "-S", SOCKET, "-f", "/dev/null", *args], env=ENV, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False).stdout.decode("utf-8", "replace")


def wait_for(text, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        shown = tmux("capture-pane", "-p")
        if text in shown:
            return shown
        time.sleep(0.02)
    return ""


def width(text):
    """Columns, as tmux itself counts them."""
    tmux("set-option", "-g", "@text", text)
    return int(tmux("display-message", "-p", "#{w:@text}"))


def samples():
    with open(os.path.join(SRC, "tests", "term", "scripts.h"), encoding="utf-8") as f:
        for name, text in re.findall(r'\{ "([^"]*)", "([^"]*)", (?:NULL|")', f.read()):
            text = re.sub(r"\\u([0-9A-F]{4})", lambda m: chr(int(m.group(1), 16)), text)
            if "│" not in text:  # what stands between the columns below
                yield name, text


all_samples = list(samples())
rows = "".join("| %02d | %s | end |\n" % (i, text) for i, (name, text) in enumerate(all_samples))
report = write("scripts.md", "| no | text | end |\n|---|---|---|\n" + rows)
try:
    tmux("new-session", "-d", "-x", "80", "-y", str(len(all_samples) + 8), QORJYN, "--no-trace", report)
    shown = wait_for("100%")  # what is drawn last
    ok(bool(shown), "the report is shown in tmux", tmux("capture-pane", "-p"))
    first = None
    for i, (name, text) in enumerate(all_samples):
        row = next((line for line in shown.splitlines() if re.match(r"..%02d  │" % i, line)), "")
        parts = row.split("│")
        good = len(parts) == 3 and parts[2].strip() == "end"
        edge = (width(parts[0]), width("│".join(parts[:2]))) if good else None
        first = first or edge
        ok(good and edge == first, "%s leaves what follows in its column" % name, repr(row), repr((edge, first)))
finally:
    tmux("kill-server")
done()
