"""Encrypted bundles on the command line: making, reading, signing and mending them, and what is refused."""
import os
import pty
import re
import shutil
import subprocess
import zipfile

from rig import QORJYN, done, environment, ok, one_line, path, run, skip, write

PASS, OTHER = "лодка under nine maps", "another one altogether"
SECRET = "The steppe has a word that nobody else may read."
write("src/bundle.yaml", "qorjyn: 1\nid: org.example.locked\nedition: 2026-02\npublisher: P\nlicense: ISC\ntitle: {en: Behind the door}\n")
for n in range(3):
    write("src/reports/r%d.en.md" % n, "---\nid: r%d\ntitle: Report %d\n---\n\n# Report %d\n\n%s\n\n- The State should open it. <!-- rec id=\"a%d\" to=\"State\" -->\n" % (n, n, n, SECRET, n))
BUNDLE = path("locked.zip")


def given(*words):
    return ("\n".join(words) + "\n").encode()


r = run("pack", "--passphrase", "-o", BUNDLE, path("src"), stdin=given(PASS))
ok(r.status == 0 and "Encrypted. Names and sizes of its files can be seen" in r.text and "weak" not in r.said, "pack --passphrase makes an encrypted zip and says what it does not hide", str(r))
data = open(BUNDLE, "rb").read()
infos = zipfile.ZipFile(BUNDLE).infolist()
ok(infos and all(i.flag_bits & 1 and i.compress_type == 99 for i in infos), "every file in it is encrypted, with AES", infos)
ok(all(re.search(rb"\x01\x99\x07\x00[\x01\x02]\x00AE\x03", i.extra) for i in infos), "with a key of 256 bits", [i.extra for i in infos])
ok(SECRET.encode() not in data and b"Behind the door" not in data, "nothing of what stands in them is in the file")
if shutil.which("bsdtar"):
    p = subprocess.run(["bsdtar", "--passphrase", PASS, "-xOf", BUNDLE, "reports/r1.en.md"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    ok(p.returncode == 0 and SECRET in p.stdout.decode(), "another program opens it with the passphrase", p.stdout, p.stderr)
else:
    skip("another program opens it with the passphrase", "no bsdtar")

# reading
r = run("list", BUNDLE)
ok(r.status == 2 and "its passphrase is needed" in r.said and "--passphrase" in r.said and "Report 1" not in r.text, "without the passphrase it is listed as encrypted, with what to do", str(r))
r = run("list", "--passphrase", BUNDLE, stdin=given(PASS))
ok(r.status == 0 and not r.err.replace(b"Passphrase of locked.zip: ", b"") and "Behind the door (2026-02)" in r.text and "Report 2" in r.text, "with it its reports are listed", str(r))
for words, why in ((given(OTHER), "this is not its passphrase"), (b"", "No passphrase was given"), (b"a\0b\n", "cannot be a passphrase"), (b"\n", "passphrase")):
    r = run("list", "--passphrase", BUNDLE, stdin=words)
    ok(r.status == 2 and why in r.said and "Report 1" not in r.text, "not with %r, and that is said" % words, str(r))
r = run("cat", "--passphrase", BUNDLE, "r1", stdin=given(PASS))
ok(r.status == 0 and SECRET in r.text and "Report 1" in r.text and "Report 2" not in r.text, "cat prints one of its reports", str(r))
r = run("recs", "--passphrase", BUNDLE, stdin=given(PASS))
ok(r.status == 0 and r.text.count("The State should open it") == 3, "recs lists its recommendations", str(r))
r = run("check", BUNDLE)
ok(r.status == 1 and r.text.count("error:") == 1 and "manifest" not in r.text, "check without it says only that", str(r))
r = run("check", "--passphrase", BUNDLE, stdin=given(PASS))
ok(r.status == 0 and "r1.en.md" in r.text and "unreadable" not in r.text, "check with it looks at what stands in it", str(r))
write("newer/bundle.yaml", open(path("src/bundle.yaml")).read().replace("2026-02", "2026-03"))
write("newer/reports/r0.en.md", open(path("src/reports/r0.en.md")).read())
r = run("check", "--passphrase", "--against", BUNDLE, path("newer"), stdin=given(PASS))
ok("The report r1 of the older edition is gone" in r.text and "report r0 of" not in r.text, "check compares with an encrypted older edition", str(r))
r = run("cat", "--passphrase", path("src"))
ok(r.status == 0 and "assphrase" not in r.said, "nothing is asked where nothing is encrypted", str(r))
r = run("list", "--passphrase=x", BUNDLE)
ok(r.status == 2 and one_line(r, "--passphrase", "takes no value") and b"x" != r.out, "the passphrase itself is never taken from the command line", str(r))
r = run("verify", "--passphrase", BUNDLE)
ok(r.status == 2 and one_line(r, "--passphrase does not go with this command"), "commands that need none refuse it", str(r))

# two on one passphrase
shutil.copy(BUNDLE, path("locked2.zip"))
r = run("list", "--passphrase", BUNDLE, path("locked2.zip"), stdin=given(PASS))
ok(r.status == 0 and r.text.count("Behind the door") == 2 and r.said.count("assphrase") <= 1, "one passphrase opens all that it fits", str(r))

# what stops making it
for args, why in ((("-o", path("x.tar.zst")), "Only a .zip can be encrypted"), (("--init",), "nothing can be encrypted")):
    r = run("pack", "--passphrase", *args, path("src"), stdin=given(PASS))
    ok(r.status == 2 and why in r.said and not os.path.exists(path("x.tar.zst")), "refused: " + why, str(r))
for words in (b"", b"\n", b"a\0b\n"):
    r = run("pack", "--passphrase", "-o", path("none.zip"), path("src"), stdin=words)
    ok(r.status == 2 and "assphrase" in r.said and not os.path.exists(path("none.zip")), "no bundle without a passphrase: %r" % words, str(r))
r = run("pack", "--passphrase", "-o", path("weak.zip"), path("src"), stdin=given("abc"))
ok(r.status == 0 and "weak" in r.said, "a weak passphrase is said to be one", str(r))
os.mkdir(path("here"))
r = run("pack", "--passphrase", path("src"), stdin=given(PASS), cwd=path("here"))
ok(r.status == 0 and os.listdir(path("here")) == ["src.zip"], "without -o it becomes a .zip", str(r), os.listdir(path("here")))


def on_terminal(*answers):
    """What pack says when it is typed on a terminal."""
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(QORJYN, [QORJYN, "pack", "--passphrase", "-o", path("typed.zip"), path("src")], environment())
    shown = b""
    for prompt, answer in answers:
        while prompt not in shown:
            shown += os.read(fd, 4096)
        shown = shown.split(prompt)[-1]
        os.write(fd, answer.encode() + b"\r")
    try:
        while True:
            more = os.read(fd, 4096)
            if not more:
                break
            shown += more
    except OSError:
        pass
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


status, shown = on_terminal((b"New passphrase of typed.zip: ", PASS), (b"The same again: ", OTHER))
ok(status == 2 and b"not the same" in shown and not os.path.exists(path("typed.zip")), "two that differ make nothing", status, shown)
status, shown = on_terminal((b"New passphrase of typed.zip: ", PASS), (b"The same again: ", PASS))
ok(status == 0 and os.path.exists(path("typed.zip")) and PASS.encode() not in shown, "typed twice on a terminal, unseen", status, shown)

# again
r = run("pack", "-o", path("open.zip"), BUNDLE, stdin=given(PASS))
ok(r.status == 0 and "is NOT" in r.said and SECRET in run("cat", path("open.zip")).text, "an encrypted bundle is packed again after asking, and that the new one is open is said", str(r))
run("pack", "-o", path("plain.zip"), path("src"))
ok(open(path("open.zip"), "rb").read() == open(path("plain.zip"), "rb").read(), "to the same bytes as its source")
r = run("pack", "--passphrase", "-o", path("anew.zip"), BUNDLE, stdin=given(OTHER, PASS))
ok(r.status == 0 and "NOT" not in r.said and SECRET in run("cat", "--passphrase", path("anew.zip"), stdin=given(OTHER)).text, "and with another passphrase", str(r))
r = run("pack", "-o", path("no.zip"), BUNDLE, stdin=given(OTHER))
ok(r.status == 2 and one_line(r, "this is not its passphrase") or "this is not its passphrase" in r.said and not os.path.exists(path("no.zip")), "not with a wrong one", str(r))

# signing
STATE = path("state")
r = run("keygen", "-o", path("key"), stdin=b"\n")
ok(r.status == 0, "a key", str(r))
r = run("sign", "-s", path("key.key"), BUNDLE)
ok(r.status == 2 and "was not signed" in r.said and not os.path.exists(BUNDLE + ".minisig"), "what cannot be looked into is not signed", str(r))
r = run("sign", "--passphrase", "-s", path("key.key"), BUNDLE, stdin=given(PASS))
ok(r.status == 0 and "series org.example.locked, edition 2026-02" in r.text, "with the passphrase it is, with its series and edition", str(r))
run("--state", STATE, "trust", "--yes", path("key.pub"), "Us")
r = run("--state", STATE, "verify", "--no-trace", BUNDLE)
ok(r.status == 0 and "could NOT be kept" in r.text and not os.path.exists(os.path.join(STATE, "keys", "series")), "what is not kept of a series is not said to be known from now on", str(r))
r = run("--state", STATE, "verify", BUNDLE)
ok(r.status == 0 and "Verified" in r.text and "from now on" in r.text and "first signed edition" in r.text, "its signature is verified without the passphrase, and its series is known from it", str(r))
run("keygen", "-o", path("next"), stdin=b"\n")
run("--state", STATE, "trust", "--yes", path("next.pub"), "Next")
shutil.copy(BUNDLE, path("later.zip"))
r = run("sign", "--passphrase", "-s", path("next.key"), path("later.zip"), stdin=given(PASS))
r = run("--state", STATE, "verify", path("later.zip"))
ok(r.status == 0 and "Another key than before" in r.text, "that another key signed the next one is said without the passphrase", str(r))
run("--state", STATE, "trust", "remove", "--yes", "Next")
r = run("--state", STATE, "list", "--passphrase", BUNDLE, stdin=given(PASS))
ok(r.status == 0 and "verified, signed by Us" in r.text and "INVALID" not in r.text + r.said, "and with it the edition is the one that was signed", str(r))

# damage
bad = bytearray(open(BUNDLE, "rb").read())
at = infos[2].header_offset + 90
bad[at] ^= 1
write("bad.zip", bytes(bad))
r = run("list", "--passphrase", path("bad.zip"), stdin=given(PASS))
ok(infos[2].filename in r.said and "damaged" in r.said and "Report" in r.text, "a damaged file in it is named, and the others are there", str(r))
r = run("repair", "--passphrase", "-o", path("mended.zip"), path("bad.zip"), BUNDLE, stdin=given(PASS))
ok(r.status == 0 and SECRET in run("cat", "--passphrase", path("mended.zip"), stdin=given(PASS)).text and all(i.flag_bits & 1 for i in zipfile.ZipFile(path("mended.zip")).infolist()),
   "repair makes one of two copies, encrypted again", str(r))
r = run("repair", "--passphrase", "-o", path("mended.tar.zst"), path("bad.zip"), BUNDLE, stdin=given(PASS))
ok(r.status == 2 and "Only a .zip can be encrypted" in r.said and not os.path.exists(path("mended.tar.zst")), "and never in the open", str(r))
r = run("repair", "--passphrase", "-o", path("wrongly.zip"), path("bad.zip"), BUNDLE, stdin=given(OTHER))
ok(r.status == 2 and r.said.count("this is not its passphrase") == 2 and "bundle.yaml" not in r.said and "damaged" not in r.said and not os.path.exists(path("wrongly.zip")),
   "repair says of a wrong passphrase that it is wrong, and no more", str(r))

# an empty file is never encrypted, and hides nothing
write("hollow/a.en.md", "# Behind the hollow door\n")
write("hollow/b.en.md", "")
r = run("pack", "--passphrase", "--despite-errors", "-o", path("hollow.zip"), path("hollow"), stdin=given(PASS))
ok(r.status == 0, "a bundle with an empty report is encrypted", str(r))
r = run("cat", "--passphrase", path("hollow.zip"), "a", stdin=given(PASS))
ok(r.status == 0 and "Behind the hollow door" in r.text, "an encrypted bundle with an empty report opens with its passphrase", str(r))
r = run("list", path("hollow.zip"))
ok(r.status == 2 and "its passphrase is needed" in r.said, "without it, it is said to be encrypted", str(r))

done()
