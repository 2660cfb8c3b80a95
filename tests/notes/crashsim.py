#!/usr/bin/env python3
"""Replay a program's file writes and test every crash point (Linux, strace).

  crashsim.py [--killed CALL:N] [--below SUB] DIR CHECK... -- PROGRAM ARGS...

PROGRAM writes below DIR (empty at the start) and prints "ACK n" on its standard
output, one write a line, when change n is promised to be safe. Every system
call is a crash point. At each one the folder is rebuilt as different disks could
have left it:

  kill   process killed: everything handed to the kernel is there
  torn   the same, but the last write only got half way
  power  only what was synced is there, names (each folder's own) as well as bytes
  names  names are all there, bytes only where synced
  bytes  bytes are all there, names only where synced
  zeros  names and lengths are all there, bytes not synced are zeros
  late   the same, but the second half of the bytes not synced has arrived
  fat    names are all there; a file made or renamed is empty until it was synced itself
  fatold names only where synced, but one that was renamed over is empty until
         the new file was synced itself

and "CHECK... REBUILT" must print the highest change it finds, or fail when
the store is damaged. A crash point fails when CHECK fails or finds less than was
acknowledged. With --killed, PROGRAM first runs until it is killed entering the
Nth CALL, and then again on the same running system: what the first run did not
sync is still not synced. With --below, what is checked is the folder SUB of
the rebuilt one.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

CALLS = ("openat,open,creat,write,pwrite64,writev,fsync,fdatasync,sync_file_range,ftruncate,truncate,unlink,unlinkat,"
         "rename,renameat,renameat2,close,mkdir,mkdirat,rmdir,lseek,link,linkat,dup,dup2,dup3")
KNOWN = ("openat", "open", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink", "unlinkat", "rename",
         "renameat", "renameat2", "close", "mkdir", "mkdirat", "lseek")
MODELS = ("kill", "torn", "power", "names", "bytes", "zeros", "late", "fat", "fatold")
STRING = re.compile(r'"((?:\\x..)*)"')


class File:
    def __init__(self):
        self.cur, self.dur, self.last, self.attached = bytearray(), None, None, False


class Folder:
    def __init__(self):
        self.now, self.safe, self.spoiled = {}, {}, {}


def unhex(s):
    return bytes.fromhex(s.replace("\\x", ""))


def strings(args):
    return [unhex(x) for x in STRING.findall(args)]


class Disk:
    def __init__(self, root):
        self.root, self.top, self.fds, self.wrote = root, Folder(), {}, None

    def parts(self, path):
        path = os.path.normpath(path.decode())
        if path == self.root:
            return []
        return path[len(self.root) + 1:].split("/") if path.startswith(self.root + "/") else None

    def find(self, path):
        """The folder that holds path, and the last name; (None, None) outside."""
        parts = self.parts(path)
        if parts is None:
            return None, None
        if not parts:
            return self.top, None
        folder = self.top
        for p in parts[:-1]:
            folder = folder.now.get(p)
            if not isinstance(folder, Folder):
                return None, None
        return folder, parts[-1]

    def open(self, args, fd):
        self.fds.pop(fd, None)
        folder, name = self.find(strings(args)[0])
        if folder is None:
            return
        if name is None:
            self.fds[fd] = [folder, 0, False]
            return
        o = folder.now.get(name)
        if o is None:
            o = folder.now[name] = File()
        if "O_TRUNC" in args:
            o.cur = bytearray()
        self.fds[fd] = [o, 0, "O_APPEND" in args]

    def write(self, f, data, at=None):
        o = f[0]
        off = at if at is not None else len(o.cur) if f[2] else f[1]
        o.cur.extend(b"\0" * (off - len(o.cur)))
        o.cur[off:off + len(data)] = data
        o.last = (off, len(data))
        self.wrote = o
        if at is None:
            f[1] = off + len(data)

    def sync(self, o):
        if isinstance(o, Folder):
            o.safe = dict(o.now)
        else:
            o.dur, o.attached = bytes(o.cur), True

    def rename(self, args):
        a, b = [self.find(x) for x in strings(args)[:2]]
        if a[0] is None or a[1] not in a[0].now:
            return
        o = a[0].now.pop(a[1])
        if b[1] in b[0].now:
            b[0].spoiled[b[1]] = o
        b[0].now[b[1]] = o
        if isinstance(o, File):
            o.attached = False

    def call(self, name, args, ret):
        self.wrote = None
        if ret < 0:
            return
        if name not in KNOWN:
            sys.exit("crashsim.py does not know the call " + name)
        if name in ("openat", "open"):
            return self.open(args, ret)
        if name in ("mkdir", "mkdirat"):
            folder, last = self.find(strings(args)[0])
            if folder is not None and last is not None:
                folder.now[last] = Folder()
            return
        if name in ("unlink", "unlinkat"):
            folder, last = self.find(strings(args)[0])
            if folder is not None:
                folder.now.pop(last, None)
            return
        if name.startswith("rename"):
            return self.rename(args)
        m = re.match(r"(\d+)", args)
        f = self.fds.get(int(m.group(1))) if m else None
        if f is None:
            return
        if name == "close":
            self.fds.pop(int(m.group(1)))
        elif name in ("fsync", "fdatasync"):
            self.sync(f[0])
        elif name == "write":
            self.write(f, strings(args)[0][:ret])
        elif name == "pwrite64":
            self.write(f, strings(args)[0][:ret], int(args.rsplit(",", 1)[1]))
        elif name == "lseek":
            f[1] = ret
        elif name == "ftruncate":
            n = int(args.rsplit(",", 1)[1])
            del f[0].cur[n:]
            f[0].cur.extend(b"\0" * (n - len(f[0].cur)))

    def content(self, o, model, spoiled):
        cur, dur = bytes(o.cur), o.dur or b""
        if model in ("kill", "bytes"):
            return cur
        if model == "torn":
            if o is not self.wrote:
                return cur
            off, n = o.last
            return cur[:off + n // 2] + (cur[off + n:] if off + n < len(cur) else b"")
        if model in ("zeros", "late") and len(cur) > len(dur):
            gap = len(cur) - len(dur)
            half = gap if model == "zeros" else gap // 2
            return dur + b"\0" * half + cur[len(dur) + half:]
        if model == "fat" and not o.attached:
            return b""
        if model == "fatold" and spoiled is not None and not spoiled.attached:
            return b""
        return dur

    def files(self, model, folder=None, at=""):
        """All that this disk would hold: [(path, bytes or None for a folder)]."""
        folder = folder or self.top
        found = []
        names = folder.safe if model in ("power", "bytes", "fatold") else folder.now
        for name, o in sorted(names.items()):
            path = at + name
            if isinstance(o, Folder):
                found.append((path, None))
                found += self.files(model, o, path + "/")
            else:
                found.append((path, self.content(o, model, folder.spoiled.get(name))))
        return found


def build(files, out):
    shutil.rmtree(out, ignore_errors=True)
    os.mkdir(out)
    for path, data in files:
        if data is None:
            os.mkdir(os.path.join(out, path))
        else:
            with open(os.path.join(out, path), "wb") as f:
                f.write(data)


def trace(prog, log, killed=None):
    extra = ["-e", "inject=%s:signal=SIGKILL:when=%s" % tuple(killed.split(":"))] if killed else []
    r = subprocess.run(["strace", "-f", "-xx", "-s", "8000000", "-e", "trace=" + CALLS, "-o", log] + extra + prog,
                       stdout=subprocess.DEVNULL)
    if r.returncode and not killed:
        sys.exit("the program failed with status %d" % r.returncode)


def calls_of(log):
    for line in open(log):
        m = re.match(r"\d+\s+(\w+)\((.*)\)\s+= (-?\d+)", line)
        if m:
            yield m.group(1), m.group(2), int(m.group(3))


class Judge:
    def __init__(self, how, work, below):
        self.how, self.work, self.seen = how, os.path.join(work, "disk"), {}
        self.below = os.path.join(self.work, below)

    def highest(self, files):
        """The highest change on such a disk; -1: damaged. Equal disks are asked for once."""
        key = tuple(files)
        if key not in self.seen:
            build(files, self.work)
            r = subprocess.run(self.how + [self.below], capture_output=True, text=True)
            self.seen[key] = int(r.stdout.split()[0]) if r.returncode == 0 else -1
        return self.seen[key]


def option(a, name):
    if name not in a:
        return None
    at = a.index(name)
    value = a[at + 1]
    del a[at:at + 2]
    return value


def main(a):
    killed = option(a, "--killed")
    below = option(a, "--below") or "."
    sep = a.index("--")
    root, how, prog = os.path.realpath(a[1]), a[2:sep], a[sep + 1:]
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(root)
    disk, acked, points = Disk(root), 0, 0
    bad = {m: [0, 0] for m in MODELS}
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as work:
        judge = Judge(how, work, below)
        for run in ([killed] if killed else []) + [None]:
            log = os.path.join(work, "strace")
            trace(prog, log, run)
            disk.fds = {}
            for name, args, ret in calls_of(log):
                if name == "write" and args.startswith("1,"):
                    t = re.match(rb"ACK (\d+)", strings(args)[0])
                    acked = int(t.group(1)) if t else acked
                disk.call(name, args, ret)
                if not disk.top.now:
                    continue
                points += 1
                for model in MODELS:
                    n = judge.highest(disk.files(model))
                    if n < acked:
                        bad[model][1 if n < 0 else 0] += 1
    print("%d acknowledged, %d crash points, %d disks:" % (acked, points, len(judge.seen)),
          ", ".join("%s lost %d damaged %d" % (m, v[0], v[1]) for m, v in bad.items() if v[0] + v[1]) or "nothing lost")
    return 1 if any(v[0] + v[1] for v in bad.values()) else 0 if acked else 2


if __name__ == "__main__":
    if "--" not in sys.argv:
        sys.exit(__doc__)
    sys.exit(main(sys.argv))
