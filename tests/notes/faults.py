#!/usr/bin/env python3
"""Make a program's system calls fail, one after the other (Linux, strace).

  faults.py DIR CHECK BEFORE LAST -- PROGRAM

"PROGRAM FOLDER FIRST LAST" makes the changes FIRST to LAST in FOLDER and prints "ACK n" when
change n is promised to be safe and "NO n why" when it is not. The changes up to
BEFORE (0: none) are made by a run of its own in which nothing fails. Then each call that it makes on
the files is made to fail in each way, once and from then on, and it is killed at
each. Then "CHECK DIR n ..." is asked whether exactly the acknowledged changes are there.
A change in the middle of which the program was killed may be there ("n?"), and
so may one that was denied when taking it back was made to fail too.
"""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys

FILES = ["", "/places.jsonl", "/places.jsonl.lock", "/notes", "/notes/mine.jsonl", "/notes/mine.jsonl.lock"]
# call, how it is made to fail, other calls that fail with it
WAYS = (
    [("write", e, "") for e in ("ENOSPC", "EIO", "EINTR", "EDQUOT", "ENOSPC+", "EIO+")] +
    [("write", "ENOSPC", "ftruncate:error=EIO")] +
    [("fdatasync", e, "") for e in ("EIO", "ENOSPC", "EINTR", "EDQUOT", "EIO+", "EINTR+")] +
    [("fdatasync", "EIO", "ftruncate:error=EIO")] +
    [("fsync", e, "") for e in ("EIO", "ENOSPC", "EINTR", "EIO+")] +
    [("openat", e, "") for e in ("ENOSPC", "EIO", "EINTR", "EMFILE", "EROFS", "EACCES", "ENOSPC+")] +
    [("mkdir", e, "") for e in ("ENOSPC", "EIO", "EINTR", "EROFS", "EACCES+")] +
    [("fcntl", e, "") for e in ("ENOLCK", "EINTR", "EIO", "ENOLCK+")] +
    [("ftruncate", e, "") for e in ("EIO", "ENOSPC+")] +
    [("pread64", e, "") for e in ("EIO", "EINTR")] +
    [("unlink", e, "") for e in ("EIO",)] +
    [(c, "KILL", "") for c in ("write", "fdatasync", "fsync", "openat", "mkdir", "fcntl", "ftruncate", "unlink", "close")]
)


def one(folder, check, before, last, prog, call, how, also, when):
    """Runs once. None when there was no such call any more; else (what is wrong or "", acknowledged, denied)."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    if before:
        subprocess.run(prog + [folder, "1", str(before)], stdout=subprocess.DEVNULL, check=True)
    log = folder + ".strace"
    fault = "signal=SIGKILL" if how == "KILL" else "error=" + how.rstrip("+")
    cmd = ["strace", "-o", log, "-e", "trace=%s,ftruncate" % call,
           "-e", "inject=%s:%s:when=%d%s" % (call, fault, when, "+" if how.endswith("+") else "")]
    if also:
        cmd += ["-e", "inject=" + also]
    for f in FILES:
        cmd += ["-P", folder + f]
    r = subprocess.run(cmd + prog + [folder, str(before + 1), str(last)],
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    text = open(log).read()
    if how == "KILL":
        if "killed by SIGKILL" not in text:
            return None
    elif not re.search(r"^%s\(.*INJECTED" % call, text, re.M):
        return None
    said = re.findall(r"^(ACK|NO) (\d+) ?(.*)$", r.stdout, re.M)
    names = [str(n + 1) for n in range(before)]
    for word, n, why in said:
        if word == "ACK":
            names.append(n)
        elif also or how.endswith("+"):
            names.append(n + "?")
        if word == "NO" and not why:
            return "change %s was denied without a reason" % n, 0, 0
    if how == "KILL":
        names.append("%d?" % (before + len(said) + 1))
    elif r.returncode:
        return "status %d" % r.returncode, 0, 0
    c = subprocess.run([check, folder] + (names or ["1?"]), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    acked = sum(w == "ACK" for w, n, why in said)
    if c.returncode:
        return "acknowledged %s: %s" % (" ".join(names), c.stdout.strip()), acked, len(said) - acked
    return "", acked, len(said) - acked


def series(args):
    """One way of failing at the first, second ... call, until there is none."""
    root, check, before, last, prog, number, (call, how, also) = args
    runs, denied, wrong = 0, 0, []
    for when in range(1, 200):
        r = one("%s/%d" % (root, number), check, before, last, prog, call, how, also, when)
        if r is None:
            break
        runs += 1
        denied += r[2]
        if r[0]:
            wrong.append("%s %s %s at %d: %s" % (call, how, also, when, r[0]))
    return call, how, runs, denied, wrong


def main(a):
    root, check, before, last, prog = os.path.realpath(a[1]), a[2], int(a[3]), int(a[4]), a[6:]
    jobs = [(root, check, before, last, prog, i, w) for i, w in enumerate(WAYS)]
    runs, bad = {}, []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for call, how, count, denied, wrong in pool.map(series, jobs):
            t = runs.setdefault(call, [0, 0])
            t[0] += count
            t[1] += denied
            bad += wrong
            print("%s %s: %d runs, %d changes denied" % (call, how, count, denied))
    for b in bad:
        print("WRONG " + b)
    missing = [c for c in ("write", "fdatasync", "fsync", "openat") + (() if before else ("mkdir",)) if not runs.get(c, [0])[0]]
    print("%d runs, %d denied, %d wrong%s" % (sum(t[0] for t in runs.values()), sum(t[1] for t in runs.values()), len(bad),
                                            "; never called: " + " ".join(missing) if missing else ""))
    return 1 if bad or missing else 0


if __name__ == "__main__":
    if len(sys.argv) < 7 or sys.argv[5] != "--":
        sys.exit(__doc__)
    sys.exit(main(sys.argv))
