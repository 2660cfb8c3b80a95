"""What stops a publisher: each command says which file it is and what to do, and leaves nothing half-written."""
import os
import shutil
import signal
import subprocess
import time

from rig import HERE, QORJYN, done, environment, make_tar, ok, one_line, path, run, skip, write

STATE = path("state")
ENV = environment(QORJYN_STATE=STATE, TMPDIR=None)


def q(*args, **kw):
    return run(*args, env=kw.pop("env", ENV), cwd=HERE, **kw)


def left():
    """What is half-written, anywhere."""
    return [os.path.join(top, f) for top, _, files in os.walk(HERE) for f in files if f.startswith(".qorjyn-")]


def refused(name, r, status, *words):
    lines = r.said.splitlines()
    ok(r.status == status and lines and all(line.startswith("qorjyn: ") for line in lines) and all(any(w in line for line in lines) for w in words) and
       "erified" not in r.text and not left(), name, str(r), str(left()))


for n in range(3):
    write("src/r%d.en.md" % n, "# Report %d\n\n%s\n" % (n, os.urandom(20000).hex()))
write("src/bundle.yaml", "qorjyn: 1\nid: org.example.s\nedition: 1\ntitle: T\n")
q("pack", "src", "-o", "w.zip")
q("pack", "src", "-o", "w.tar.zst")
q("keygen", "-o", "office", stdin=b"\n")
q("sign", "-s", "office.key", "w.zip")
r = q("trust", "--yes", "office.pub", "Office")
ok(r.status == 0 and q("verify", "w.zip").status == 0, "there is a bundle to begin with", str(r))

# ---- names
write("names/a.en.md", "# A\n")
write("names/back\\slash.en.md", "# B\n")
r = q("pack", "names", "-o", "names.zip")
refused("a backslash would be a folder in a zip, so it cannot be stored", r, 1, "back\\slash.en.md cannot be stored", "Nothing was packed")
ok(not os.path.exists(path("names.zip")), "and nothing is")
make_tar("names.tar", [("a.en.md", "# A\n"), ("b\\c.en.md", "# B\n")])
r = q("pack", "names.tar", "-o", "names.zip")
refused("nor when it comes from an archive", r, 1, "b\\c.en.md cannot be stored")

# ---- places
r = q("pack", "src", "-o", "src/inside.zip")
ok(r.status == 0 and "left out" not in r.text and not left(), "a bundle made in its own folder does not count itself while it is made", str(r))
os.unlink(path("src/inside.zip"))
shutil.copy(path("w.zip"), path("same.zip"))
r = q("pack", "same.zip", "-o", "same.zip", "--force")
ok(r.status == 0 and open(path("same.zip"), "rb").read() == open(path("w.zip"), "rb").read(), "a bundle packed over itself is the same", str(r))
refused("without --force it stays", q("pack", "same.zip", "-o", "same.zip"), 2, "same.zip is there already")
os.makedirs(path("folder.zip"))
refused("a folder is not replaced", q("pack", "src", "-o", "folder.zip", "--force"), 2, "folder.zip is not a file")
refused("nor by a repaired bundle", q("repair", "w.zip", "-o", "folder.zip", "--force"), 2, "folder.zip is not a file")
refused("a manifest is not drafted over", q("pack", "--init", "src"), 2, "bundle.yaml is there already", "Move it away")

# ---- what stands where a signature belongs
os.makedirs(path("same.zip.minisig"))
for more in ((), ("--force",)):
    refused("a folder in the place of the signature %s" % " ".join(more), q("sign", "-s", "office.key", *more, "same.zip"), 2, "same.zip.minisig is in the way", "Move it away")
os.rmdir(path("same.zip.minisig"))
write("same.zip.minisig", b"\n" * 10 ** 6)
refused("a million lines in the place of the signature", q("sign", "-s", "office.key", "same.zip"), 2, "same.zip.minisig", "no signature")
r = q("sign", "-s", "office.key", "--force", "same.zip")
ok(r.status == 0 and os.path.getsize(path("same.zip.minisig")) < 1000, "are replaced when that is asked for", str(r))
refused("what is not there is not signed", q("sign", "-s", "office.key", "none.zip"), 2, "there is no such file", "none.zip was not signed.")
write("cut.key", open(path("office.key"), "rb").read()[:100])
for key in ("cut.key", "office.pub", "src", "/dev/null"):
    refused("%s signs nothing" % key, q("sign", "-s", key, "w.tar.zst"), 2, "%s is no secret key" % key)
ok(not os.path.exists(path("w.tar.zst.minisig")), "so there is no signature")
r = q("repair", "none.zip", "/dev/null", "-o", "repaired.zip")
refused("sentences about copies stand apart", r, 2, "there is no such file or folder. ", "No copy has a list")

# ---- as somebody who may not read or write everything


def nobody():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


def as_other(*args, **kw):
    return q(*args, env=environment(QORJYN_STATE=path("hers")), **({"preexec_fn": nobody} if os.geteuid() == 0 else {}), **kw)


os.chmod(HERE, 0o755)
try:
    able = as_other("--version").status == 0
except (OSError, subprocess.SubprocessError):
    able = False
if able:
    shutil.copytree(STATE, path("hers"))
    os.makedirs(path("mine"))
    write("closed/a.en.md", "# A\n")
    write("closed/b.en.md", "# B\n")
    write("closed/c/c.en.md", "# C\n")
    for n in ("no.zip", "no.zip.minisig", "unread.zip", "unread.zip.minisig"):
        shutil.copy(path("w.zip.minisig" if "mini" in n else "w.zip"), path(n))
    for n in ("no.key", "no.pub"):
        shutil.copy(path("office" + n[2:]), path(n))
    shutil.copy(path("office.key"), path("hers.key"))
    os.makedirs(path("fixed"))
    shutil.copy(path("w.zip"), path("fixed/w.zip"))
    write("fixed/a.en.md", "# A\n")
    if os.geteuid() == 0:
        for top, folders, files in os.walk(path("hers")):
            for n in [top, *(os.path.join(top, f) for f in files)]:
                os.chown(n, 65534, 65534)
        for n in ("mine", "hers.key"):
            os.chown(path(n), 65534, 65534)
    for n in ("closed/b.en.md", "closed/c", "no.zip", "no.key", "no.pub", "unread.zip.minisig"):
        os.chmod(path(n), 0)
    os.chmod(path("fixed"), 0o555)
    r = as_other("pack", "closed", "-o", "mine/c.zip")
    refused("pack: a file and a folder that may not be read", r, 1, "b.en.md cannot be read: permission denied", "The folder c cannot be listed: permission denied", "Nothing was packed")
    ok(not os.listdir(path("mine")), "and there is no bundle", str(os.listdir(path("mine"))))
    refused("pack: an archive that may not be read", as_other("pack", "no.zip", "-o", "mine/c.zip"), 2, "no.zip cannot be opened: permission denied")
    refused("pack: a folder that may not be written", as_other("pack", "src", "-o", "fixed/c.zip"), 2, "fixed/c.zip cannot be written: permission denied")
    refused("pack: a draft in a folder that may not be written", as_other("pack", "--init", "fixed"), 2, "fixed/bundle.yaml cannot be written: permission denied")
    refused("check", as_other("check", "no.zip"), 2, "no.zip cannot be opened: permission denied")
    r = as_other("check", "closed")
    ok(r.status == 1 and "b.en.md cannot be opened: permission denied" in r.text, "check: a file in a folder", str(r))
    refused("repair: the only copy", as_other("repair", "no.zip", "-o", "mine/r.zip"), 2, "no.zip cannot be opened: permission denied. No copy")
    refused("repair: a folder that may not be written", as_other("repair", "w.zip", "-o", "fixed/r.zip"), 2, "fixed/r.zip cannot be written: permission denied")
    r = as_other("repair", "no.zip", "w.zip", "-o", "mine/r.zip")
    ok(r.status == 0 and "no.zip cannot be opened" in r.said and open(path("mine/r.zip"), "rb").read() == open(path("w.zip"), "rb").read(), "repair: of two copies one may not be read", str(r))
    refused("sign: the key", as_other("sign", "-s", "no.key", "w.zip"), 2, "no.key cannot be read: permission denied")
    refused("sign: the bundle", as_other("sign", "-s", "hers.key", "no.zip"), 2, "no.zip cannot be opened: permission denied", "no.zip was not signed")
    refused("sign: the folder", as_other("sign", "-s", "hers.key", "fixed/w.zip"), 2, "fixed/w.zip.minisig cannot be written: permission denied")
    refused("keygen", as_other("keygen", "-o", "fixed/k"), 2, "fixed/k.key cannot be written: permission denied")
    refused("verify: the bundle", as_other("verify", "no.zip"), 2, "no.zip", "permission denied")
    r = as_other("verify", "unread.zip")
    ok(r.status == 1 and "INVALID: the signature beside unread.zip cannot be read" in r.text and "erified:" not in r.text, "verify: the signature", str(r))
    refused("trust: the key", as_other("trust", "--yes", "no.pub"), 2, "no.pub cannot be read: permission denied")
    r = q("trust", "--yes", "office.pub", "Other", env=environment(QORJYN_STATE=path("fixed")), **({"preexec_fn": nobody} if os.geteuid() == 0 else {}))
    ok(r.status == 2 and one_line(r, "fixed", "permission denied") and "Trusted" not in r.text, "trust: a folder of keys that may not be written", str(r))
    for n in ("closed/c", "fixed"):
        os.chmod(path(n), 0o755)
else:
    skip("what may not be read or written", "nobody else can be here")

# ---- a disk that is full
UNSHARE = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
MOUNT = "mount -t tmpfs -o size=%s none full && cp -r %s full/ && \"$@\"; echo $?; find full -type f | sort"
os.makedirs(path("full"))


def filled(size, files, *args):
    """The command with a small disk at full/: what it printed, its status, which files are there then."""
    p = subprocess.run([*UNSHARE, "sh", "-c", MOUNT % (size, files), "sh", QORJYN, *args], cwd=HERE, env=ENV, input=b"\n", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    lines = p.stdout.decode().splitlines()
    at = max((i for i, line in enumerate(lines) if line.isdigit()), default=0)
    return int(lines[at]), lines[at + 1:], p.stderr.decode()


write("filler", bytes(4096))
data = bytearray(open(path("w.zip"), "rb").read())
data[len(data) // 3] ^= 1
write("torn.zip", data)
can = shutil.which("unshare") and subprocess.run([*UNSHARE, "sh", "-c", "mount -t tmpfs -o size=8k none full && test -n \"$(findmnt full || df full)\""], cwd=HERE,
                                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
if can:
    for name, size, files, args, what in (
            ("pack", "40k", "filler", ["pack", "src", "-o", "full/x.zip"], "full/x.zip"),
            ("pack", "40k", "filler", ["pack", "src", "-o", "full/x.tar.zst"], "full/x.tar.zst"),
            ("pack --init", "8k", "filler names/a.en.md", ["pack", "full", "--init"], "full/bundle.yaml"),
            ("repair", "40k", "filler", ["repair", "torn.zip", "w.zip", "-o", "full/r.zip"], "full/r.zip"),
            ("keygen", "4k", "filler", ["keygen", "-o", "full/k"], "full/k.pub"),
            ("keygen, of the second file", "8k", "filler", ["keygen", "-o", "full/k"], "full/k.key"),
            ("sign", "8k", "src/bundle.yaml names/a.en.md", ["sign", "-s", "office.key", "full/a.en.md"], "full/a.en.md.minisig"),
            ("trust", "4k", "filler", ["trust", "--state", "full/st", "--yes", "office.pub", "X"], "full/st/keys/X.pub")):
        status, files_then, said = filled(size, files, *args)
        want = sorted("full/" + os.path.basename(f) for f in files.split())
        ok(status == 2 and what + " cannot be written: there is no space left" in said and files_then == want, "a full disk: %s" % name, said, str(status), str(files_then))
else:
    skip("a full disk", "nothing may be mounted here")

# ---- Ctrl-C
for i in range(300):
    write("many/%d.en.md" % i, "# %d\n\n" % i + os.urandom(20000).hex())


def interrupted(name, out, *args, when=signal.SIGINT):
    """Stops it while it writes out."""
    p = subprocess.Popen([QORJYN, *args], cwd=HERE, env=ENV, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = time.monotonic() + 100
    while time.monotonic() < end and p.poll() is None and not any(os.path.getsize(f) for f in left() if os.path.exists(f)):
        time.sleep(0.001)
    running = p.poll() is None
    p.send_signal(when)
    said = b"".join(p.communicate())
    while time.monotonic() < end and left():
        time.sleep(0.01)
    ok(running and p.returncode != 0 and not left() and not os.path.exists(path(out)), name, repr(said[-300:]), str(p.returncode), str(left()))


interrupted("Ctrl-C in the middle of pack leaves nothing", "many.tar.xz", "pack", "many", "-o", "many.tar.xz")
r = q("pack", "many", "-o", "many.tar")
data = bytearray(open(path("many.tar"), "rb").read())
for n, at in (("a", len(data) // 3), ("b", len(data) // 2)):
    torn = bytearray(data)
    torn[at] ^= 1
    write(n + ".tar", torn)
interrupted("and of repair", "repaired.tar.xz", "repair", "a.tar", "b.tar", "-o", "repaired.tar.xz")
interrupted("and a terminal that is closed", "repaired.tar.xz", "repair", "a.tar", "b.tar", "-o", "repaired.tar.xz", when=signal.SIGHUP)
STRACE = shutil.which("strace")
if STRACE and subprocess.run([STRACE, "-o", "/dev/null", "-e", "inject=mkdir:error=EIO", "true"], stderr=subprocess.DEVNULL).returncode == 0 and \
        b"__asan_init" not in open(QORJYN, "rb").read():
    for name, args, made in (("sign", ["sign", "-s", "office.key", "many.tar"], ["many.tar.minisig"]), ("keygen", ["keygen", "-o", "later"], ["later.key", "later.pub"])):
        p = subprocess.Popen([STRACE, "-o", path("trace"), "-e", "trace=fsync", "-e", "inject=fsync:delay_enter=1000000", QORJYN, *args], cwd=HERE, env=ENV,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        p.stdin.write(b"\n")
        p.stdin.close()
        end = time.monotonic() + 100
        while time.monotonic() < end and p.poll() is None and not left():
            time.sleep(0.001)
        with open("/proc/%d/task/%d/children" % (p.pid, p.pid)) as f:
            children = f.read().split()
        ok(len(children) == 1, "%s is stopped" % name, str(children))
        os.kill(int(children[0]), signal.SIGINT)
        p.stdin = None
        p.communicate()
        there = [n for n in made if os.path.exists(path(n))]
        ok(not left() and len(there) in (0, len(made)) and all(os.path.getsize(path(n)) for n in there), "%s, stopped while a slow stick writes: all of it, or nothing" % name, str(left()), str(there))
else:
    skip("stopped while a slow stick writes", "strace may not trace here")
done()
