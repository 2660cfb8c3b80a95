"""notes seal and unseal, and the other commands while notes are sealed: with a terminal to ask on, and without."""
import fcntl
import json
import os
import pty
import re
import select
import subprocess
import termios
import time

from rig import DEADLINE, QORJYN, SAMPLE, Result, done, environment, ok, one_line, path, run, write_journal

STATE = path("state")
PASS, OTHER = "алты көк бұлт 77", "not this one"
ASKED, NEW, AGAIN = "Passphrase of the notes: ", "New passphrase: ", "The same again: "


def note(n, text):
    return {"id": "urn:uuid:00000000-0000-4000-8000-%012d" % n, "type": "Annotation", "motivation": "bookmarking", "created": "2026-01-01T00:00:00Z",
            "modified": "2026-01-01T00:00:00Z", "body": [{"type": "TextualBody", "value": text}],
            "target": {"source": "urn:x", "selector": [{"type": "TextQuoteSelector", "exact": "Some passage.", "prefix": "", "suffix": ""}],
                       "qorjyn:series": "org.example.s", "qorjyn:report": "r", "qorjyn:lang": "en"}}


def ask(*args, answers=()):
    """The program with a terminal of its own, on which each of (prompt, answer) is typed; standard output and errors are apart."""
    master, slave = pty.openpty()
    # a session whose terminal this is
    p = subprocess.Popen([QORJYN, *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
                         start_new_session=True, pass_fds=(slave,), preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0))
    shown, echo = b"", []
    end = time.monotonic() + DEADLINE
    for prompt, answer in answers:
        at = len(shown)
        while prompt.encode() not in shown[at:] and time.monotonic() < end:
            if select.select([master], [], [], 0.2)[0]:
                shown += os.read(master, 4096)
            elif p.poll() is not None:
                break
        echo.append(bool(termios.tcgetattr(slave)[3] & termios.ECHO))
        os.write(master, answer.encode() + b"\n")
    out, err = p.communicate(timeout=DEADLINE)
    after = bool(termios.tcgetattr(slave)[3] & termios.ECHO)
    while select.select([master], [], [], 0)[0]:
        shown += os.read(master, 4096)
    os.close(slave)
    os.close(master)
    r = Result(p.returncode, out, err)
    r.shown, r.echo, r.after = shown.decode("utf-8", "replace"), echo, after
    return r


def plain(word=b"precious"):
    return [f for root, _, files in os.walk(STATE) for f in files if word in open(os.path.join(root, f), "rb").read()]


write_journal(STATE, [note(1, "a precious thought")])
with open(os.path.join(STATE, "notes", "mine.jsonl.bak"), "wb") as f:
    f.write(open(os.path.join(STATE, "notes", "mine.jsonl"), "rb").read())

r = run("--state", STATE, "notes", "seal", start_new_session=True)
ok(r.status == 2 and one_line(r, "no terminal") and plain(), "without a terminal nothing is sealed, and that is said", str(r))
r = run("--state", STATE, "notes", "seal", "x.zip", start_new_session=True)
ok(r.status == 2 and one_line(r, "no paths"), "notes seal takes no paths", str(r))
r = ask("--state", STATE, "notes", "seal", answers=[(NEW, PASS), (AGAIN, OTHER)])
ok(r.status == 2 and "not the same" in r.said and plain(), "two that differ seal nothing", str(r))
r = ask("--state", STATE, "notes", "seal", answers=[(NEW, "")])
ok(r.status == 2 and "No passphrase was typed" in r.said and plain(), "an empty one seals nothing", str(r))
r = ask("--state", STATE, "notes", "seal", answers=[(NEW, "\x03")])
ok(r.status == 2 and plain() and r.after, "Ctrl-C leaves it as it was, and the terminal too", str(r))
r = run("--state", STATE, "notes", "unseal", start_new_session=True)
ok(r.status == 2 and one_line(r, "not sealed"), "what is not sealed cannot be unsealed", str(r))
r = ask("--state", STATE, "notes", "seal", answers=[(NEW, PASS), (AGAIN, PASS)])
ok(r.status == 0 and "are sealed" in r.text and not plain(), "sealing leaves nothing plain, copies included", str(r), plain())
ok(r.echo == [False, False] and r.after and PASS not in r.shown, "what is typed is not seen, and afterwards it is again", r.shown)
ok("weak" not in r.said, "a good passphrase is not called weak", str(r))
ok(re.match(rb"qorjyn-sealed 1 argon2id 3 256 ", open(os.path.join(STATE, "notes", "mine.jsonl"), "rb").read()) is not None, "the header says what it costs")
r = ask("--state", STATE, "notes", "seal", answers=[])
ok(r.status == 2 and one_line(r, "sealed already"), "sealing twice is refused", str(r))

for args in (["notes", "list"], ["notes", "export"], ["notes", "check"], ["recs", "--with-notes", SAMPLE], ["recs", "--filter=tag:x", SAMPLE]):
    r = run("--state", STATE, *args, start_new_session=True)
    ok(r.status == 2 and one_line(r, "sealed", "no terminal") and b"precious" not in r.out, "%s without a terminal: a sentence and status 2" % " ".join(args[:2]), str(r))
r = run("--state", STATE, "recs", SAMPLE, start_new_session=True)
ok(r.status == 0 and one_line(r, "stay closed") and r.out, "recs goes on without notes, and says so", str(r))
r = ask("--state", STATE, "notes", "list", "--with-notes", answers=[(ASKED, OTHER), (ASKED, PASS)])
ok(r.status == 0 and "not the passphrase" in r.said and "precious" in r.text, "a wrong passphrase, a sentence, another try", str(r))
r = ask("--state", STATE, "notes", "list", "--json", answers=[(ASKED, PASS)])
ok(r.status == 0 and len(json.loads(r.text)) == 1, "notes list --json gives only JSON on standard output", str(r))
r = ask("--state", STATE, "notes", "list", answers=[(ASKED, OTHER)] * 3)
ok(r.status == 2 and r.said.count("not the passphrase") == 3, "three wrong ones end it", str(r))
r = ask("--state", STATE, "notes", "unseal", answers=[(ASKED, OTHER), (ASKED, "wrong\x15" + PASS + "q\x7f")])
ok(r.status == 0 and "no longer sealed" in r.text and plain() == ["mine.jsonl"], "unsealing gives them back; a typing error can be taken back", str(r), plain())
r = run("--state", STATE, "notes", "list", "--with-notes", start_new_session=True)
ok(r.status == 0 and "precious" in r.text, "and they are read without a passphrase again", str(r))
r = run("--lock-after", "x", "--state", STATE)
ok(r.status == 2 and one_line(r, "--lock-after"), "--lock-after wants minutes", str(r))
done()
