"""Whatever a bundle, its names or an argument hold: no control sequence and nothing that misleads reaches the terminal."""
import csv
import io
import json
import os
import re

from rig import SGR, done, environment, make_tar, make_zip, offences, ok, path, run, write

RAW = {
    "ESC": "\x1bc", "CSI": "\x1b[31;1mred\x1b[2J", "OSC 52": "\x1b]52;c;Y2FsYw==\x07", "OSC title": "\x1b]0;owned\x1b\\", "DCS": "\x1bP$qm\x1b\\",
    "BEL": "\x07", "BS": "safe\b\b\b\bevil", "DEL": "a\x7fb", "VT FF": "a\x0bb\x0cc", "C1 CSI": "\u009b31m", "C1 OSC": "\u009d0;x\u009c",
    "RLO": "\u202egpj.exe", "isolates": "\u2066a\u2067b\u2069", "marks": "\u200ea\u200f\u061c", "separators": "a\u2028b\u2029c",
    "tags": "\U000e0041\U000e0001\U000e007f", "fillers": "\u3164\u115f\uffa0", "BOM": "\ufeff\u2060\u00ad", "noncharacters": "\ufffe\U0010fffe",
    "interlinear": "\ufff9a\ufffab\ufffb", "zero width": "a\u200b\u200b\u200b\u200bb",
}
ENTITIES = "&#27;[31m &#x1b;]0;x&#7; &#155;31m &#x9b;31m &#x9d;0;x &#8;&#127; &#x202e;abc &#x2066; &#8232; &#xe0041; &#xfeff; &shy;&lrm;&rlm;&zwnj;&zwj; &#0; &#xd800;"
BYTES = b"\x9b31m\x9d0;x\x9c \xc2 \xe2\x80 \xed\xa0\x80 \xf8\x88\x80\x80\x80 \xff\xfe \xc0\x9b "
ALL = " ".join(RAW.values()) + " " + ENTITIES
LINE = ALL.replace("\u2028", "").replace("\u2029", "").replace("\x0b", "").replace("\x0c", "")

# the checker itself
ok(all(offences(p.encode(), True) for n, p in RAW.items() if n not in ("CSI", "zero width")), "the checker sees every payload",
   [n for n, p in RAW.items() if not offences(p.encode(), True)])
ok(offences(RAW["CSI"].encode(), True) and offences(b"\x1b[31m", False) and not offences(b"\x1b[1;31mred\x1b[0m\n", True), "it lets pass SGR only, where it was asked for")
ok(offences(BYTES, True) and offences(b"a\rb", True) and offences(b"a\tb", True) and not offences("Қазақша — “ok” 日本\n".encode(), False), "and bytes, CR and TAB it does not")


def judge(name, *args, cwd=None, **env):
    """Runs it; both streams must be clean; what it printed."""
    found = []
    r = run(*args, env=environment(**env), cwd=cwd)
    colour = any("always" in str(a) for a in args)
    found += ["out: " + x for x in offences(r.out, colour)] + ["err: " + x for x in offences(r.err, False)]
    if r.status not in (0, 1, 2):
        found.append("status %d" % r.status)
    if not r.out and not r.err:
        found.append("it said nothing")
    ok(not found, name, *found[:6])
    return r


def strings(x):
    if isinstance(x, str):
        yield x
    elif isinstance(x, list):
        for y in x:
            yield from strings(y)
    elif isinstance(x, dict):
        for k, y in x.items():
            yield k
            yield from strings(y)


def commands(name, *paths):
    for locale in ("C.UTF-8", "C"):
        for args in (["cat", "--color=always"], ["cat", "--color=never", "-w", "20"], ["list"], ["recs"], ["where"]):
            judge("%s: %s in %s" % (name, " ".join(args), locale), *args, *paths, LC_ALL=locale)
        for args in (["list", "--json"], ["recs", "--format=json"]):
            r = judge("%s: %s in %s" % (name, " ".join(args), locale), *args, *paths, LC_ALL=locale)
            bad = [o for s in strings(json.loads(r.out)) for o in offences(s.encode("utf-8", "surrogatepass"), False)]
            ok(not bad, "and the strings in it", *bad[:5])


def yaml(s):
    return '"' + "".join("\\U%08x" % ord(c) if not (c.isascii() and c.isalnum()) else c for c in s) + '"'


def document(p):
    q = p.replace('"', "").replace("\n", " ").replace(">", "").replace("--", "")
    return """---
title: %(y)s
subtitle: %(y)s
author: %(y)s
publisher: %(y)s
symbol: %(y)s
mechanism: %(y)s
date: %(y)s
from: %(y)s
to: %(y)s
theme: %(y)s
%(y)s: %(y)s
---

# Heading %(p)s {#id%(q)s}

Text %(p)s, *emphasis %(p)s*, **strong %(p)s**, ~~strike %(p)s~~, `code %(p)s`, <b title="%(q)s">%(p)s</b>.

[link %(p)s](<http://example.org/%(q)s> "title %(q)s") and ![alt %(p)s](<picture%(q)s.png> "title %(q)s")
[reference][r%(p)s] <http://example.org/%(q)s> www.example.org/%(q)s me@example.org

[r%(p)s]: <other%(q)s.md> "title %(q)s"

Note[^n%(q)s] and note[^1].

[^n%(q)s]: The note %(p)s
[^1]: Another %(p)s

```lang%(q)s info %(q)s
code %(p)s
```

    indented %(p)s

| head %(q)s | two |
|---|:-:|
| cell %(q)s | %(q)s |

> quote %(p)s

<div class="%(q)s">block %(p)s</div>

<!-- hidden %(q)s -->

- [x] task %(p)s

## Recommendations %(p)s

- Do %(p)s <!-- rec id="%(q)s" para="%(q)s" from="%(q)s" to="%(q)s" theme="%(q)s" persons="%(q)s" sdg="%(q)s" response="%(q)s" implementation="%(q)s" assessed="%(q)s" action="%(q)s" see="%(q)s" own%(q)s="%(q)s" own="%(q)s" -->
- Do that <!-- rec %(q)s -->
""" % {"y": yaml(p), "p": p, "q": q}


def manifest(p):
    return "qorjyn: 1\nid: %(y)s\nedition: %(y)s\ntitle: {en: %(y)s, ru: %(y)s}\npublisher: %(y)s\nlicense: %(y)s\n%(y)s: %(y)s\n" \
           "files:\n  - {path: %(y)s, size: 3}\n  - {path: a.md, size: 3}\n" % {"y": yaml(p)}


# every payload by itself, through every door of a document
for name, p in RAW.items():
    file = make_zip("one.zip", [("bundle.yaml", manifest(p)), ("a.md", document(p))])
    r = judge("%s in a document: cat" % name, "cat", "--color=always", file)
    ok(b"Heading" in SGR.sub(b"", r.out) and b"task" in r.out, "and it is shown")
    judge("%s: list" % name, "list", file)
    judge("%s: recs" % name, "recs", file)
    bad = [o for s in strings(json.loads(run("recs", "--format=json", file).out)) for o in offences(s.encode(), False)]
    ok(not bad, "%s: recs as json" % name, *bad[:5])
    taken = {form: run("recs", "--format", form, file).out for form in ("markdown", "csv", "bibtex", "csl", "ris")}
    # two of them end their lines with CR LF
    bad = [form + ": " + o for form, out in taken.items() for o in offences(out.replace(b"\r\n", b"\n") if form in ("csv", "ris") else out, False)]
    bad += [form + ": nothing" for form, out in taken.items() if not out]
    bad += ["ris: a line without its tag"] * any(x and not re.match(rb"[A-Z][A-Z0-9]  - ", x) for x in taken["ris"].split(b"\r\n"))
    bad += ["csv: " + str(len(row)) for row in csv.reader(io.StringIO(taken["csv"].decode(), newline=""), strict=True) if len(row) != 33]
    ok(not bad, "%s: taken away" % name, *bad[:5])

# all at once, as text and as entities, in documents, manifest and front matter
full = [("bundle.yaml", manifest(LINE)), ("a.md", document(LINE)), ("b.ru.md", document(ENTITIES)), ("c.md", b"# Bytes " + BYTES + b"\n\n- " + BYTES + b"\n")]
commands("everything in a zip", make_zip("full.zip", full))
commands("everything in a tar", make_tar("full.tar.gz", full, "w:gz"))
commands("a report by itself", write("alone.md", document(LINE)))
plain = "*Words*\n" * (5 << 20 >> 3) + LINE
judge("shown as plain text", "cat", "--color=always", write("plain.md", plain))
commands("raw bytes in front matter and manifest", make_zip("rawmeta.zip", [
    ("bundle.yaml", b"title: " + LINE.encode() + BYTES + b"\n"), ("a.md", b"---\ntitle: " + LINE.encode() + BYTES + b"\n---\ntext\n")]))

# names of members: also of those that are refused, linked, missing, twice
names = ["m%s.md" % p.replace("/", "").replace("\0", "") for p in RAW.values()]
members = [(n, "# In it\n") for n in names] + [("../" + names[0], "x"), (names[1], "# Twice\n"), ("d\x1b[2J/" + names[5], "text without a title\n")]
commands("names in a tar", make_tar("names.tar", members))
commands("names in a zip", make_zip("names.zip", members))
data = bytearray(open(make_zip("rawnames.zip", [("AAAABBBB.md", "# Raw\n"), ("x.md", "# X\n")]), "rb").read()).replace(b"AAAABBBB", b"\x9b31m\xff\x1b[m")
commands("names of wrong bytes", write("rawnames.zip", data))

# names of bundles and folders, and arguments that name nothing
evil = os.fsencode(path("")) + b"/e\x1b]0;owned\x07\xc2\x9b31m\xe2\x80\xae\xff\x9b\r\nnext"
os.makedirs(evil + b"/sub\x1b[2J")
for name in (evil + b"/b\x1b[31m.zip", evil + b"/sub\x1b[2J/c\xe2\x80\xae.md", evil + b"/broken\x1b]0;x\x07.zip"):
    with open(name, "wb") as f:
        f.write(open(path("full.zip"), "rb").read() if name.endswith(b"m.zip") else b"text\n")
commands("the names of folders and bundles", evil)
commands("a bundle's name", evil + b"/b\x1b[31m.zip")
commands("a broken bundle's name", evil + b"/broken\x1b]0;x\x07.zip")
missing = evil + b"/none"
for args in (["cat", missing], ["list", missing], ["recs", missing], [missing], ["cat", path("full.zip"), missing], ["--lang=" + LINE, "list"],
             ["--color=" + LINE], ["-w", LINE, "cat"], ["recs", "--format=" + LINE], ["--" + LINE], [b"-\x9b"], [b"-\x1b"], ["--ascii=" + LINE],
             [b"--\xff\x9b=\x1b[m"], ["cat", "a", "b", LINE], ["recs", "--to", LINE, path("full.zip")]):
    args = [a.replace("\0", "") if isinstance(a, str) else a for a in args]
    if args[0] != "recs" or len(args) < 3:
        judge("said about %s" % ascii(args)[:40].encode().decode(), *args)
for env in ({"QORJYN_LIBRARY": missing.replace(b":", b"")}, {"QORJYN_STATE": missing}, {"XDG_DATA_HOME": missing}, {"QORJYN_LANG": LINE.replace("\0", "")}):
    env = {k: os.fsdecode(v) for k, v in env.items()}
    judge("where, with %s" % list(env)[0], "where", **env)
    judge("list, with %s" % list(env)[0], "list", *([] if "QORJYN_LIBRARY" in env else [path("full.zip")]), **env)
judge("where, with --state and --export-dir", "where", "--state", missing, "--export-dir", missing)
judge("a state folder that cannot be read", "recs", "--state", path("full.zip"), path("full.zip"))
# a line of output stays one: a name with a newline forges no message
r = run("cat", missing)
ok(len(r.said.splitlines()) == 1 and r.said.startswith("qorjyn: ") and "<U+000A>" in r.said, "a newline in a name is written out", str(r))
r = run("list", "--json", path("names.tar"))
ok("\u200b" not in r.text and "<U+200B>" in r.text, "in names also what takes no column is written out", str(r))
done()
