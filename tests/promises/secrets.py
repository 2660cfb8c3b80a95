"""Key and passphrase in the memory of the running reader: in locked pages that are neither dumped nor inherited, and no copy
of what was typed anywhere; after locking not of the notes' key either."""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

sys.path.insert(0, os.path.join(os.environ.get("top_srcdir", "."), "tests", "cli"))
from rig import DEADLINE, QORJYN, SAMPLE, done, environment, ok, path, run, skip_all, write, write_journal  # noqa: E402

if not os.path.exists("/proc/self/smaps") or os.geteuid() != 0:
    skip_all("only root may look into the memory of a program that hides it")
with open(QORJYN, "rb") as program:
    if b"__asan_init" in program.read():
        skip_all("sanitizers keep copies of what was freed")

STATE = path("state")
PASS, THOUGHT = "nine violet camels", "the thought of thoughts, that goes on until it is long enough for more than one place to remember a part of it"
write_journal(STATE, [{"id": "urn:uuid:00000000-0000-4000-8000-000000000001", "type": "Annotation", "motivation": "bookmarking",
                       "created": "2026-01-01T00:00:00Z", "modified": "2026-01-01T00:00:00Z", "body": [{"type": "TextualBody", "value": THOUGHT}],
                       "target": {"source": "urn:x", "selector": [{"type": "TextQuoteSelector", "exact": "Some passage.", "prefix": "", "suffix": ""}],
                                  "qorjyn:series": "org.example.s", "qorjyn:report": "r", "qorjyn:lang": "en"}}])


class Reader:
    def __init__(self, bundle=SAMPLE):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(QORJYN, [QORJYN, "--state", STATE, bundle], environment(TERM="xterm-256color"))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.shown = b""

    def wait(self, *words):
        """Until each has been sent to the terminal since the last key."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end and not all(w.encode() in self.shown for w in words):
            if select.select([self.fd], [], [], 0.2)[0]:
                try:
                    self.shown += os.read(self.fd, 65536)
                except OSError:
                    break
        return all(w.encode() in self.shown for w in words)

    def type(self, text):
        self.shown = b""
        os.write(self.fd, text.encode())

    def maps(self):
        """(flags, addresses) of each mapping that can be written."""
        found, at = [], None
        for line in open("/proc/%d/smaps" % self.pid):
            m = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+)", line)
            if m:
                at = (int(m.group(1), 16), int(m.group(2), 16)) if "w" in m.group(3) else None
            elif line.startswith("VmFlags:") and at:
                found.append((line.split()[1:], at))
        return found

    def has(self, text):
        """The mappings, not of secrets, that hold it: as bytes, as characters of curses, as numbers."""
        forms = [text.encode(), text.encode("utf-32-le"), b"".join(struct.pack("<Q", ord(c)) for c in text)]
        with open("/proc/%d/mem" % self.pid, "rb", 0) as mem:
            count = 0
            for flags, (start, end) in self.maps():
                if "dd" in flags:
                    continue
                try:
                    mem.seek(start)
                    data = mem.read(end - start)
                except OSError:
                    continue
                count += sum(data.count(f) for f in forms)
        return count

    def secret(self):
        return [f for f, _ in self.maps() if "dd" in f and "wf" in f and "lo" in f]

    def quit(self):
        self.type("Q")
        while True:
            try:
                if not os.read(self.fd, 65536):
                    break
            except OSError:
                break
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


r = Reader()
ok(r.wait("eight recommendations"), "it starts", r.shown)
before = len(r.secret())
r.type("P")
ok(r.wait("New passphrase"), "it asks", r.shown)
ok(len(r.secret()) > before, "what is typed goes into locked pages that are not dumped and are wiped in children")
r.type(PASS + "\r")
r.wait("The same again")
r.type(PASS + "\r")
ok(r.wait("Sealed."), "it seals", r.shown)
ok(r.secret(), "so is the key")
ok(r.has(PASS) == 0, "no copy of the passphrase is in the memory", r.has(PASS))
r.type("K")
ok(r.wait("locked"), "it locks")
ok(len(r.secret()) == before, "after locking no key is there", before, len(r.secret()))
ok(r.quit() == 0, "it ends")

r = Reader()
ok(r.wait("Passphrase of the notes"), "the next start asks", r.shown)
before = len(r.secret())
r.type("nine violet dogs\r")
ok(r.wait("This is not the passphrase"), "a wrong one is refused", r.shown)
r.type(PASS + "\r")
ok(r.wait("The notes are open"), "it opens", r.shown)
ok(r.has(PASS) == 0 and r.has("nine violet dogs") == 0, "nor are right and wrong ones in the memory when they were typed to open")
ok(r.has(THOUGHT[-40:]) > 0, "while they are open the notes are in the memory (so this test sees)")
open_count = r.has(THOUGHT[-40:])
r.type("K")
r.wait("locked")
ok(r.has(THOUGHT[-40:]) == 0, "after locking they are not", open_count, r.has(THOUGHT[-40:]))
ok(r.quit() == 0, "it ends")

# an encrypted bundle
write("src/bundle.yaml", "qorjyn: 1\nid: org.example.s\ntitle: The two of them\n")
write("src/a.en.md", "# The first one\n\nWords.\n")
write("src/b.en.md", "# The second one\n\nWords.\n")
made = run("pack", "--passphrase", "-o", path("locked.zip"), path("src"), stdin=PASS.encode() + b"\n")
ok(made.status == 0, "an encrypted bundle", str(made))
r = Reader(path("locked.zip"))
ok(r.wait("Passphrase of the notes"), "it asks for both", r.shown)
r.type("\x1b")
r.wait("Passphrase of locked.zip")
r.type("nine violet dogs\r")
ok(r.wait("This is not the passphrase of locked.zip"), "a wrong one is refused", r.shown)
before = len(r.secret())
r.type(PASS + "\r")
ok(r.wait("The second one", "locked.zip is open"), "the right one opens it", r.shown)
ok(len(r.secret()) > 0, "the passphrase is kept in locked pages")
r.type("jj\r")
ok(r.wait("Words."), "a report of it is read", r.shown)
ok(r.has(PASS) == 0 and r.has("nine violet dogs") == 0, "and there is no other copy of either in the memory", r.has(PASS), r.has("nine violet dogs"))
ok(r.quit() == 0, "it ends")
done()
