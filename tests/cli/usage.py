"""Commands, options, exit statuses, and what is said about bad usage."""
import os
import pty
import subprocess

from rig import (BUILD, HANDBOOK, HERE, QORJYN, SAMPLE, environment, done, make_zip, ok, offences, one_line, path, run, write)

REPORT = write("a.md", "# Title of a\n\nSome *text* here, Қазақша.\n")
BUNDLE = make_zip("b.zip", [("one.md", "# One\n\nfirst\n"), ("two.md", "# Two\n\nsecond\n")])


def bad(name, *args, words=(), **kw):
    r = run(*args, **kw)
    ok(r.status == 2 and not r.out and one_line(r, *words), name, str(r))


# help and version
r = run("--help")
ok(r.status == 0 and not r.err and all(w in r.text for w in (
    "qorjyn [--linear] [OPTION...] [PATH...]", "qorjyn cat", "qorjyn list", "qorjyn recs", "qorjyn notes list", "qorjyn notes export", "qorjyn where", "qorjyn pack", "qorjyn repair", "--include", "--exclude", "--init", "--write-ids",
    "--strip-metadata", "--despite-errors", "--filter", "--group", "--sort", "--format", "--cite",
    "--with-notes", "--separator", "--bom", "-o", "--force", "--lang", "--ascii", "--no-color", "--theme",
    "--state", "--export-dir", "--no-trace", "--no-places", "--help", "--version")), "--help names every command and option", str(r))
ok(all(len(line) <= 100 for line in r.text.splitlines()), "--help fits a screen", str(r))
ok(run("cat", "--help").out == r.out, "--help after a command helps too")
r = run("--version")
ok(r.status == 0 and r.text.startswith("qorjyn ") and len(r.text.splitlines()) == 1, "--version is one line", str(r))
for args in (["--help"], ["--version"], ["where"]):
    with open("/dev/full", "wb") as full:
        r = run(*args, stdout=full)
    ok(r.status == 2 and one_line(r, "no space left"), "%s: a full disk is said" % args[0], str(r))

# bad usage
bad("an unknown long option is named", "--nope", words=["--nope"])
bad("an unknown short option is named", "-z", words=["-z"])
bad("an unknown letter among others is named", "-zw40", "cat", REPORT, words=["-z"])
for option in ("--state", "--export-dir", "--lang", "-l", "-w", "--color", "--to", "--format"):
    bad("%s without its value is named" % option, "recs", option, words=[option, "needs a value"])
for option in ("--ascii=1", "--no-color=1", "--no-trace=x", "--json=x", "--help=x"):
    bad("%s takes no value" % option, "list", option, words=[option.split("=")[0], "takes no value"])
bad("an option that is not written out is named", "--no", words=["--no"])
for w in ("19", "0", "-5", "abc", "", "40x", "99999999999999999999", "4294967336"):
    bad("-w %s is refused" % (w or "(empty)"), "cat", "-w", w, REPORT, words=["-w", "20"])
bad("--color=pink is refused", "cat", "--color=pink", REPORT, words=["--color", "pink"])
bad("--theme=pink is refused", "--theme=pink", REPORT, words=["--theme", "pink", "light"])
bad("--format=xml is refused", "recs", "--format=xml", BUNDLE, words=["--format", "xml"])
bad("--lang=!! is refused", "--lang=!!", "list", words=["!!"])
bad("--lang= is refused", "--lang=", "list")
bad("--state= is refused", "--state=", "list", words=["--state"])
bad("--export-dir= is refused", "--export-dir=", "list", words=["--export-dir"])
for command, option in (("list", "-w40"), ("list", "--to=x"), ("list", "--color=never"), ("list", "--format=json"), ("recs", "--json"),
                        ("recs", "-w40"), ("cat", "--json"), ("cat", "--theme=x"), ("list", "--against=x"), ("list", "--codes"), ("check", "-w40"), ("where", "--json"), ("where", "-w40")):
    bad("%s does not take %s" % (command, option), command, option, words=[option.split("=")[0][:7].rstrip("40"), "Usage: qorjyn " + command])
bad("cat takes at most one report", "cat", BUNDLE, "one", "two", words=["Usage"])
for command in ("find",):
    bad("%s is said not to be in this version" % command, command, "x", BUNDLE, words=[command, "version"])
for args in ([], ["x"], ["export-all", BUNDLE]):
    bad("notes%s is told what notes can" % "".join(" " + os.path.basename(a) for a in args), "notes", *args, words=["notes", "list", "export"])
for option, value in (("--format", "xml"), ("--group", "colour"), ("--sort", "size"), ("--cite", "apa"), ("--separator", "x")):
    bad("%s=%s is refused" % (option, value), "notes", "export", option, value, words=[option, value])
bad("notes export has no text format", "notes", "export", "--format=text", words=["notes list", "markdown"])
bad("-o without a name is refused", "recs", "-o", "", BUNDLE, words=["-o"])
for command, option in (("notes list", "--format=csv"), ("notes list", "--bom"), ("notes export", "--json"), ("list", "-ox"), ("cat", "--force"), ("list", "--init"), ("repair", "--strip-metadata")):
    bad("%s does not take %s" % (command, option), *command.split(), option, words=[option.split("=")[0][:8].rstrip("x"), "Usage: qorjyn " + command])
r = run("cat", "--", "find")
ok(r.status == 2 and one_line(r, "find cannot be opened"), "after -- a word is a path", str(r))
r = run("--nope\x1b]0;x\x07")
ok(r.status == 2 and one_line(r) and not offences(r.err, False), "a hostile option is named harmlessly", str(r))

# paths
r = run("cat", path("missing.zip"))
ok(r.status == 2 and one_line(r, path("missing.zip"), "no such file"), "a missing path is named", str(r))
r = run("cat", BUNDLE, "three")
ok(r.status == 2 and not r.out and one_line(r, "three", BUNDLE), "a missing report is named, with its bundle", str(r))
for name, wanted in (("id", "two"), ("title", "Two"), ("title in another case", "TWO"), ("member's path", "two.md")):
    r = run("cat", BUNDLE, wanted)
    ok(r.status == 0 and "second" in r.text and "first" not in r.text and not r.err, "REPORT may be the %s" % name, str(r))
r = run("list", path("missing.zip"), BUNDLE)
ok(r.status == 0 and "One" in r.text and one_line(r, "missing.zip"), "one bad path of two: the other is listed", str(r))
r = run("cat", "-", stdin=b"# From input\n\ntext\n")
ok(r.status == 0 and "From input" in r.text and not r.err, "cat - reads standard input", str(r))
r = run("cat", "-", stdin=b"x" * ((16 << 20) + 1))
ok(r.status == 2 and not r.out and one_line(r, "Standard input", "16 MiB"), "standard input that is too large is said", str(r))
r = run("cat", "./-", cwd=HERE)
ok(r.status == 2 and one_line(r, "./-"), "./- is a file", str(r))
r = run("list", "-", stdin=b"# From input\n")
ok(r.status == 0 and "From input" in r.text, "list - lists it", str(r))
r = run(BUNDLE)
ok(r.status == 0 and r.out == run("cat", BUNDLE).out and b"first" in r.out, "without a terminal the reader is cat", str(r))
r = run(BUNDLE, REPORT)
ok(r.status == 0 and "second" in r.text and "Title of a" in r.text, "of several paths", str(r))
r = run(env=environment(QORJYN_LIBRARY=BUNDLE + ":" + REPORT))
ok(r.status == 0 and "second" in r.text and "Title of a" in r.text, "without a path it reads QORJYN_LIBRARY", str(r))
r = run("cat", env=environment(XDG_DATA_HOME=path("data")))
ok(r.status == 2 and one_line(r, "nothing to show", "qorjyn where"), "an empty library is said", str(r))
os.makedirs(path("data/qorjyn/bundles"))
os.link(BUNDLE, path("data/qorjyn/bundles/b.zip"))
r = run("list", env=environment(XDG_DATA_HOME=path("data")))
ok(r.status == 0 and "One" in r.text, "without a path it reads the user's data folder", str(r))

# streams
for name, closed in (("input", "<&-"), ("output", ">&-"), ("errors", "2>&-"), ("every stream", "<&- >&- 2>&-")):
    p = subprocess.run(["sh", "-c", '"$0" cat "$1" ' + closed, QORJYN, BUNDLE], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                       env=environment(), timeout=120)
    want = 2 if ">&- " in closed + " " and not closed.startswith("2") else 0
    ok(p.returncode == want and (b"second" in p.stdout) == (want == 0), "%s closed: status %d" % (name, want), p.stdout, p.stderr, str(p.returncode))
r = run("cat", "-", stdin=None, preexec_fn=lambda: os.close(0))
ok(r.status == 0 and not r.out, "cat - with its input closed ends", str(r))
for args in (["cat", SAMPLE], ["list", SAMPLE], ["recs", SAMPLE], ["list", "--json", SAMPLE], ["recs", "--format=json", SAMPLE]):
    with open("/dev/full", "wb") as full:
        r = run(*args, stdout=full)
    ok(r.status == 2 and one_line(r, "Standard output", "no space left"), "%s: a full disk is said" % " ".join(args[:-1]), str(r))
big = write("big.md", "word " * 200000)
p = subprocess.run(["sh", "-c", '"$0" cat "$1" | head -n 1', QORJYN, big], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                   env=environment(), timeout=120)
ok(p.stdout.startswith(b"word") and not p.stderr, "a closed pipe ends it quietly", p.stderr)


# colour
def on_terminal(*args, **env):
    master, slave = pty.openpty()
    p = subprocess.Popen([QORJYN, *args], stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.DEVNULL, env=environment(**env))
    os.close(slave)
    got = b""
    while True:
        try:
            more = os.read(master, 65536)
        except OSError:
            break
        if not more:
            break
        got += more
    p.wait()
    os.close(master)
    return got


for name, args, env, colour in (
        ("auto on a terminal", [], {}, True), ("--color=auto on a terminal", ["--color=auto"], {}, True),
        ("NO_COLOR", [], {"NO_COLOR": "1"}, False), ("an empty NO_COLOR", [], {"NO_COLOR": ""}, True),
        ("--no-color", ["--no-color"], {}, False), ("--color=never", ["--color=never"], {}, False),
        ("--color=always over NO_COLOR", ["--color=always"], {"NO_COLOR": "1"}, True)):
    got = on_terminal("cat", *args, REPORT, **env)
    ok((b"\x1b[" in got) == colour and b"text" in got, "%s: %s" % (name, "colours" if colour else "none"), got)
ok(b"\x1b" not in run("cat", REPORT).out, "auto without a terminal: none")
ok(b"\x1b[" in run("cat", "--color=always", REPORT).out, "always without a terminal: colours")

# where
plain = [line for line in run("where", env=environment(QORJYN_STATE=None)).text.splitlines()]
ok(any("/.local/share/qorjyn/notes/mine.jsonl" in s for s in plain), "where: the journal, in the user's data folder", plain)
for name, args, env, folder in (
        ("--state", ["--state", path("s1")], {}, "s1"), ("QORJYN_STATE", [], {"QORJYN_STATE": path("s2")}, "s2"),
        ("--state before QORJYN_STATE", ["--state", path("s1")], {"QORJYN_STATE": path("s2")}, "s1"),
        ("XDG_DATA_HOME", [], {"XDG_DATA_HOME": path("s3")}, "s3/qorjyn")):
    r = run("where", *args, env=environment(**env))
    ok(r.status == 0 and not r.err and path(folder + "/notes/mine.jsonl") in r.text, "where: %s names the state folder" % name, str(r))
    ok(not os.path.exists(path(folder)), "and nothing was made")
r = run("where", "--no-places", "--state", path("n"))
ok(r.status == 0 and "mine.jsonl" in r.text and "places" not in r.text, "where: --no-places keeps notes only", str(r))
r = run("where", "--no-trace")
ok(r.status == 0 and "jsonl" not in r.text and "--no-trace" in r.text, "where: --no-trace has nothing to write", str(r))
r = run("where", BUNDLE)
ok("reads " + BUNDLE in r.text, "where: the path that was given", str(r))
r = run("where", env=environment(HOME=None))
ok(r.status == 0 and "HOME" in r.text and "jsonl" not in r.text, "where: without a home it says so", str(r))

# --ascii
r = run("cat", "--ascii", HANDBOOK)
signs = set("═─│┃•◦▪├└┌┐└┘┬┴┼✓☐☑")
ok(r.status == 0 and not signs & set(r.text.split("Every Markdown")[0]), "--ascii draws only ASCII signs", ascii(signs & set(r.text)))
ok(signs & set(run("cat", HANDBOOK).text), "and without it others")
ok(run("cat", HANDBOOK, env=environment(LC_ALL="C")).out == r.out, "a locale without UTF-8 means --ascii")
ok(run("--ascii", "cat", HANDBOOK).out == r.out == run("cat", HANDBOOK, "--ascii").out, "options stand anywhere")
r = run("where")
ok(r.status == 0 and any(l.startswith("  writes ") and l.rstrip().endswith(("exports", "(not there yet)")) and "/exports" in l for l in r.text.splitlines()),
   "where names the folder for exports", str(r))
r = run("where", "--no-trace")
ok(r.status == 0 and "  writes " not in r.text, "and none when nothing is written", str(r))
done()
