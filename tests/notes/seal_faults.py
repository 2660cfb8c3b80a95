#!/usr/bin/env python3
"""Interrupt sealing and unsealing at every call on the files (Linux, strace).

  seal_faults.py DIR WRITER

"WRITER make|seal|unseal|check FOLDER" as in seal_writer.c.  Each call is made to fail in each way, once or from then on, and the
process is killed at each.  Then all notes must be there at the next start, with the passphrase where it asks for one; what
was promised to be sealed has nothing plain left, nor has what the next start completed.
"""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys

NAMES = ["notes/mine.jsonl", "places.jsonl", "notes/from/friend.jsonl"]
PATHS = ["", "/notes", "/notes/from"] + ["/" + n + e for n in NAMES for e in ("", ".lock", ".old", ".new", ".bak")]
WAYS = (
    [("write", e) for e in ("ENOSPC", "EIO+")] +
    [("fsync", e) for e in ("EIO",)] +
    [("openat", e) for e in ("EIO", "EACCES+")] +
    [("rename", e) for e in ("EIO",)] +
    [("unlink", e) for e in ("EIO",)] +
    [("pread64", e) for e in ("EIO",)] +
    [("fcntl", e) for e in ("EIO",)] +
    [(c, "KILL") for c in ("write", "fsync", "rename", "unlink", "close")]
)
WORDS = [b"secretword", b"AnnotationSet"]


def plain_files(folder):
    found = []
    for root, _, files in os.walk(folder):
        for f in files:
            data = open(os.path.join(root, f), "rb").read()
            if any(w in data for w in WORDS):
                found.append(f)
    return found


def run(cmd):
    return subprocess.run(cmd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def one(folder, model, writer, what, call, how, when):
    """None when there was no such call any more; else what is wrong or ""."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(model, folder)
    log = folder + ".strace"
    fault = "signal=SIGKILL" if how == "KILL" else "error=" + how.rstrip("+")
    cmd = ["strace", "-o", log, "-e", "trace=" + call, "-e", "inject=%s:%s:when=%d%s" % (call, fault, when, "+" if how.endswith("+") else "")]
    for p in PATHS:
        cmd += ["-P", folder + p]
    r = run(cmd + [writer, what, folder])
    text = open(log).read()
    if ("killed by SIGKILL" if how == "KILL" else "(INJECTED)") not in text:
        return None
    done = re.search(r"^DONE", r.stdout, re.M)
    if how != "KILL" and not done and not re.search(r"^NO .", r.stdout, re.M):
        return "it failed and did not say why: " + r.stdout
    if what == "seal" and done and plain_files(folder):
        return "it promised to have sealed, and these are plain: %s" % plain_files(folder)
    for start in ("first", "second")[:2 if how == "KILL" else 1]:
        c = run([writer, "check", folder])
        if c.returncode:
            return "the %s start after it: %s" % (start, c.stdout)
        if "SEALED" in c.stdout and plain_files(folder):
            return "sealed at the %s start after it, and these are plain: %s; %s" % (start, plain_files(folder), c.stdout)
        if done and ("SEALED" if what == "seal" else "PLAIN") not in c.stdout:
            return "it promised %s, and it is not so" % what
    return ""


def series(job):
    root, model, writer, what, number, (call, how) = job
    runs, wrong = 0, []
    for when in range(1, 200):
        r = one("%s/%s%d" % (root, what, number), model, writer, what, call, how, when)
        if r is None:
            break
        runs += 1
        if r:
            wrong.append("%s: %s %s at %d: %s" % (what, call, how, when, r))
    return what, call, how, runs, wrong


def main(root, writer):
    root = os.path.realpath(root)
    models = {"seal": root + "/plain", "unseal": root + "/sealed"}
    for m in models.values():
        subprocess.run([writer, "make", m], check=True)
    subprocess.run([writer, "seal", models["unseal"]], check=True, stdout=subprocess.DEVNULL)
    if plain_files(models["unseal"]) or not plain_files(models["seal"]):
        print("the beginning is wrong")
        return 1
    jobs = [(root, models[what], writer, what, i, w) for what in models for i, w in enumerate(WAYS)]
    bad, counts = [], {}
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for what, call, how, runs, wrong in pool.map(series, jobs):
            counts.setdefault((what, "killed" if how == "KILL" else "failed"), []).append(runs)
            bad += wrong
            print("%s: %s %s: %d runs" % (what, call, how, runs))
    for b in bad:
        print("WRONG " + b)
    for (what, how), runs in sorted(counts.items()):
        print("%s: %d runs %s" % (what, sum(runs), how))
    print("%d runs, %d wrong" % (sum(map(sum, counts.values())), len(bad)))
    return 1 if bad or min(map(sum, counts.values())) < 20 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
