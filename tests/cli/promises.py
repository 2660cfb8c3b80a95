"""No network, no other program, nothing written but what "qorjyn where" lists: seen from outside, call by call."""
import os
import re
import subprocess

from tap import CIVIL, HANDBOOK, PROGRAM, TOP, equal, holds, lacks, main, run, test

STRACE = os.environ.get("STRACE", "")
SHOT = os.path.join(TOP, "tests", "term", "shot")
CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)$")
WRITES = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")
CHANGES = ("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat", "creat",
           "truncate", "mknod", "mknodat", "rmdir", "chmod", "fchmodat", "chown", "fchownat", "setxattr", "utimensat")
NETWORK = ("socket", "connect", "bind", "listen", "accept", "accept4")
PROGRAMS = ("execve", "execveat", "vfork", "posix_spawn")


def traceable():
    if not STRACE:
        return False
    p = subprocess.run([STRACE, "-o", "/dev/null", "true"], capture_output=True)
    return p.returncode == 0


SKIP = None if traceable() else "strace does not work here"


def judge(log):
    """(calls that break a promise, files written) of a trace."""
    broken, written, execs = [], set(), 0
    for line in log.splitlines():
        m = CALL.match(line)
        if not m or "resumed>" in line:
            continue
        call, rest = m.groups()
        if call in NETWORK:
            broken.append(line)
        if call in PROGRAMS:
            execs += 1
            if execs > 1:
                broken.append(line)
        path = re.search(r'"((?:[^"\\]|\\.)*)"', rest)
        if call in ("open", "openat", "openat2") and any(w in rest for w in WRITES) and path and not re.search(r"= -1 E", rest):
            written.add(path.group(1))
        if call in CHANGES and not re.search(r"= -1 E", rest):
            written.update(re.findall(r'"((?:[^"\\]|\\.)*)"', rest))
    return broken, {w for w in written if w not in ("/dev/null", "/dev/tty")}


def traced(folder, args, keys=None):
    """Runs it under strace, with keys in a terminal (see tests/term/shot.c)."""
    log = os.path.join(folder, "trace")
    argv = [STRACE, "-f", "-qq", "-s", "300", "-o", log, PROGRAM, *args]
    if keys:
        argv = [SHOT, "-k", keys, "--", *argv]
    env = dict(os.environ, HOME=folder, LC_ALL="C.UTF-8")
    p = subprocess.run(argv, capture_output=True, env=env, timeout=200)
    equal(p.returncode, 0, p.stderr.decode("utf-8", "replace"))
    with open(log, errors="replace") as f:
        return judge(f.read())


KEYS = ("<wait:Library: 2 bundles>jj<Enter><wait:About this text>]m<wait:ookmarked>/civil<Enter><wait: of 3>t<wait:Contents>q<wait: of 3>"
        "r<wait:8 recommendations>q<wait: of 3>B<wait:1 bookmark>qi<wait:About this bundle>ql<wait:Languages>j<Enter><wait:Қазақстандағы>Q<exit>")


def listed(state, *options):
    return run("where", "--state", state, *options, CIVIL, HANDBOOK).out


@test
def the_judge_sees_what_breaks_a_promise(folder):
    broken, written = judge('12 execve("./qorjyn", [], 0) = 0\n12 execve("/bin/sh", [], 0) = 0\n13 socket(AF_INET, SOCK_STREAM, 0) = 3\n'
                            '13 openat(AT_FDCWD, "/etc/x", O_WRONLY|O_CREAT, 0600) = 4\n13 openat(AT_FDCWD, "/y", O_RDWR) = -1 EACCES (x)\n'
                            '13 rename("/a", "/b") = 0\n13 openat(AT_FDCWD, "/read", O_RDONLY) = 3\n')
    equal(len(broken), 2)
    equal(written, {"/etc/x", "/a", "/b"})


@test
def commands_write_nothing_and_talk_to_nobody(folder):
    if SKIP:
        return SKIP
    state = folder + "/state"
    for args in (["cat", CIVIL], ["list", CIVIL, HANDBOOK], ["recs", CIVIL], ["recs", "--format=json", CIVIL], ["where", CIVIL], ["--help"]):
        broken, written = traced(folder, [*args, "--state", state] if args != ["--help"] else args)
        equal((broken, written), ([], set()), args)
    equal(os.path.exists(state), False)


@test
def the_reader_writes_only_what_where_lists(folder):
    if SKIP or not os.path.exists(SHOT):
        return SKIP or "there is no terminal emulator"
    state = folder + "/state"
    broken, written = traced(folder, ["--state", state, CIVIL, HANDBOOK], KEYS)
    equal(broken, [])
    equal(os.path.exists(state + "/notes/mine.jsonl"), True)
    where = listed(state)
    for path in written:
        if path not in where and path + "/" not in where:
            raise AssertionError(f"{path} was written, and is not in what where lists:\n{where}")
    found = {os.path.join(d, f) for d, _, files in os.walk(folder) for f in files} - {folder + "/trace"}
    for path in found:
        holds(where, path)


@test
def no_trace_means_nothing_at_all(folder):
    if SKIP or not os.path.exists(SHOT):
        return SKIP or "there is no terminal emulator"
    state = folder + "/state"
    broken, written = traced(folder, ["--no-trace", "--state", state, CIVIL, HANDBOOK], KEYS)
    equal((broken, written), ([], set()))
    equal(os.listdir(folder), ["trace"])
    lacks(listed(state, "--no-trace"), state)


@test
def nothing_of_ours_links_to_what_opens_sockets(folder):
    p = subprocess.run(["nm", "-D", "--undefined-only", PROGRAM], capture_output=True, text=True)
    if p.returncode:
        return "nm does not work here"
    names = {line.split()[-1].split("@")[0] for line in p.stdout.splitlines() if line.split()}
    bad = names & {"socket", "connect", "bind", "listen", "accept", "getaddrinfo", "gethostbyname", "execve", "execv", "execvp", "execl",
                   "execlp", "system", "popen", "posix_spawn", "posix_spawnp", "dlopen"}
    equal(bad, set())


main()
