"""What the tests of the whole program share: TAP, running it, making bundles, judging its output."""
import atexit
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
import zlib

SRC = os.environ.get("top_srcdir", ".")
BUILD = os.path.abspath(os.environ.get("top_builddir", "."))
QORJYN = os.path.join(BUILD, "qorjyn")
SAMPLE = os.path.join(BUILD, "bundles", "civil-space-kz.tar.zst")
HANDBOOK = os.path.join(BUILD, "bundles", "handbook.zip")
DEADLINE = 120  # seconds; sanitizers and CI are slow

HERE = tempfile.mkdtemp(prefix="qorjyn-cli.")
atexit.register(shutil.rmtree, HERE, ignore_errors=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a test that is stopped tidies up too
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it, and what is started would too
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nor under nohup
_count = 0


def ok(good, name, *why):
    """One test point; why is shown when it is not good."""
    global _count
    _count += 1
    print("%sok %d - %s" % ("" if good else "not ", _count, name))
    if not good:
        for w in why:
            for line in (w if isinstance(w, str) else ascii(w)).splitlines():
                print("#   " + line.encode("ascii", "backslashreplace").decode()[:300])
    sys.stdout.flush()
    return good


def skip(name, why):
    global _count
    _count += 1
    print("ok %d - %s # SKIP %s" % (_count, name, why))


def skip_all(why):
    print("1..0 # SKIP " + why)
    sys.exit(0)


def done():
    print("1..%d" % _count)


def path(name):
    return os.path.join(HERE, name)


def write(name, data):
    """A file (and its folders) in the test's own folder; its path."""
    p = path(name)
    os.makedirs(os.path.dirname(p), exist_ok=True)
    with open(p, "wb") as f:
        f.write(data.encode() if isinstance(data, str) else data)
    return p


def environment(**more):
    env = {k: v for k, v in os.environ.items() if k.startswith(("ASAN", "UBSAN", "LSAN", "LD_")) or k in ("PATH", "TMPDIR")}
    env.update(HOME=path("home"), LC_ALL="C.UTF-8", TERM="xterm-256color", TZ="UTC")
    env.update(more)
    return {k: v for k, v in env.items() if v is not None}


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def text(self):
        return self.out.decode("utf-8", "replace")

    @property
    def said(self):
        return self.err.decode("utf-8", "replace")

    def __str__(self):
        return "status %s\nout: %s\nerr: %s" % (self.status, ascii(self.out[:1500]), ascii(self.err[:1500]))


def run(*args, stdin=b"", env=None, **kw):
    """The program with these arguments (text or bytes)."""
    p = subprocess.run([QORJYN, *args], input=stdin, stdout=kw.pop("stdout", subprocess.PIPE), stderr=subprocess.PIPE,
                       env=env or environment(), timeout=DEADLINE, **kw)
    return Result(p.returncode, p.stdout or b"", p.stderr)


def one_line(result, *words):
    """Whether one line was said, beginning with the program's name, with these words in it."""
    lines = result.said.splitlines()
    return len(lines) == 1 and lines[0].startswith("qorjyn: ") and all(w in lines[0] for w in words)


def make_zip(name, members):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
        for member, data in members:
            z.writestr(zipfile.ZipInfo(member, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return write(name, b.getvalue())


def make_tar(name, members, mode="w"):
    b = io.BytesIO()
    with tarfile.open(fileobj=b, mode=mode, format=tarfile.PAX_FORMAT) as t:
        for member, data in members:
            data = data.encode() if isinstance(data, str) else data
            info = tarfile.TarInfo(member)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return write(name, b.getvalue())


def write_journal(state, records):
    """A journal of notes, as the program would have written it, in this state folder."""
    lines = []
    for r in [{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationSet", "generator": "qorjyn", "qorjyn:version": 1}, *records]:
        text = json.dumps(r, ensure_ascii=False, separators=(",", ":"))[:-1].encode()
        lines.append(text + b',"qorjyn:crc32":"%08x"}\n' % zlib.crc32(text))
    return write(os.path.join(state, "notes", "mine.jsonl"), b"".join(lines))


# ---- what may reach a terminal

SGR = re.compile(rb"\x1b\[[0-9;]*m")
BAD = [(0x00, 0x09), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5),
       (0x180E, 0x180E), (0x200E, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFEFF, 0xFEFF),
       (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF), (0x10FFFE, 0x10FFFF)]


def offences(data, sgr):
    """What in these bytes a terminal must not get; [] when they are clean."""
    if sgr:
        data = SGR.sub(b"", data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as e:
        return ["not UTF-8: %r" % data[max(0, e.start - 8):e.start + 8]]
    found = {}
    for i, c in enumerate(text):
        if any(lo <= ord(c) <= hi for lo, hi in BAD):
            found.setdefault(ord(c), "U+%04X near %s" % (ord(c), ascii(text[max(0, i - 12):i + 12])))
    return list(found.values())


def columns(s):
    n = 0
    for c in s:
        skin = 0x1F3FB <= ord(c) <= 0x1F3FF  # is part of the sign before
        if not skin and not unicodedata.combining(c) and unicodedata.category(c) not in ("Mn", "Me", "Cf"):
            n += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return n
