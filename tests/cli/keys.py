"""--list-keys and the keys file: the list is a file, faults are single lines, where names it."""
import os
import re

from rig import BUILD, done, environment, offences, ok, path, run, write

STATE = path("state")


def keys(text):
    return write("state/keyboard", text)


def table(r):
    """Action to keys, as the list has them."""
    return {w[-1]: w[:-1] for w in (line.split(" # ")[0].split() for line in r.text.splitlines() if line and line[0] != "#")}


plain = run("--list-keys", "--state", STATE)
ok(plain.status == 0 and not plain.err and table(plain)["down"] == ["j", "Down"] and table(plain)["quit"] == ["Q"], "the table is printed", str(plain))
ok(all(re.match(r"^(# .*|\S.* # \S.*|)$", s) for s in plain.text.splitlines()), "each line is an action with its words, or a comment")
ok(path("state/keyboard") in plain.text, "it names the file to change")
keys(plain.out)
again = run("--list-keys", "--state", STATE)
ok(again.status == 0 and not again.err and again.out == plain.out, "printed into the file, it changes nothing", str(again))
keys(plain.text.replace("j Down  ", "e Ctrl-N", 1))
r = run("--list-keys", "--state", STATE)
ok(r.status == 0 and table(r)["down"] == ["e", "C-n"] and table(r)["up"] == ["k", "Up"], "a line that was changed there changes that", str(r))

keys("j nothing\nzz up\ne down\n")
r = run("--list-keys", "--state", STATE)
ok(r.status == 1 and r.err.decode().splitlines() == [
    'qorjyn: %s:1: there is no action "nothing"; qorjyn --list-keys prints them all.' % path("state/keyboard"),
    'qorjyn: %s:2: "zz" is not the name of a key.' % path("state/keyboard")], "each fault is one line with its place", str(r))
ok(table(r)["down"] == ["e"], "and the rest is used", str(r))

for name, data in (("binary", b"\x7fELF\0\1\2" * 100), ("control sequences", b"\x1b]52;c;eA==\x07 down\n"), ("not UTF-8", b"\xff\xfe down\n"),
                   ("of 64 KiB and one byte", b"#" * 65537), ("of ten million bytes", b"j down\n" * 1500000)):
    keys(data)
    r = run("--list-keys", "--state", STATE)
    ok(r.status == 1 and len(r.err.splitlines()) == 1 and not offences(r.err, False) and not offences(r.out, False) and
       table(r)["down"] == ["j", "Down"], "a file that is %s: one sentence, and the keys are the usual ones" % name, str(r)[:300])
os.unlink(path("state/keyboard"))
os.mkfifo(path("state/keyboard"))
r = run("--list-keys", "--state", STATE)
ok(r.status == 1 and b"not a file of text" in r.err, "a pipe is not waited for", str(r))
os.unlink(path("state/keyboard"))

keys("e down\n")
r = run("--list-keys", "--no-trace", "--state", STATE)
ok(r.status == 0 and table(r)["down"] == ["e"], "--no-trace reads it, too", str(r))
r = run("--list-keys", env=environment(QORJYN_STATE=STATE))
ok(table(r)["down"] == ["e"], "QORJYN_STATE names the folder", str(r))
write("home/.local/share/qorjyn/keyboard", "x down\n")
r = run("--list-keys", env=environment(QORJYN_STATE=None))
ok(table(r)["down"] == ["x"], "without it: the user's data folder", str(r))

os.unlink(path("state/keyboard"))
write("state/keys", "o down\n")
r = run("--list-keys", "--state", STATE)
ok(table(r)["down"] == ["o"], "under its old name it is still read", str(r))
os.unlink(path("state/keys"))
write("state/keys/x.pub", "")
r = run("--list-keys", "--state", STATE)
ok(r.status == 0 and table(r)["down"] == ["j", "Down"], "but the folder of trusted keys is none", str(r))

# a stick: the file stands in its state folder, whether or not that can be written
write("stick/qorjyn.portable", "")
write("stick/state/keyboard", "s down\n")
r = run("--list-keys", env=environment(QORJYN_PORTABLE=path("stick"), QORJYN_STATE=None))
ok(table(r)["down"] == ["s"], "a stick brings its own", str(r))
r = run("where", env=environment(QORJYN_PORTABLE=path("stick"), QORJYN_STATE=None))
ok("reads " + path("stick/state/keyboard") + "\n" in r.text, "where names it", str(r))
r = run("where", "--state", path("none"))
ok("reads " + path("none/keyboard") in r.text, "where names it when it is not there", str(r))

for args in (["cat", "--list-keys", "x"], ["where", "--list-keys"]):
    r = run(*args)
    ok(r.status == 2 and len(r.err.splitlines()) == 1 and b"--list-keys" in r.err, "%s takes no --list-keys" % args[0], str(r))
done()
