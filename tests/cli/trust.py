"""keygen, sign, verify and trust: in minisign's formats both ways, one sentence a state, and nothing that does not verify passes for verified."""
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time
import zipfile

from rig import HERE, QORJYN, done, environment, make_zip, offences, ok, one_line, path, run, skip, write, write_journal

MINISIGN = shutil.which("minisign")
STATE = path("state")
os.environ["QORJYN_STATE"] = STATE
REPORT = "---\ntitle: What we ask\nlang: en\n---\n# What we ask\n\nThe State should:\n\n- Release them. <!-- rec id=\"r1\" to=\"KAZ\" -->\n"


def bundle(name, edition="2016", text=REPORT, series="org.example.asks"):
    return make_zip(name, [("bundle.yaml", "qorjyn: 1\nid: %s\nedition: %s\n" % (series, edition)), ("asks.en.md", text)])


def q(*args, stdin=b"", **kw):
    return run(*args, stdin=stdin, env=environment(QORJYN_STATE=STATE), cwd=HERE, **kw)


def read(name):
    with open(path(name), "rb") as f:
        return f.read()


def spoil(name, data):
    with open(path(name), "wb") as f:
        f.write(data)


def unverified(r, *words):
    return r.status in (1, 2) and "Verified" not in r.text and not offences(r.out, False) and all(w in r.text + r.said for w in words)


# ---- a key
r = q("keygen", "-o", "office", stdin=b"\n")
ok(r.status == 0 and len(re.findall(r"^  (?:\d{5} ){3}\d{5}$", r.text, re.M)) == 2, "keygen shows forty digits in groups", str(r))
ok(os.stat(path("office.key")).st_mode & 0o777 == 0o600 and os.path.exists(path("office.pub")), "the secret key is its owner's alone")
before = read("office.key")
r = q("keygen", "-o", "office", stdin=b"\n")
ok(r.status == 2 and one_line(r, "office.key", "is there already") and read("office.key") == before, "keygen replaces nothing", str(r))
r = q("keygen", "-o", "office", "more")
ok(r.status == 2 and one_line(r), "keygen takes no path", str(r))
r = q("keygen", "-o", "none/office", stdin=b"")
ok(r.status == 2 and one_line(r, "office.key", "cannot be written"), "a folder that is not there is said before a passphrase is asked for", str(r))
q("keygen", "-o", "stranger", stdin=b"\n")

# ---- a signature
A = bundle("a.zip")
r = q("sign", "-s", "office.key", "a.zip")
ok(r.status == 0 and "org.example.asks" in r.text and "2016" in r.text, "sign says what was signed", str(r))
sig = read("a.zip.minisig")
ok(re.search(rb"trusted comment: timestamp:\d+\tfile:a.zip\thashed\tseries:org.example.asks\tedition:2016\n", sig), "the trusted comment tells file, series, edition and time")
ok(not [n for n in os.listdir(HERE) if n.startswith(".qorjyn")], "nothing else is left")
for name, args, words in (("no bundle", ["sign", "-s", "office.key"], "bundles to sign"), ("no key", ["sign", "-s", "none.key", "a.zip"], "none.key"),
                          ("a public key", ["sign", "-s", "office.pub", "a.zip"], "no secret key"),
                          ("a bundle as a key", ["sign", "-s", "a.zip", "a.zip"], "no secret key"),
                          ("a bundle that is none", ["sign", "-s", "office.key", "office.pub"], "office.pub")):
    r = q(*args)
    ok(r.status == 2 and words in r.said, "sign with %s fails with a sentence" % name, str(r))
ok(read("a.zip.minisig") == sig, "and the signature is as it was")

# ---- the four states
r = q("verify", "a.zip")
ok(r.status == 1 and unverified(r, "unknown key"), "a key that nobody trusts is unknown, and trusted by nothing that came along", str(r))
write("stick/keys.pub", read("office.pub"))
r = q("trust", "office.pub")
ok(r.status == 2 and "--yes" in r.said and not os.path.exists(STATE), "trust does nothing without a yes, and makes no folder", str(r))
r = q("trust", "--yes", "office.pub", "The office")
ok(r.status == 0 and re.search(r"(?:\d{5} ){3}\d{5}", r.text), "trust shows the digits", str(r))
r = q("verify", "a.zip")
ok(r.status == 0 and "Verified" in r.text and "The office" in r.text and "first" in r.text, "then it is verified, for the first time in its series", str(r))
NO_KEY = "The series was signed by The office so far; no key that you trust vouches for this edition."
r = q("verify", "a.zip")
ok(r.status == 0 and "first" not in r.text and NO_KEY not in r.text, "and the next time as known", str(r))
day = time.strftime("%d %B %Y", time.gmtime(int(re.search(rb"timestamp:(\d+)", sig).group(1)))).lstrip("0")
ok("Signed on %s, as the signer’s clock said." % day in r.text, "with the day, as the signer's clock said", str(r))
write("plain.zip", read("a.zip"))
r = q("verify", "plain.zip")
ok(r.status == 1 and unverified(r, "Not signed", NO_KEY) and "Signed on" not in r.text, "without a signature: not signed, and that is said of its series", str(r))
bundle("another.zip", series="org.example.another")
write("loose.md", REPORT)
for name in ("another.zip", "loose.md", "office.pub"):
    r = q("verify", name)
    ok(r.status == 1 and unverified(r, "Not signed") and "series" not in r.text, "%s is of no series that anybody signed" % name, str(r))
bundle("n.zip", "2017")
q("sign", "-s", "stranger.key", "n.zip")
r = q("verify", "n.zip")
ok(r.status == 1 and unverified(r, "unknown key", NO_KEY) and "Signed on" not in r.text, "an edition by an unknown key: the same of its series, and no time", str(r))
os.unlink(path("n.zip.minisig"))
r = q("verify", "a.zip", "plain.zip")
ok(r.status == 1 and "Verified" in r.text, "one that is not verified among several: 1", str(r))
r = q("verify", "none.zip")
ok(r.status == 2 and one_line(r, "none.zip"), "a file that is not there: 2", str(r))
bad = bytearray(read("a.zip"))
bad[len(bad) // 2] ^= 1
write("bad/a.zip", bytes(bad))
shutil.copy(path("a.zip.minisig"), path("bad/a.zip.minisig"))
r = q("verify", "bad/a.zip")
ok(r.status == 1 and unverified(r, "INVALID") and "Signed on" not in r.text, "a changed byte: INVALID, and no time", str(r))

# ---- posing
shutil.copy(A, path("b.zip"))
shutil.copy(A + ".minisig", path("b.zip.minisig"))
r = q("verify", "b.zip")
ok(unverified(r, "INVALID", "another name", "a.zip") and "Signed on" not in r.text, "a renamed bundle does not pose as another, and no time is said", str(r))

# ---- for programs
FIELDS = ["path", "state", "key", "key_name", "file", "series", "edition", "time", "message", "series_message", "error"]
CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]")


def strings(value):
    """Every key and string in it."""
    if isinstance(value, str):
        yield value
    for v in (value if isinstance(value, list) else list(value) + list(value.values()) if isinstance(value, dict) else ()):
        yield from strings(v)


def objects(r):
    """What the program printed as JSON, parsed; nothing a terminal must not get in it, written out or escaped."""
    shown = json.loads(r.text)
    bad = [s for s in strings(shown) if CONTROL.search(s)]
    ok(not bad and not offences(r.out, False), "JSON without control characters", str(bad), str(r))
    return shown


os.rename(path("b.zip"), path("evil\x1b[31m\u202e\n.zip"))
os.rename(path("b.zip.minisig"), path("evil\x1b[31m\u202e\n.zip.minisig"))
shutil.copy(path("a.zip"), path("stranger.zip"))
q("sign", "-s", "stranger.key", "stranger.zip")
r = q("verify", "--json", "a.zip", "plain.zip", "bad/a.zip", "stranger.zip", "evil\x1b[31m\u202e\n.zip")
shown = objects(r)
ok(r.status == 1 and not r.err and all(list(o) == FIELDS for o in shown) and [o["state"] for o in shown] == ["verified", "none", "invalid", "unknown", "invalid"],
   "verify --json: one object a file, and the status as ever", str(r))
whole, plain, bad, stranger, evil = shown
stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(re.search(rb"timestamp:(\d+)", sig).group(1))))
ok((whole["path"], whole["key_name"], whole["file"], whole["series"], whole["edition"], whole["time"]) ==
   ("a.zip", "The office", "a.zip", "org.example.asks", "2016", stamp) and whole["series_message"] is None and whole["error"] is None and
   whole["message"].startswith("Verified") and re.fullmatch("[0-9A-F]{16}", whole["key"]), "what is verified, with all that was signed", str(whole))
ok(plain["key"] is None and plain["series_message"] == NO_KEY and plain["message"].startswith("Not signed"), "what is not signed, with what is to be said of its series", str(plain))
ok(stranger["series_message"] == NO_KEY and stranger["key_name"] is None and stranger["key"] != whole["key"], "what a stranger signed", str(stranger))
ok([o["time"] for o in shown[1:]] == [None] * 4 and bad["edition"] is None and stranger["edition"] is None, "and no time of any of those")
ok("INVALID" in evil["message"] and evil["file"] == "a.zip", "a foreign name is cleaned", str(evil))
r = q("verify", "--json", "a.zip", "none.zip")
shown = objects(r)
ok(r.status == 2 and one_line(r, "none.zip") and [(o["path"], o["state"]) for o in shown] == [("a.zip", "verified"), ("none.zip", None)] and "none.zip" in shown[1]["error"],
   "a file that is not there is said in both ways", str(r))
ok(q("verify", "--json", "a.zip").status == 0 and json.loads(q("verify", "--json", "a.zip", "a.zip").text)[1:] == [], "a file is told of once")
shown = objects(q("trust", "list", "--json"))
ok(len(shown) == 1 and list(shown[0]) == ["name", "state", "digits", "id", "series"] and shown[0]["name"] == "The office" and shown[0]["state"] == "trusted" and
   re.fullmatch(r"(\d{5} ){7}\d{5}", shown[0]["digits"]) and
   shown[0]["digits"] == " ".join(re.findall(r"^  ((?:\d{5} ){3}\d{5})$", q("trust", "list").text, re.M)) and
   shown[0]["id"] == whole["key"] and shown[0]["series"] == ["org.example.asks"], "trust list --json: digits, id, name, state, series", str(shown))
ok(json.loads(run("trust", "list", "--json", env=environment(QORJYN_STATE=path("nobody"))).text) == [], "no key is an empty array")
os.unlink(path("evil\x1b[31m\u202e\n.zip"))
os.unlink(path("evil\x1b[31m\u202e\n.zip.minisig"))
shutil.copy(A + ".minisig", path("b.zip.minisig"))
bundle("b.zip", "2017")
ok(unverified(q("verify", "b.zip"), "INVALID"), "nor does a signature stand beside other bytes")
write("noid/x-2016.zip", read("plain.zip"))

# ---- every way to spoil a signature
wrong = 0
for n in range(len(sig) - 1):
    if n % 7 and n > 40:  # each start of a process takes its time; the unit test cuts at every byte
        continue
    spoil("a.zip.minisig", sig[:n])
    wrong += not unverified(q("verify", "a.zip"))
ok(not wrong, "cut short, it is never verified", "%d times" % wrong)
for name, data in (("10^6 lines", b"\n" * 10 ** 6), ("nothing", b""), ("zeros", bytes(300)), ("a changed comment", sig.replace(b"2016", b"2017")),
                   ("control sequences", sig.replace(b"untrusted comment: ", b"untrusted comment: \x1b]0;x\x07")),
                   ("more behind it", sig + b"x\n"), ("a long comment", sig.replace(b"untrusted comment: ", b"untrusted comment: " + b"x" * 1025))):
    spoil("a.zip.minisig", data)
    r = q("verify", "a.zip")
    ok((r.status == 0) == (name == "control sequences") and not offences(r.out + r.err, False), "a signature with %s" % name, str(r))
os.unlink(path("a.zip.minisig"))
os.mkfifo(path("a.zip.minisig"))
ok(unverified(q("verify", "a.zip"), "INVALID"), "a pipe in its place is not waited for")
os.unlink(path("a.zip.minisig"))
spoil("a.zip.minisig", sig)
r = q("verify", "a.zip", "--no-trace")
ok(r.status == 0, "--no-trace knows the keys, too", str(r))

# ---- promise: whatever bit is flipped, of the archive or of the signature, it is never shown as verified
whole = read("a.zip")
first = len(sig.split(b"\n")[0]) + 1
for n in range(200):
    in_sig = n % 2
    data = bytearray(sig if in_sig else whole)
    bits = range(first * 8 if in_sig else 0, (len(data) - in_sig) * 8)
    at = bits[n * len(bits) // 200]
    data[at // 8] ^= 1 << at % 8
    write("flipped/%d/a.zip" % n, whole if in_sig else bytes(data))
    write("flipped/%d/a.zip.minisig" % n, bytes(data) if in_sig else sig)
write("flipped/right/a.zip", whole)
write("flipped/right/a.zip.minisig", sig)
shown = json.loads(q("list", "--json", "flipped").text)
ok(len(shown) == 201 and [os.path.basename(os.path.dirname(b["path"])) for b in shown if b["signature"] == "verified"] == ["right"],
   "200 flipped bits, and none is shown as verified", str([(b["path"], b["signature"]) for b in shown if b["signature"] == "verified"]))

# ---- what is too large to be kept meanwhile is read twice
large = path("big.zip")
with zipfile.ZipFile(large, "w", zipfile.ZIP_STORED) as z:
    z.writestr("bundle.yaml", "qorjyn: 1\nid: org.example.large\nedition: 1\n")
    z.writestr("asks.en.md", REPORT)
    for n in range(2):
        z.writestr("%d.bin" % n, bytes(35 << 20))
q("sign", "-s", "office.key", "big.zip")
r = q("list", "--json", "big.zip")
ok(json.loads(r.text)[0]["signature"] == "verified", "a bundle of 70 MiB is verified", str(r))
r = q("cat", "big.zip", "asks")
ok(r.status == 0 and "Release" in r.text, "and opened", str(r))
with open(large, "r+b") as f:
    f.seek(50 << 20)
    f.write(b"\1")
r = q("cat", "big.zip", "asks")
ok(r.status == 2 and not r.out and "INVALID" in r.said, "unless a byte was changed", str(r))
os.unlink(large)

# ---- on the command line INVALID is never silent
r = q("cat", "bad/a.zip")
ok(r.status == 2 and not r.out and "INVALID" in r.said and "--allow-invalid" in r.said, "cat refuses what is INVALID", str(r))
write("md/r.md", REPORT)
q("sign", "-s", "office.key", "md/r.md")
ok(q("verify", "md/r.md").status == 0 and q("cat", "md/r.md").status == 0, "a single report can be signed, too")
write("elsewhere/r.md", REPORT)
ok(unverified(q("verify", "elsewhere/r.md"), "Not signed", NO_KEY), "and another of its name, which is not signed, is warned of")
write("md/r.md", REPORT.replace("Release", "Arrest"))
r = q("cat", "md/r.md")
ok(r.status == 2 and not r.out and "INVALID" in r.said, "what was changed in it is not printed", str(r))
r = q("cat", "--allow-invalid", "md/r.md")
ok(r.status == 0 and "Arrest" in r.text and "INVALID" in r.said, "unless that is asked for, and then it is said", str(r))
r = q("list", "md/r.md", "a.zip", "plain.zip", "--json")
states = {os.path.basename(b["path"]): (b["signature"], b["key"]) for b in json.loads(r.text)}
ok(states == {"r.md": ("invalid", "The office"), "a.zip": ("verified", "The office"), "plain.zip": ("none", None)}, "list --json tells states and keys", str(states))
write_journal(STATE, [{"id": "urn:uuid:11111111-1111-4111-8111-111111111111", "type": "Annotation", "motivation": "bookmarking", "created": "2026-01-01T00:00:00Z",
                       "modified": "2026-01-01T00:00:00Z", "target": {"source": "urn:qorjyn:r/r", "qorjyn:series": "r", "qorjyn:report": "r", "qorjyn:lang": "en",
                       "qorjyn:title": "T", "qorjyn:unique": "words", "selector": [{"type": "TextQuoteSelector", "exact": "Arrest them.", "prefix": "", "suffix": ""}]}}])
for args, words in ((["list"], "INVALID signature"), (["list", "--json"], '"signature": "invalid"'), (["export", "--format=annotations"], '"qorjyn:signature": "invalid"'),
                    (["export", "--format=markdown"], "INVALID"), (["export", "--format=csv"], '"invalid"'), (["export", "--format=json"], '"invalid"'),
                    (["export", "--format=bibtex"], "INVALID"), (["export", "--format=csl"], "INVALID"), (["export", "--format=ris"], "INVALID")):
    r = q("notes", *args, "md/r.md")
    ok(r.status == 0 and words in r.text and "INVALID" in r.said, "notes %s carries it" % " ".join(args), str(r))
os.unlink(os.path.join(STATE, "notes/mine.jsonl"))
for form, words in (("markdown", "INVALID"), ("json", '"invalid"'), ("csv", '"invalid"'), ("text", "INVALID"), ("bibtex", "INVALID")):
    r = q("recs", "--format=" + form, "md/r.md")
    ok(r.status == 0 and words in r.text and "INVALID" in r.said, "recs as %s carries it" % form, str(r))
r = q("recs", "--format=json", "a.zip")
out = subprocess.run(["b2sum", A], stdout=subprocess.PIPE).stdout.decode().split()[0]
ok(json.loads(r.text)[0]["digest"] == out and json.loads(r.text)[0]["signature"] == "verified", "the digest is b2sum's", r.text[:200])

# ---- other keys, later editions
q("keygen", "-o", "next", stdin=b"\n")
bundle("n.zip", "2017")
q("sign", "-s", "next.key", "n.zip")
r = q("list", "n.zip")
ok("signed by The office so far" in r.said, "an unknown key on a known series is said", str(r))
q("trust", "--yes", "next.pub", "Next")
r = q("verify", "n.zip")
ok(r.status == 0 and "Another key than before" in r.text, "a changed key of a known series is said", str(r))
r = q("sign", "-s", "office.key", "n.zip")
ok(r.status == 2 and "--also" in r.said and b"file:n.zip" in read("n.zip.minisig"), "another's signature is not replaced", str(r))
r = q("sign", "--also", "-s", "office.key", "n.zip")
ok(r.status == 0 and os.path.exists(path("n.zip.2.minisig")), "but ours may stand beside it", str(r))
r = q("verify", "n.zip")
ok(r.status == 0 and "Another key" not in r.text, "then the old key vouches for the new one", str(r))
ok("Next signed it too." in r.text or "The office signed it too." in r.text, "that there are two is said", str(r))
r = q("trust", "revoke", "--yes", "The office")
ok(r.status == 0, "a key is revoked", str(r))
ok(unverified(q("verify", "a.zip"), "INVALID", "revoked") and q("verify", "n.zip").status == 0, "what it alone signed is INVALID; what another signed too is verified")
r = q("trust", "--yes", "office.pub", "Again")
ok(r.status == 2 and "revoked" in r.said, "and it is not trusted again by accident", str(r))
r = q("trust")
ok(r.status == 0 and "The office: REVOKED" in r.text and "Next" in r.text, "trust lists them", str(r))
shown = {k["name"]: k for k in objects(q("trust", "list", "--json"))}
ok({n: k["state"] for n, k in shown.items()} == {"Next": "trusted", "The office": "revoked"} and shown["Next"]["series"] == ["org.example.asks"] and
   "org.example.asks" in shown["The office"]["series"], "also for programs", str(shown))
r = q("trust", "name", "Next", "Бюро")
ok(r.status == 0 and "Бюро" in q("trust", "list").text, "a key gets another name", str(r))
r = q("trust", "remove", "--yes", "бюро")
ok(r.status == 0 and unverified(q("verify", "n.zip")), "and is forgotten", str(r))
for args, words in ((["trust", "none.pub"], "none.pub"), (["trust", "office.key"], "no public key"), (["trust", "--yes", "next.pub", "../x"], "name"),
                    (["trust", "remove", "nobody"], "nobody"), (["trust", "name", "x"], "needs"), (["verify"], "needs"),
                    (["trust", "--yes", "next.pub", "--no-trace"], "folder")):
    r = q(*args)
    ok(r.status == 2 and one_line(r, words), "%s: one sentence" % " ".join(args), str(r))
r = q("where")
ok(os.path.join(STATE, "keys") + "/\n" in r.text, "where tells of the keys", str(r))
r = q("trust", "show", "office.pub")
ok(r.status == 0 and re.search(r"\d{5} \d{5}", r.text), "trust show shows any key's digits", str(r))
old = path("old")
write("old/keys", "e down\n")
r = run("trust", "--yes", "next.pub", cwd=HERE, env=environment(QORJYN_STATE=old))
ok(r.status == 2 and "keyboard" in r.said, "a keyboard's keys file in the way is named", str(r))

# ---- passphrases, unseen on a terminal


def typed(args, *answers, deadline=100):
    """What is on the terminal when these were typed after each question; the status."""
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(HERE)
        os.execve(QORJYN, [QORJYN, *args], environment(QORJYN_STATE=STATE))
    seen, answers, end = b"", list(answers), time.time() + deadline
    asked = 0
    while time.time() < end:
        if not select.select([fd], [], [], 1)[0]:
            continue
        try:
            more = os.read(fd, 4096)
        except OSError:
            break
        if not more:
            break
        seen += more
        if answers and seen[asked:].rstrip(b"\r\n").endswith(b": "):
            asked = len(seen)
            os.write(fd, answers.pop(0))
    else:
        os.kill(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(fd)
    return status, seen


status, seen = typed(["keygen", "-o", "two"], b"open sesame\n", b"open sesamo\n")
ok(status == 2 and b"not the same" in seen and b"sesam" not in seen and not os.path.exists(path("two.key")), "two passphrases that differ make no key, and none is seen", seen)
status, seen = typed(["keygen", "-o", "two"], b"\x03")
ok(status == 2 and b"No passphrase was given" in seen and not os.path.exists(path("two.key")), "Ctrl-C stops", seen)
status, seen = typed(["trust", "next.pub", "Next"], b"no\n")
ok(status == 2 and not q("verify", "n.zip").status == 0, "no is no", seen)
status, seen = typed(["trust", "next.pub", "Next"], b"yes\n")
ok(status == 0 and q("verify", "n.zip").status in (0, 1), "yes is yes", seen)
q("trust", "remove", "--yes", "Next")

memory = int(re.search(r"MemAvailable:\s+(\d+)", open("/proc/meminfo").read()).group(1)) if os.path.exists("/proc/meminfo") else 0
if memory > 2500000:
    status, seen = typed(["keygen", "-o", "covered"], b"open sesamX\x7fe\n", b"open sesame\n")
    ok(status == 0 and os.path.exists(path("covered.key")) and b"sesam" not in seen, "a passphrase is typed unseen, and mended", seen)
    r = q("sign", "--force", "-s", "covered.key", "a.zip", stdin=b"open sesamo\n")
    ok(r.status == 2 and one_line(r, "not the passphrase") and read("a.zip.minisig") == sig, "a wrong passphrase signs nothing", str(r))
    r = q("sign", "--force", "-s", "covered.key", "a.zip")
    ok(r.status == 2 and one_line(r, "No passphrase"), "none signs nothing", str(r))
    r = q("sign", "--force", "-s", "covered.key", "a.zip", stdin=b"open sesame\n")
    ok(r.status == 0, "the right one does", str(r))
    spoil("a.zip.minisig", sig)
    if MINISIGN:
        r = subprocess.run([MINISIGN, "-S", "-s", "covered.key", "-m", "plain.zip"], cwd=HERE, input=b"open sesame\n", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        ok(r.returncode == 0 and os.path.exists(path("plain.zip.minisig")), "minisign opens our encrypted key", r.stdout)
        os.unlink(path("plain.zip.minisig"))
        r = subprocess.run([MINISIGN, "-G", "-p", "theirs.pub", "-s", "theirs.key"], cwd=HERE, input=b"their words\ntheir words\n", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        r = q("sign", "-s", "theirs.key", "plain.zip", stdin=b"their words\n")
        ok(r.status == 0, "and we open theirs", str(r))
        os.unlink(path("plain.zip.minisig"))
else:
    skip("keys with passphrases", "scrypt needs 1 GiB")

# ---- the real minisign
if MINISIGN:
    def minisign(*args):
        return subprocess.run([MINISIGN, *args], cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    r = minisign("-V", "-p", "office.pub", "-m", "a.zip")
    ok(r.returncode == 0, "minisign -V accepts our signature", r.stdout)
    r = minisign("-V", "-p", "next.pub", "-m", "n.zip")
    ok(r.returncode == 0, "and the first of two", r.stdout)
    r = minisign("-V", "-p", "office.pub", "-m", "n.zip", "-x", "n.zip.2.minisig")
    ok(r.returncode == 0, "and the second", r.stdout)
    minisign("-G", "-W", "-p", "m.pub", "-s", "m.key")
    q("trust", "--yes", "m.pub", "minisign")
    for name, more in (("prehashed", ["-H"]), ("legacy", ["-l"])):
        bundle("m.zip", "2020", series="org.example." + name)
        r = minisign("-S", "-s", "m.key", "-m", "m.zip", *more)
        r = q("verify", "m.zip")
        ok(r.status == 0 and "minisign" in r.text, "we verify what minisign signed, %s" % name, str(r))
        data = read("m.zip")
        spoil("m.zip", data + b"\0")
        ok(unverified(q("verify", "m.zip"), "INVALID"), "and not what was changed after it")
    with open(path("large.zip"), "wb") as f:
        f.truncate((16 << 20) + 1)
    minisign("-S", "-l", "-s", "m.key", "-m", "large.zip")
    ok(unverified(q("verify", "large.zip"), "INVALID", "old form"), "the old form is not checked above 16 MiB")
    minisign("-S", "-s", "m.key", "-m", "large.zip")
    ok(q("verify", "large.zip").status == 0, "the new form is")
    q("keygen", "-o", "none", stdin=b"\n")
    r = minisign("-S", "-s", "none.key", "-m", "plain.zip")
    ok(r.returncode == 0, "minisign signs with our key", r.stdout)
    os.unlink(path("plain.zip.minisig"))
else:
    skip("the real minisign", "it is not installed")

# ---- a disk that fails
STRACE = shutil.which("strace")
if STRACE and subprocess.run([STRACE, "-o", "/dev/null", "-e", "inject=mkdir:error=EIO", "true"], stderr=subprocess.DEVNULL).returncode == 0 and \
        b"__asan_init" not in open(QORJYN, "rb").read():
    for call, args, result in (("fsync", ["sign", "--force", "-s", "office.key", "a.zip"], "a.zip.minisig"),
                               ("rename", ["sign", "--force", "-s", "office.key", "a.zip"], "a.zip.minisig"),
                               ("fsync", ["keygen", "-o", "full"], "full.key"), ("fsync", ["trust", "--yes", "stranger.pub", "S"], "state/keys/S.pub")):
        was = read(result) if os.path.exists(path(result)) else None
        p = subprocess.run([STRACE, "-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=%s:error=ENOSPC" % call, QORJYN, *args], cwd=HERE, input=b"\n",
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(QORJYN_STATE=STATE))
        now = read(result) if os.path.exists(path(result)) else None
        ok(p.returncode == 2 and now == was and b"qorjyn: " in p.stderr, "%s with a full disk at %s: what was there is as it was" % (args[0], call), p.stderr, p.stdout)
    ok(not [n for n in os.listdir(HERE) if n.startswith(".qorjyn")] and not os.path.exists(path("full.pub")), "and nothing half-written is left", str(os.listdir(HERE)))
else:
    skip("a full disk", "strace may not trace here")
done()
