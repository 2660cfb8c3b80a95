"""The promises that a trace of system calls can show: no network, no other program, and
nothing written but the files that "where" lists; with --no-trace nothing at all."""
import fcntl
import fnmatch
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time

sys.path.insert(0, os.path.join(os.environ.get("top_srcdir", "."), "tests", "cli"))
from rig import HANDBOOK, QORJYN, SAMPLE, done, environment, make_zip, ok, path, run, skip_all, write  # noqa: E402

STRACE = os.environ.get("STRACE")
if not STRACE:
    skip_all("strace is missing")
if subprocess.run([STRACE, "-f", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL, check=False).returncode:
    skip_all("strace may not trace here")
with open(QORJYN, "rb") as program:
    if b"__asan_init" in program.read():
        skip_all("sanitizers do not run under strace; the plain build tests this")

NETWORK = {"socket", "connect", "bind", "listen", "accept", "accept4", "socketcall"}
PROGRAMS = {"execve", "execveat"}
OPENS = {"open", "openat", "openat2", "creat"}
CHANGES = {"mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "rmdir",
           "truncate", "chmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchownat", "mknod", "mknodat", "utime", "utimes", "utimensat",
           "futimesat", "setxattr", "lsetxattr", "removexattr", "lremovexattr"}
# The jailed program hides its memory from everybody but root: then the calls can be seen, but
# not the paths in them, and only the files that are left tell what was written.
HIDDEN = os.geteuid() != 0
CALL = re.compile(r"^\d+ +([a-z0-9_]+)\((.*)$")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def judge(trace, may_write, terminal=None):
    """What in a trace breaks the promises, and the paths that were written."""
    found, written, first = [], set(), True
    for line in trace.splitlines():
        call = CALL.match(line)
        if not call:
            continue
        name, rest = call.groups()
        if name in PROGRAMS and first:
            first = False
        elif name in NETWORK | PROGRAMS:
            found.append(line)
        elif name in OPENS and re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND", rest) or name == "creat" or name in CHANGES:
            if re.search(r"= -1 (EEXIST|ENOENT)", rest):
                continue  # nothing was changed
            paths = QUOTED.findall(rest)
            if not paths and not HIDDEN:
                found.append(line)
            for p in paths:
                if p in ("/dev/null", "/dev/tty", terminal):
                    continue
                written.add(p)
                if not may_write(p) and line not in found:
                    found.append(line)
    if first:
        found.append("there is no program in this trace")
    return found, written


def never(_):
    return False


# would the judge notice?
GOOD = '1 execve("./qorjyn", ["./qorjyn"], 0x7 /* 9 vars */) = 0\n1 openat(AT_FDCWD, "/dev/null", O_RDWR) = 3\n1 openat(3, "a.md", O_RDONLY|O_CLOEXEC) = 4\n'
ok(judge(GOOD, never) == ([], set()), "the judge lets a harmless trace pass")
for bad in ('7 socket(AF_INET, SOCK_STREAM, 0) = 3', '7 socket(AF_UNIX, SOCK_STREAM, 0 <unfinished ...>', '7 connect(3, {sa_family=AF_INET}, 16) = -1 EPERM',
            '7 execve("/bin/sh", ["sh"], 0x7) = -1 EPERM', '7 openat(AT_FDCWD, "/tmp/x", O_WRONLY|O_CREAT, 0600) = 3', '7 open("x", O_RDWR) = 3',
            '7 creat("/tmp/x", 0600) = 3', '7 mkdir("/tmp/y", 0700) = 0', '7 rename("/a", "/b") = 0', '7 unlink("/a") = 0',
            '7 openat(5, "x", O_WRONLY|O_APPEND <unfinished ...>', *([] if HIDDEN else ['7 openat(AT_FDCWD, 0x7ffc0000, O_WRONLY) = 3']), '7 openat(AT_FDCWD, "/tmp/x", O_WRONLY) = -1 EACCES (Permission denied)'):
    ok(judge(GOOD + bad + "\n", never)[0] == [bad], "it notices %s" % bad[2:40])
ok(judge("", never)[0], "and a trace of nothing")


def traced(*args, program=QORJYN, env=None, typed=b""):
    r = subprocess.run([STRACE, "-f", "-s", "4096", "-o", path("trace"), program, *args], input=typed, capture_output=True,
                       env=env or environment(), timeout=300, check=False)
    with open(path("trace"), encoding="utf-8", errors="replace") as f:
        return r, f.read()


def snapshot(*folders):
    return sorted(os.path.join(d, x) for folder in folders for d, dirs, files in os.walk(folder) for x in dirs + files)


def listed(*args, program=QORJYN, env=None):
    """What "where" lists as written: patterns."""
    text = subprocess.run([program, "where", *args], capture_output=True, env=env or environment(), timeout=120, check=False).stdout.decode()
    return [m.group(1) for m in re.finditer(r"^  (?:reads and writes|makes and removes) (/.*?)(?:  \(not there yet\))?$", text, re.M)]


def allowed(patterns):
    """A file that is listed, one in a folder that is, or a folder above them."""
    return lambda p: any(fnmatch.fnmatchcase(p, x + "*" if x.endswith("/") else x) or x.startswith(p.rstrip("/") + "/") for x in patterns)


# ---- commands
bare = os.path.dirname(write("folder/a.md", "# A\n\n- x\n"))
broken = write("broken.zip", "nothing")
slow = make_zip("slow.zip", [("a.md", "|" + "a|" * 20000 + "\n|" + "-|" * 20000 + "\n" + "a\n" * 9000)])
os.makedirs(path("home"))
before = snapshot(path("home"), path("folder"))
for args in (["cat", SAMPLE], ["cat", HANDBOOK], ["cat", bare], ["cat", slow], ["cat", broken], ["cat", "-"], ["list", SAMPLE, HANDBOOK, broken],
             ["recs", SAMPLE], ["recs", "--format=json", SAMPLE], ["list"], ["where"], ["--help"], ["cat", "--state", path("state0"), SAMPLE],
             ["recs", "--state", path("state0"), SAMPLE], ["recs", "--export-dir", path("out0"), SAMPLE], ["--no-trace", SAMPLE], ["check", SAMPLE, HANDBOOK], ["check", "--json", "--against", bare, bare]):
    r, trace = traced(*args)
    found, written = judge(trace, never)
    ok(not found and (r.returncode == 0) == (broken not in args or "list" in args), "%s: no network, no other program, nothing written" %
       " ".join(a if a[0] != "/" else os.path.basename(a) for a in args), r.stderr.decode(), *found[:6])
ok(snapshot(path("home"), path("folder")) == before and not os.path.exists(path("state0")) and not os.path.exists(path("out0")), "and no file is there that was not before")


# ---- the reader itself, in a pseudo-terminal
class Played:
    """The program under strace; keys are pressed when what must come before is on the screen."""

    def __init__(self, *args, program=QORJYN, env=None):
        self.got = b""
        pid, self.fd = pty.fork()
        if pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
                os.execvpe(STRACE, [STRACE, "-f", "-s", "4096", "-o", path("trace"), program, *args], env or environment())
            finally:
                os._exit(127)
        self.pid = pid

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            more = os.read(self.fd, 65536)
        except OSError:
            return False
        self.got += more
        return bool(more)

    def wait(self, *words, seconds=60):
        """Until the words have been drawn since the last key."""
        end = time.monotonic() + seconds
        plain = ""
        while time.monotonic() < end:
            plain = re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[()].|[=>78])", " ", self.got.decode("utf-8", "replace"))
            if all(w in plain for w in words):
                return True
            if not self.read(0.5):
                break
        print("# waited for %s in vain; the end of what came: %s" % (ascii(words), ascii(plain[-600:])))
        return False

    def press(self, keys):
        self.got = b""
        os.write(self.fd, keys)

    def end(self, seconds=120):
        end = time.monotonic() + seconds
        while self.read(0.5) and time.monotonic() < end:
            pass
        if time.monotonic() >= end:
            os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        with open(path("trace"), encoding="utf-8", errors="replace") as f:
            return status, f.read()


def play(name, *args, program=QORJYN, env=None, says="Bookmarked"):
    """Opens a report, bookmarks a recommendation, looks around, quits; the trace."""
    p = Played(*args, program=program, env=env)
    good = p.wait("Civil space in Kazakhstan: background")
    for keys, words in ((b"jj\r", ("Less paperwork",)), (b"]m", (says,)), (b"B", ("Less paperwork",)), (b"q", ()), (b"?", ("Find text",)),
                        (b"q", ()), (b"/", ()), (b"paper\r", ()), (b"t", ("The recommendations",)), (b"q", ()), (b"i", ("Publisher",)), (b"Q", ())):
        if not good:
            break
        p.press(keys)
        good = p.wait(*words)
    if not good:
        p.press(b"Q")
    status, trace = p.end()
    ok(good and status == 0, "%s: a session is played to its end" % name, str(status))
    return trace


home = environment(HOME=path("home"))
os.makedirs(path("home"), exist_ok=True)
for name, args, env in (("--state", ["--state", path("state1")], None), ("the user's folder", [], home),
                        ("--export-dir", ["--state", path("state2"), "--export-dir", path("out2")], None)):
    patterns = listed(*args, env=env)
    trace = play(name, *args, SAMPLE, env=env)
    terminal = (re.findall(r'"(/dev/pts/\d+)"', trace) or [None])[0]
    found, written = judge(trace, allowed(patterns), terminal)
    ok(not found, "%s: no network, no other program, nothing written but what where lists" % name, *found[:8])
    files = [x for folder in ("state1", "state2", "home", "out2") for x in snapshot(path(folder)) if not os.path.isdir(x)]
    ok(HIDDEN or all(any(w.endswith(x) for w in written) for x in ("/mine.jsonl", "/places.jsonl")), "the bookmark and the place were seen to be", sorted(written))
    ok(all(any(w.endswith(x) for w in files) for x in ("/mine.jsonl", "/places.jsonl")), "and they are there", files)
    ok(not [x for x in files if "state" in x and not allowed(listed("--state", path("state1")) + listed("--state", path("state2")))(x)],
       "every file that is left is listed", files)
r, trace = traced("recs", "--state", path("state1"), SAMPLE)
found, _ = judge(trace, never)
ok(not found and b"* Less paperwork" in r.stdout, "recs reads the bookmarks and writes nothing", r.stdout[:300], *found[:6])

for name, args, status in (("recs -o", ["recs", "--format=csv", "-o", path("taken/x.csv"), SAMPLE], 0), ("recs -o of nothing", ["recs", "-o", path("taken/y"), broken], 2),
                           ("notes export -o", ["notes", "export", "--state", path("state1"), "-o", path("taken/z.md"), SAMPLE], 0)):
    os.makedirs(path("taken"), exist_ok=True)
    r, trace = traced(*args)
    wanted = args[args.index("-o") + 1]
    found, written = judge(trace, lambda p: p == wanted or (p.startswith(path("taken/.qorjyn-")) and p.endswith(".part")))
    ok(not found and r.returncode == status and os.path.exists(wanted) == (status == 0), "%s: no network, no other program, and nothing but its file is written" % name,
       r.stderr.decode(), *found[:6])
ok(sorted(os.listdir(path("taken"))) == ["x.csv", "z.md"], "and nothing else is left there", os.listdir(path("taken")))

before = snapshot(path("home"), path("state1"))
for args in (["--no-trace"], ["--no-trace", "--state", path("state1")], ["--no-trace", "--export-dir", path("out3")]):
    trace = play(" ".join(a for a in args if a[0] == "-"), *args, SAMPLE, env=home, says="Bookmarked, until you leave")
    terminal = (re.findall(r'"(/dev/pts/\d+)"', trace) or [None])[0]
    found, _ = judge(trace, never, terminal)
    ok(not found, "--no-trace: nothing at all is written", *found[:8])
ok(snapshot(path("home"), path("state1")) == before and not os.path.exists(path("out3")), "and nothing on the disk has changed")

# ---- making, signing, trusting; notes from elsewhere
made, kept = path("made"), path("state9")
os.makedirs(made)
write("source/a.en.md", "# A\n\n- Do. <!-- rec id=\"a\" to=\"KAZ\" from=\"X\" -->\n")
write("source/bundle.yaml", "qorjyn: 1\nid: org.example.a\nedition: 1\ntitle: A\n")
bundle, key = os.path.join(made, "a.tar.zst"), os.path.join(made, "k")
notes = write("notes.json", subprocess.run([QORJYN, "notes", "export", "--with-notes", "--format=json", "--state", path("state1"), SAMPLE], capture_output=True,
                                           env=environment(), check=True).stdout.decode())
where = allowed(listed("--state", kept))
for args, may_write in ((["pack", path("source"), "-o", bundle], lambda p: p.startswith(made)), (["keygen", "-o", key], lambda p: p.startswith(made)),
                        (["sign", "-s", key + ".key", bundle], lambda p: p.startswith(made)), (["trust", "--state", kept, "--yes", key + ".pub", "Office"], where),
                        (["verify", "--state", kept, bundle], where), (["trust", "--state", kept], never),
                        (["repair", "-o", os.path.join(made, "b.tar.zst"), bundle], lambda p: p.startswith(made)),
                        (["notes", "import", "--state", kept, "--from", "Anna", notes], where), (["notes", "import", "--state", kept, "--mine", notes], where),
                        (["notes", "list", "--state", kept, SAMPLE], never), (["notes", "forget", "--state", kept, "Anna"], where)):
    r, trace = traced(*args, typed=b"\n")
    found, written = judge(trace, may_write)
    ok(not found and r.returncode == 0 and bool(written) == (may_write is not never), "%s: no network, no other program, nothing written but what it is for" %
       " ".join(a for a in args[:2] if a[0] not in "/-"), r.stderr.decode(), *found[:6])
ok(sorted(os.listdir(made)) == ["a.tar.zst", "a.tar.zst.minisig", "b.tar.zst", "k.key", "k.pub"], "and nothing else is left there", os.listdir(made))

# ---- a stick
os.makedirs(path("stick/bundles"))
shutil.copy(QORJYN, path("stick/qorjyn"))
shutil.copy(SAMPLE, path("stick/bundles"))
write("stick/qorjyn.portable", "")
stick = path("stick/qorjyn")
patterns = listed(program=stick)
ok(patterns and all(p.startswith(path("stick/")) for p in patterns) and any("probe" in p for p in patterns), "on a stick all is written there, the probe is listed", patterns)
trace = play("on a stick", program=stick)
terminal = (re.findall(r'"(/dev/pts/\d+)"', trace) or [None])[0]
found, written = judge(trace, allowed(patterns), terminal)
ok(not found and os.path.exists(path("stick/state/notes/mine.jsonl")), "on a stick: nothing else is written", *found[:8])
left = [x for x in snapshot(path("stick")) if not x.startswith(path("stick/state"))]
ok(left == [path("stick/" + x) for x in ("bundles", "bundles/" + os.path.basename(SAMPLE), "qorjyn", "qorjyn.portable")], "and the probe is gone", left)
r, trace = traced("cat", "--no-trace", program=stick)
ok(r.returncode == 0 and judge(trace, never)[0] == [], "on a stick with --no-trace: not even the probe", *judge(trace, never)[0][:5])
done()
