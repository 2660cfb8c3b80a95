"""Linear mode over a pipe: NAME.lines, what a person types (its first line: the arguments), and NAME.said, what comes
back.  Paths in it are relative to the build folder, so that none of this machine's is in the answers.

With QORJYN_BLESS set the answers are written anew: read them before you commit them."""
import os
import random
import re
import select
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
from rig import BUILD, QORJYN, columns, done, environment, offences, ok, path, run, write  # noqa: E402

DRAWN = [chr(c) for c in range(0x2500, 0x2600)] + ["\u2022", "\u00b7"]


def talk(args, lines, **env):
    return run("--linear", *args, stdin="".join(x + "\n" for x in lines).encode(), cwd=BUILD, env=environment(**env))


def play(name):
    with open(os.path.join(HERE, name + ".lines"), encoding="utf-8") as f:
        first, *lines = f.read().splitlines()
    r = talk(["--no-trace"] + first.split(), lines)
    r.out = re.sub(rb"\b20\d\d-\d\d-\d\d\b", b"YEAR-MONTH-DAY", r.out)
    r.out = re.sub(rb"(?<=DAY )\d\d:\d\d\b", b"HH:MM", r.out)
    expected = os.path.join(HERE, name + ".said")
    if os.environ.get("QORJYN_BLESS"):
        with open(expected, "wb") as f:
            f.write(r.out)
    with open(expected, encoding="utf-8") as f:
        want = f.read().splitlines()
    got = r.text.splitlines()
    differ = [(g, w) for g, w in zip(got + [""] * len(want), want + [""] * len(got)) if g != w]
    width = int(first.split("-w ")[1].split()[0]) if "-w " in first else 80
    ok(r.status == 0 and not differ, "the session " + name, "%s instead of %s" % differ[0] if differ else "", r.said)
    ok(not offences(r.out, False) and not any(c in r.text for c in DRAWN), name + ": words only, nothing drawn, no control characters",
       offences(r.out, False))
    # a prompt has no line end of its own here
    wide = [x for x in got if columns(re.sub("^(> |Find: |Show only: )+", "", x)) > width]
    ok(not wide, name + ": no line is wider than asked", wide)


for file in sorted(os.listdir(HERE)):
    if file.endswith(".lines"):
        play(file[:-6])

SAMPLE = "bundles/civil-space-kz.tar.zst"
STATE = path("state")
JOURNAL = os.path.join(STATE, "notes", "mine.jsonl")


def journal():
    return open(JOURNAL, encoding="utf-8").read() if os.path.exists(JOURNAL) else ""


# what is kept
r = talk(["--state", STATE, SAMPLE], ["3", "]", "]", "m"])
ok(r.status == 0 and "Bookmarked." in r.text and "odf-2" in journal(), "a bookmark that was acknowledged is in the journal", str(r))
r = talk(["--state", STATE, SAMPLE], ["3"])
ok("Recommendation 2 of 8" in r.text, "the end of the input keeps the place", str(r))
r = talk(["--state", STATE, SAMPLE], ["bookmarks", "1", "m"])
ok("1 bookmark\n" in r.text and "There is a bookmark here." in r.text and "Bookmark removed; u brings it back." in r.text, "bookmarks are listed, opened and removed",
   str(r))
r = talk(["--state", STATE, "--no-trace", SAMPLE], ["3", "]", "m"])
ok("Bookmarked, until you leave." in r.text and "odf-1" not in journal(), "with --no-trace a bookmark is said to last until the end", str(r))
r = talk(["--state", path("none"), "--no-trace", SAMPLE], ["3", "G", "q"])
ok(not os.path.exists(path("none")), "with --no-trace nothing is written")
r = talk([SAMPLE], ["i", "Q"])
ok(all(w in r.text for w in ("Group: Bundle", "Publisher: The qorjyn authors", "Group: This program", "Version: qorjyn")), "about is a list", str(r))

# ends
r = run("--linear", "--no-trace", "nothing-here.zip", stdin=b"", cwd=BUILD)
ok(r.status == 0 and "nothing-here.zip" in r.text and r.text.endswith("\n"), "a missing bundle is named, and the end of the input ends it", str(r))
r = run("--linear", SAMPLE, stdin=b"3\n\n\nno end of line", cwd=BUILD)
ok(r.status == 0 and "There is no command “no end of line”." in r.text, "a last line without an end is done too", str(r))
with open("/dev/full", "wb") as full:
    r = run("--linear", SAMPLE, stdin=b"3\n", cwd=BUILD, stdout=full)
ok(r.status == 2, "output that cannot be written ends it", str(r))
r = run("list", "--linear", SAMPLE, cwd=BUILD)
ok(r.status == 2 and "--linear does not go with this command" in r.said, "--linear is for the reader and for cat", str(r))

# links of every kind, by number
LINKS = write("links.md", "# Links\n\nTo [the web](https://example.org/x), [the end](#end), [nowhere](#no), [a file](p.pdf), "
              "a note[^1] and ![a map](q.png).\n\n## End\n\nLast. Also https://example.org/y\n\n[^1]: The note.\n")
r = talk(["--no-trace", LINKS], ["", "open", "1", "2", "back", "3", "4", "5", "6", "7", "G", "up", "open", "G", "open"])
for words in ("1. Link: the web, goes to https://example.org/x", "2. Link: the end, goes to #end", "5. Footnote 1", "6. Picture: a map, in the file q.png",
              "This link leads out of the bundle. qorjyn never opens it.\nhttps://example.org/x", "> Heading level 2: End\n",
              "a note (footnote 1) and (picture: a map,\nq.png).", "Footnote 1\nThe note.", "There is no number 7 here.", "There is no link or footnote here"):
    ok(words in r.text, "links: %s" % words.splitlines()[0], str(r))
ok(r.text.count("> To the web") == 2, "back comes back to the step", str(r))
ok("> 1 passage refers to this footnote.\nTo the web" in r.text, "a footnote leads back to its passage", str(r))
r = talk(["--no-trace", LINKS], ["", "y", "y 1", "", "Tab", "y"])
ok("> “To the web" in r.text and "> The address is: https://example.org/x\n" in r.text and
   "> The address is: https://example.org/y\n" in r.text and "opied" not in r.text, "an address is said, not copied", str(r))

# the person's own keys
KEYS = write("state/keys", "x bookmark\nf find\nh help\nunmap ?\nnone open\nthis is no line\n")
r = talk(["--state", STATE, SAMPLE], ["3", "x", "f extradite", "footnote", "? x", "help", "Q"])
ok("Bookmarked." in r.text or "Bookmark removed;" in r.text, "linear mode has the person's keys", str(r))
ok("keys x, name bookmark" in r.text and "no key, name open" in r.text and "There is no command “? x”. h says what there is." in r.text and
   "f followed by words finds them." in r.text, "and says them", str(r))
ok(r.text.count("> Found, ") == 1 and "There is no command “footnote”." in r.text, "a letter that finds has a space behind it", str(r))
ok("keys:6:" in r.text and "keys:6:" in r.said, "what is wrong in the keys file is said", str(r))
os.unlink(KEYS)

# foreign bytes in and out
HOSTILE = write("hostile.md", "# T\u202e\x1b[31mred\n\n[a\x1b]0;x\x07](<b\x9b>) and ![\x1b\\](c.png)\n\n| a\x1b |\n| - |\n| \x9bb |\n")
r = talk([HOSTILE], ["", "", "", "tab", "t", "q", "/\x1b]0;x\x07", "\x1b[31m", "\u202ex", "\x00", "x" * 100000])
ok(r.status == 0 and not offences(r.out, False), "neither a document nor what was typed puts a control sequence out", offences(r.out, False))
r = run("--linear", HOSTILE, stdin=bytes(range(1, 256)) * 20 + b"\nQ\n", cwd=BUILD)
ok(r.status == 0 and not offences(r.out, False), "any bytes may be typed", offences(r.out, False))
r = talk([SAMPLE, "-l", "ru"], ["3", "", "Q"], LC_ALL="C", LANG="C")
ok(r.status == 0 and r.out.isascii() and b"v Kazahstane" in r.out, "in a locale that has only ASCII nothing else comes out", r.out[:300])
r = talk([write("marks.md", "“A” – it’s…\n")], [], LC_ALL="C", LANG="C")
ok(b"\"A\" - it's." in r.out, "signs have substitutes there", r.out)

# anything in any order: the same each time, so that a failure comes again
GOLDEN = os.path.join(HERE, "..", "golden")
COMMANDS = ["", "", "", " ", "b", "d", "u", "g", "G", "j", "k", "]", "[", "}", "{", "\t", "S-Tab", "open", "back", "/a", "/the", "n", "N", "t", "r", "R",
            "B", "L", "m", "l", "p", "y", "y 1", "o", "O", "D", "w", "v",
            "i", "q", "?", "C-l", "1", "2", "3", "7", "12", "m 2", "<", "cancel", "/", "words", "\x1b[B", "і", "ъ", "-1"]
random.seed(3)
for name in ("features", "samples", "golden"):
    args = {"features": ["-w", "20", "bundles/handbook.zip"], "samples": [SAMPLE], "golden": [GOLDEN]}[name]
    lines = [random.choice(COMMANDS) for _ in range(400)]
    r = talk(["--no-trace"] + args, lines)
    ok(r.status == 0 and not offences(r.out, False) and not r.err, "four hundred lines in any order: " + name, offences(r.out, False), r.said,
       str(lines))

# signals: the place is kept
p = subprocess.Popen([QORJYN, "--linear", "--state", STATE, SAMPLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=BUILD, env=environment())


def until(words):
    got, end = b"", time.monotonic() + 60
    while words not in got and select.select([p.stdout], [], [], max(0, end - time.monotonic()))[0]:
        piece = os.read(p.stdout.fileno(), 4096)
        if not piece:
            break
        got += piece
    return ok(words in got, "%r is said" % words.decode(), got[-300:])


for line, words in (("4\n", b"> "), ("]\n", b"of 4")):
    p.stdin.write(line.encode())
    p.stdin.flush()
    until(words)
os.kill(p.pid, signal.SIGINT)
until(b"\n> ")
p.stdin.write(b"]\n")
p.stdin.flush()
until(b"Recommendation 2 of 4")
os.kill(p.pid, signal.SIGTERM)
ok(p.wait(60) == 0, "SIGTERM ends it in order")
r = talk(["--state", STATE, SAMPLE], ["4"])
ok("Recommendation 2 of 4" in r.text, "and keeps the place; Ctrl-C before only came back to the prompt", str(r))
done()
