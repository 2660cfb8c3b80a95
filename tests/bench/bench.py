"""Times the reader beside its peers and beside one process that does the least.

    bench.py QORJYN LIMIT LAYOUT NOTES [ROUNDS]

Whatever is compared runs in turn (A B C A B C ...) after a warm-up; a ratio is
the median of the rounds' ratios.  Peers that are not installed are said.
"""
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import corpus  # noqa: E402
from pseudo import Terminal  # noqa: E402


def quote(path):
    return "'" + path.replace("'", "'\\''") + "'"


class Bench:
    def __init__(self, qorjyn, limit, layout, notes, rounds):
        self.qorjyn, self.limit, self.rounds = os.path.abspath(qorjyn), os.path.abspath(limit), rounds
        self.layout, self.many = os.path.abspath(layout), os.path.abspath(notes)
        self.dir = tempfile.mkdtemp(prefix="qorjyn-bench.")
        self.env = dict(os.environ, QORJYN_STATE=self.dir + "/state", QORJYN_TEST="1", TERM="xterm-256color",
                        LC_ALL="C.UTF-8", HOME=self.dir, LESS="", LESSOPEN="", LESSHISTFILE="-")
        self.missed = 0
        corpus.make(self.dir)

    def path(self, name):
        return quote(os.path.join(self.dir, name))

    def row(self, what, figure, goal, good):
        verdict = "" if good is None else "met" if good else "missed"
        self.missed += good is False
        print(f"{what:<58} {figure:>22} {goal:>12}  {verdict}", flush=True)

    def ratio(self, what, ours, theirs, goal):
        r = statistics.median(a / b for a, b in zip(ours, theirs))
        figure = f"{r:.2f} ({statistics.median(ours) * 1e3:.1f} ms)"
        self.row(what, figure, f"<= {goal} x" if goal else "", r <= goal if goal else None)

    def absent(self, what, *programs):
        missing = [p for p in programs if not shutil.which(p)]
        if missing:
            self.row(what, "no " + ", ".join(missing), "", None)
        return bool(missing)

    # ---- programs that print

    def run(self, command):
        """Wall and processor seconds of a shell command."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(["/bin/sh", "-c", command], env=self.env, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def in_turn(self, commands, run):
        for command in commands.values():
            run(command)
        times = {name: [] for name in commands}
        for _ in range(self.rounds):
            for name, command in commands.items():
                times[name].append(run(command))
        return times

    def cat(self, what, bundle, goal, goal_limit):
        archive = self.path(bundle)
        commands = {
            "qorjyn": f"exec {quote(self.qorjyn)} cat {archive} report1",
            "limit": f"exec {quote(self.limit)} {archive} report1.ru.md",
        }
        if shutil.which("bsdtar"):
            for peer in ("lowdown -tterm", "cmark-gfm"):
                if shutil.which(peer.split()[0]):
                    commands[peer] = f"bsdtar -xOf {archive} report1.ru.md | {peer}"
        times = self.in_turn(commands, self.run)
        wall = {name: [t[0] for t in all_] for name, all_ in times.items()}
        for name in commands:
            if name != "qorjyn":
                peer = name if name == "limit" else "bsdtar | " + name
                mine = goal_limit if name == "limit" else goal if name == "lowdown -tterm" else None
                self.ratio(f"cat, {what}: to {peer}", wall["qorjyn"], wall[name], mine)
        self.absent(f"cat, {what}: to bsdtar | lowdown", "bsdtar", "lowdown")
        cpu = ", ".join(f"{name.split()[0]} {statistics.median(t[1] for t in all_) * 1e3:.0f}" for name, all_ in times.items())
        print(f"    processor ms: {cpu}")

    # ---- laying out, in one process with parsing

    def steps(self, rounds, path):
        """Seconds of the processor for: the library's parse, ours, the record, the first frame, the whole page."""
        out = subprocess.run([self.layout, str(rounds), path], check=True, stdout=subprocess.PIPE).stdout.decode()
        return [float(figure) / 1e6 for figure in out.split("\t")[1:6]]

    def layouts(self):
        for name, path in corpus.singles(self.dir).items():
            cmark, _, _, _, whole = self.steps(min(self.rounds * 2 + 1, 101), path)
            self.row(f"layout of 1 MB {name}: to the cmark-gfm parse", f"{whole / cmark:.2f} ({whole * 1e3:.1f} ms)", "<= 1 x",
                     whole <= cmark)

    def odd(self):
        """Four times as much may not take much more than four times as long; what is short is not told from noise."""
        small, large = corpus.odd(self.dir, 1), corpus.odd(self.dir, 4)
        for name in small:
            a, b = self.steps(5, small[name]), self.steps(5, large[name])
            first, growth = b[2] + b[3], (sum(b[1:3]) + b[4]) / max(sum(a[1:3]) + a[4], 1e-3)
            self.row(f"{name}: parsed to first frame; growth at 4 x", f"{first * 1e3:.1f} ms; {growth:.1f} x",
                     "100 ms; 8 x", first <= 0.1 and growth <= 8)

    # ---- checking, beside parsing

    def peak_of(self, command):
        """Peak memory of one process (its workers not counted) in MiB, and its seconds."""
        start = time.perf_counter()
        p = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(p.pid, 0)
        return usage.ru_maxrss / 1024, time.perf_counter() - start

    def check(self):
        """Two thousand reports of 60 KB, against what parsing all of them takes in one process."""
        count, size = 2000, 60_000
        texts = corpus.reports(self.dir, count, size)
        parse = sum(self.steps(5, path)[1] for path in texts) * count / len(texts)
        for name, path in (("tar.zst", "many.tar.zst"), ("folder", "many")):
            runs = [self.peak_of([self.qorjyn, "check", "--no-trace", os.path.join(self.dir, path)]) for _ in range(3)]
            took, peak = statistics.median(r[1] for r in runs), max(r[0] for r in runs)
            self.row(f"check of {count:,} reports of 60 KB, {name}: to parsing", f"{took / parse:.2f} ({took:.2f} s, {peak:.0f} MiB)", "<= 4 x",
                     took <= 4 * parse)

    # ---- programs in a terminal

    def open(self, bundle):
        # no place is remembered from the last run
        return Terminal([self.qorjyn, "--no-trace", os.path.join(self.dir, bundle)], self.env)

    def first_frame(self, command):
        t = Terminal(["/bin/sh", "-c", command], self.env)
        try:
            if "less" in command:
                return t.until_quiet(0.15) - t.start
            t.until_mark(0, corpus.FIRST.encode())
            return t.last - t.start
        finally:
            t.close()

    def start(self, what, bundle, goal):
        name = f"first frame, {what}: to bsdtar | lowdown | less"
        ours = f"exec {quote(self.qorjyn)} --no-trace {self.path(bundle)}"
        if self.absent(name, "bsdtar", "lowdown", "less"):
            return
        peer = f"bsdtar -xOf {self.path(bundle)} report1.ru.md | lowdown -tterm | less -R"
        times = self.in_turn({"ours": ours, "peer": peer}, self.first_frame)
        self.ratio(name, times["ours"], times["peer"], goal)

    def loaded(self, bundle):
        t = self.open(bundle)
        t.until_mark(0, corpus.FIRST.encode())
        t.until_quiet(0.5)
        return t

    def keys(self):
        t = self.loaded("huge.tar.zst")
        js = [t.key(b"j") for _ in range(400)]
        times = sorted(j[0] for j in js)
        p95, sent = times[len(times) * 95 // 100] * 1e3, statistics.median(j[1] for j in js)
        self.row("j, 4 MiB report: next frame, p95", f"{p95:.2f} ms", "<= 5 ms", p95 <= 5)
        self.row("j, 4 MiB report: bytes, median", f"{sent:.0f}", "<= 500", sent <= 500)
        for name, keys in (("Space and b", b" b"), ("d and u", b"du"), ("G and g", b"Gg"), ("] and [", b"]["),
                           ("} and {", b"}{"), ("n of a search", b"n"), ("t, q", b"tq"), ("?, q", b"?q")):
            if keys == b"n":
                t.key(b"g")
                for key in b"/", b"\xd1\x80\xd0\xb5\xd1\x88\xd0\xb5\xd0\xbd", b"\r":
                    t.key(key)
                t.until_quiet(0.5)
            took = [t.key(keys[i % len(keys):][:1])[0] for i in range(20)]
            worst = max(took) * 1e3
            self.row(f"{name}, 4 MiB report: worst of 20", f"{worst:.1f} ms", "<= 16 ms", worst <= 16)
        t.key(b"G")
        worst = max(t.resize(*size)[0] for size in [(50, 150), (24, 80), (60, 200)] * 3) * 1e3
        self.row("resize at the end of a 4 MiB report: worst of 9", f"{worst:.1f} ms", "<= 100 ms", worst <= 100)
        t.close()

    def memory(self):
        for bundle, name, goal in (("big.tar.zst", "1 MB report", 24), ("six.tar.zst", "six of 1 MB", None)):
            t = self.open(bundle)
            t.until_mark(0)
            if bundle.startswith("six"):
                t.until_quiet(0.5)
                t.key(b"j")
                since = len(t.data)
                t.key(b"\r")
                t.until_mark(since, corpus.FIRST.encode())
            t.until_quiet(0.5)
            t.key(b"G")
            peak = t.peak()
            t.close()
            figure = "unknown" if peak is None else f"{peak:.1f} MiB"
            self.row(f"peak memory of the reader, {name}", figure, f"<= {goal} MiB" if goal else "",
                     None if peak is None or not goal else peak <= goal)


    def library(self):
        """A thousand bundles of twenty reports of 4 KB."""
        folder = os.path.join(self.dir, "library")
        corpus.library(folder, 1000, 20, 4000)
        firsts, wholes, peaks = [], [], []
        for _ in range(3):
            t = Terminal([self.qorjyn, "--no-trace", folder], self.env)
            t.until_mark(0)
            firsts.append(t.last - t.start)
            wholes.append(t.until_quiet(1) - t.start)
            peaks.append(t.peak())
            t.close()
        name = "1,000 bundles of 20 reports of 4 KB"
        first, whole = statistics.median(firsts) * 1e3, statistics.median(wholes)
        self.row(f"{name}: first frame", f"{first:.0f} ms", "<= 100 ms", first <= 100)
        self.row(f"{name}: all listed", f"{whole:.2f} s", "<= 5 s", whole <= 5)
        if peaks[0] is not None:
            self.row(f"{name}: peak memory of the reader", f"{max(peaks):.0f} MiB", "<= 150 MiB", max(peaks) <= 150)
        again = statistics.median(w / wholes[0] for w in wholes[1:])
        self.row(f"{name}: a later start, nothing kept", f"{again:.2f} of the first", "<= 1.2", again <= 1.2)


    def notes(self):
        """A thousand notes of a series looked for in its new edition."""
        folder = os.path.join(self.dir, "editions")
        notes = corpus.editions(folder, folder + ".state", 20, 50)
        command = f"{quote(self.qorjyn)} notes check --json --state {quote(folder)}.state {quote(folder)} >{quote(folder)}.json; test $? -le 1"
        took = statistics.median(t[0] for t in self.in_turn({"check": command}, self.run)["check"])
        with open(folder + ".json") as f:
            states = [n["state"] for n in json.load(f)]
        right = len(states) == notes and set(states) == {"moved"}
        self.row(f"{notes:,} notes of a series found in a new edition", f"{took * 1e3:.0f} ms" if right else "NOT found", "<= 1000 ms",
                 right and took <= 1)

    def verify(self):
        """Who vouches for 200 MB, signed by minisign and, with series and edition, by us: to minisign."""
        name = "verify, 200 MB: to minisign -V"
        if self.absent(name, "minisign"):
            return
        file, key, state = (os.path.join(self.dir, n) for n in ("large.zip", "m", "trusting"))
        with open(file, "wb") as f:
            for _ in range(200):
                f.write(os.urandom(1000000))
        self.run(f"minisign -G -W -p {key}.pub -s {key}.key && minisign -S -s {key}.key -m {file} && "
                 f"{quote(self.qorjyn)} trust --state {state} --yes {key}.pub m")
        times = self.in_turn({"ours": f"{quote(self.qorjyn)} verify --state {state} {file}", "peer": f"minisign -V -p {key}.pub -m {file}"}, self.run)
        self.ratio(name, [t[0] for t in times["ours"]], [t[0] for t in times["peer"]], 1.25)
        os.unlink(file)


    def many_notes(self):
        """Ten thousand notes in two hundred series: in one process, and what they cost the start of the program."""
        state, none = os.path.join(self.dir, "many.state"), os.path.join(self.dir, "no.state")
        os.mkdir(state)
        out = subprocess.run([self.many, "10000", state, os.path.join(self.dir, "small.tar.zst")], check=True, stdout=subprocess.PIPE).stdout
        read, frame, letter, other, save, after, sync = (float(figure) / 1e3 for figure in out.split())
        name = "10,000 notes of 200 series"
        self.row(f"{name}: saving one; the disk's own sync", f"{save:.2f} ms; {sync:.2f} ms", "20 ms more", save - sync <= 20)
        self.row(f"{name}: first frame of all bookmarks", f"{frame:.1f} ms", "<= 50 ms", frame <= 50)
        self.row(f"{name}: the list after a change", f"{after:.1f} ms", "", None)
        self.row(f"{name}: first letter of its filter; another", f"{letter:.1f} ms; {other:.1f} ms", "", None)
        self.row(f"{name}: reading them all", f"{read:.0f} ms", "", None)
        commands = {folder: f"exec {quote(self.qorjyn)} --no-places --state {quote(folder)} {self.path('small.tar.zst')}" for folder in (state, none)}
        times = self.in_turn(commands, self.first_frame)
        self.ratio(f"{name}: first frame of a report, to none", times[state], times[none], 1.05)


    # ---- making bundles

    def peak(self, command):
        """The largest process of a shell command, in MB."""
        code = ("import resource, subprocess, sys; subprocess.run(['/bin/sh', '-c', sys.argv[1]], check=True, stdin=subprocess.DEVNULL, "
                "stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        out = subprocess.run([sys.executable, "-c", code, command], env=self.env, check=True, stdout=subprocess.PIPE).stdout
        return int(out) * 1024 / 1e6

    def packs(self):
        """Two thousand reports of 60 KB; one round only, as level 19 takes a minute or two."""
        one, two = os.path.join(self.dir, "one"), os.path.join(self.dir, "two")
        corpus.sources(one, 2000, 60000)
        shutil.copytree(one, two, copy_function=shutil.copyfile)
        for path, command, options in (("one.zip", "zip", "--format zip --options zip:compression-level=9"),
                                       ("one.tar.zst", "tar.zst -19", "--zstd --options zstd:compression-level=19")):
            ours = f"{quote(self.qorjyn)} pack {quote(one)} --force -o {self.path(path)}"
            name = f"pack, 2,000 reports (120 MB), {command}: to bsdtar"
            if not self.absent(name, "bsdtar"):
                theirs = f"cd {quote(one)} && bsdtar -cf {self.path('peer')} {options} *"
                self.ratio(name, [self.run(ours)[0]], [self.run(theirs)[0]], 1.3)
        peak = self.peak(ours)
        self.row("pack, 2,000 reports, tar.zst -19: largest process", f"{peak:.0f} MB", "<= 100 MB", peak <= 100)
        self.run(f"{quote(self.qorjyn)} pack {quote(two)} -o {self.path('two.zip')}")
        with open(os.path.join(self.dir, "one.zip"), "rb") as a, open(os.path.join(self.dir, "two.zip"), "rb") as b:
            same = a.read() == b.read()
        self.row("pack of two folders of different times: the same bytes", "yes" if same else "NO", "yes", same)


def main():
    qorjyn, limit, layout, notes = sys.argv[1:5]
    b = Bench(qorjyn, limit, layout, notes, int(sys.argv[5]) if len(sys.argv) > 5 else 15)
    try:
        b.layouts()
        b.odd()
        b.library()
        b.notes()
        b.many_notes()
        b.check()
        b.verify()
        b.cat("1 MB of six, tar.zst", "six.tar.zst", 0.8, 1.5)
        b.cat("64 KB of ten, tar.zst", "ten.tar.zst", 1.5, None)
        b.cat("1 MB of six, zip", "six.zip", None, None)
        b.cat("64 KB of ten, zip", "ten.zip", None, None)
        b.start("64 KB", "small.tar.zst", 1.2)
        b.start("1 MB", "big.tar.zst", 0.5)
        b.keys()
        b.memory()
        b.packs()
    finally:
        shutil.rmtree(b.dir, ignore_errors=True)
    print(f"{b.missed} of the goals missed" if b.missed else "all goals met")


if __name__ == "__main__":
    main()
