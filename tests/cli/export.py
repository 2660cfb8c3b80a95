"""Taking away: every format holds exactly what was there, is valid, and carries private notes only when it is told to."""
import csv
import io
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import time
import xml.etree.ElementTree
import zlib

from rig import HERE, QORJYN, SRC, done, environment, make_zip, offences, ok, one_line, path, run, skip, write

# ---- reports that make it hard
TWISTED = r"""=cmd|'/C calc'!A0 "quoted", 'single' & {braces} \} C:\\dir 100% $5$ #1 \_u\_ ~x~ ^y^ -- --- ... \<b> \*no\* [x] @me"""
UN = r"""---
title: "Report {of} the Group & 100 % \"sure\": A_B"
lang: en
date: 2014-12-10
publisher: Human Rights Council
mechanism: upr
symbol: A/HRC/28/10
url: "https://example.org/a_b?x={1}&y=2%20z"
note-to-self: "unknown, but kept"
---
## Recommendations

The State should:

- TWISTED <!-- rec id="r1" para="126.35" from="CZE" to="KAZ" theme="@theme; Torture" response="noted" implementation="in-progress" assessed="by 2019-10" own="+1" -->
- +1 people <!-- rec id="r2" para="126.36 (b)" from="CZE; AUS" to="=SUM(A1)" -->
- Разрешить собрания; שלום עולם العربية <!-- rec id="r3" to="Казахстан" sdg="16.10" -->
- 'apostrophe first <!-- rec id="r4" to="KAZ" -->

A paragraph that is no recommendation.
""".replace("TWISTED", TWISTED)
NGO = """---
title: What we ask
lang: ru
date: 2016-04
author: Some NGO
mechanism: submission
symbol: A/HRC/WG.6/20/KAZ/3
from: Some NGO
to: KAZ
---
- Освободить. <!-- rec id="n1" para="7" response="supported" -->
"""
MANIFEST = "qorjyn: 1\nid: org.example.set\nedition: 2024\npublisher: The office\nreports:\n  - un\n  - ngo\n"
BUNDLE = make_zip("set.zip", [("bundle.yaml", MANIFEST), ("un.en.md", UN), ("ngo.ru.md", NGO)])
SECRET, TAG = "My secret: ask Aigul\n1. call\n=HYPERLINK()", "geneva-secret"


def record(number, series, report, lang, exact, edition="2024", rec=None, **more):
    target = {"source": "urn:qorjyn:%s/%s" % (series, report), "qorjyn:series": series, "qorjyn:edition": edition, "qorjyn:report": report,
              "qorjyn:lang": lang, "qorjyn:title": "Old title", "qorjyn:heading": ["Recommendations"], "qorjyn:unique": "words",
              "selector": [{"type": "TextQuoteSelector", "exact": exact, "prefix": "", "suffix": ""}]}
    if rec:
        target["qorjyn:rec"] = rec
    r = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:uuid:00000000-0000-4000-8000-%012d" % number, "type": "Annotation",
         "motivation": "bookmarking", "created": "2024-01-02T03:04:05Z", "modified": "2024-01-02T03:04:06Z", "target": target}
    r.update(more)
    return r


def journal(state, records):
    head = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationSet", "generator": "qorjyn", "qorjyn:version": 1}
    lines = b""
    for r in [head] + records:
        line = json.dumps(r, ensure_ascii=False, separators=(",", ":"))[:-1].encode()
        lines += line + b',"qorjyn:crc32":"%08x"}\n' % zlib.crc32(line)
    write(state + "/notes/mine.jsonl", lines)
    return path(state)


plain = json.loads(run("recs", "--format=json", BUNDLE).out)
TEXT = {x["id"]: x["text"] for x in plain}
ok(len(TEXT) == 5 and TEXT["r1"].startswith("=cmd|'/C calc'!A0 \"quoted\"") and TEXT["r1"].endswith("<b> *no* [x] @me"), "the reports are as they were meant", TEXT)
STATE = journal("state", [
    record(1, "org.example.set", "un", "en", TEXT["r1"], rec="r1", body=[
        {"type": "TextualBody", "value": SECRET, "purpose": "commenting"}, {"type": "TextualBody", "value": TAG, "purpose": "tagging"},
        {"type": "TextualBody", "value": "+second", "purpose": "tagging"}], creator={"type": "Person", "name": "Me Myself"},
        **{"qorjyn:status": "to-use", "x:private": "kept for later"}),
    record(2, "org.example.set", "un", "en", "A paragraph that is no recommendation."),
    record(3, "org.example.set", "ngo", "ru", "Освободить всех.", edition="2020", rec="n1"),
    record(4, "org.example.set", "un", "en", "Words that nobody has any more.", edition="2020"),
    record(5, "org.example.lost", "far", "en", "Words of a lost bundle."),
])
NOTES = ["notes", "export", "--state", STATE, BUNDLE]


def export(*args, notes=True):
    r = run(*(NOTES if notes else ["recs", "--state", STATE, BUNDLE]), *args)
    ok(r.status == 0 and not r.err, "%s %s is done" % ("notes export" if notes else "recs", " ".join(args)), str(r))
    return r


# ---- private notes
PRIVATE = [SECRET.split("\n")[0], "call", "HYPERLINK", TAG, "second", "to-use", "Me Myself", "kept for later"]
for form in ("markdown", "csv", "json", "annotations", "bibtex", "csl", "ris"):
    for notes in (True, False):
        r = export("--format=" + form, notes=notes)
        ok(not [w for w in PRIVATE if w in r.text.replace("to use", "to-use")], "%s: nothing of the person's own without --with-notes" % form, r.text)
        ok(os.path.basename(HERE) not in r.text or (form == "json" and not notes), "%s: and not where on this computer the bundle is" % form)
        data = r.out.replace(b"\r\n", b"\n") if form in ("csv", "ris") else r.out
        ok(data.endswith(b"\n") and not offences(data, False), "%s: clean text" % form, *offences(data, False))
for form in ("markdown", "csv", "json", "annotations"):
    r = export("--format=" + form, "--with-notes")
    ok(SECRET.split("\n")[0] in r.text and TAG in r.text, "%s: with --with-notes they go along" % form, r.text)
    ok(not offences(r.out.replace(b"\r\n", b"\n"), False), "%s: and are clean" % form)


# ---- schemas
def valid(schema, value, root=None, where="$"):
    """What in value breaks a schema, as far as the schemas of doc/ go."""
    root = root or schema
    if "$ref" in schema:
        target = root
        for part in schema["$ref"][2:].split("/"):
            target = target[part]
        return valid(target, value, root, where)
    found = []
    names = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    kinds = schema.get("type", [])
    if kinds and not any(isinstance(value, names[k]) for k in ([kinds] if isinstance(kinds, str) else kinds)):
        return ["%s: %r is no %s" % (where, value, kinds)]
    if "enum" in schema and value not in schema["enum"]:
        found.append("%s: %r is not one of them" % (where, value))
    if "const" in schema and value != schema["const"]:
        found.append("%s: %r is not %r" % (where, value, schema["const"]))
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        found.append("%s: %r does not match" % (where, value))
    if isinstance(value, dict):
        found += ["%s: no %s" % (where, k) for k in schema.get("required", []) if k not in value]
        for k, v in value.items():
            part = schema.get("properties", {}).get(k, schema.get("additionalProperties"))
            found += valid(part, v, root, where + "." + k) if isinstance(part, dict) else []
    if isinstance(value, list) and "items" in schema:
        for i, v in enumerate(value):
            found += valid(schema["items"], v, root, "%s[%d]" % (where, i))
    return found


SCHEMAS = {}
for name in ("recommendations", "annotations"):
    with open(os.path.join(SRC, "doc", name + ".schema.json"), encoding="utf-8") as f:
        SCHEMAS[name] = json.load(f)
ok(valid(SCHEMAS["recommendations"], [{}]) and valid(SCHEMAS["recommendations"], {}) and valid(SCHEMAS["annotations"], {"type": "x"}),
   "the schemas refuse what is wrong")
try:
    import jsonschema
except ImportError:
    jsonschema = None
everything = []
for name, args, notes in (("recommendations", ["--format=json"], True), ("recommendations", ["--format=json", "--with-notes"], True),
                          ("recommendations", ["--format=json"], False), ("recommendations", ["--format=json", "--filter", "nothingatall"], False),
                          ("annotations", ["--format=annotations"], True), ("annotations", ["--format=annotations", "--with-notes"], True)):
    value = json.loads(export(*args, notes=notes).out)
    everything.append(value)
    found = valid(SCHEMAS[name], value)
    ok(not found, "%s is valid against doc/%s.schema.json" % (" ".join(args), name), *found[:6])
    if jsonschema:
        found = [str(e.message) for e in jsonschema.Draft202012Validator(SCHEMAS[name]).iter_errors(value)]
        ok(not found, "so says a public validator", *found[:6])
    else:
        skip("so says a public validator", "jsonschema is not installed")
bare, noted, recs, empty, marks, full_marks = everything
ok(empty == [], "nothing chosen is an empty array")

# ---- JSON holds everything
un = recs[0]
ok(un["document"]["note-to-self"] == "unknown, but kept" and un["other"] == {"own": "+1"} and un["theme"] == ["@theme", "Torture"],
   "unknown keys are kept, of the report and of the recommendation", un)
ok([x["note"] for x in bare] == [None] * 5, "no note object without --with-notes")
mine = [x["note"] for x in noted if x["id"] == "r1"][0]
with open(STATE + "/notes/mine.jsonl", encoding="utf-8") as f:
    written = {x["id"]: x for x in map(json.loads, f.read().splitlines()[1:])}
want = dict(written["urn:uuid:00000000-0000-4000-8000-000000000001"])
del want["qorjyn:crc32"]
want["motivation"] = "commenting"
got = dict(mine["annotation"])
want["target"].pop("source"), got["target"].pop("source")
for selector in want["target"]["selector"]:
    selector.pop("prefix"), selector.pop("suffix")
ok(got == want, "the whole record of the note is there, unknown members too", got, want)
ok((mine["text"], mine["tags"], mine["status"], mine["creator"]) == (SECRET, [TAG, "+second"], "to-use", "Me Myself"), "and plainly", mine)
states = {x["text"]: (x["kind"], x["state"], x["edition"], x["bundle"]) for x in bare}
ok(states == {TEXT["r1"]: ("recommendation", "moved", "2024", "set.zip") if states[TEXT["r1"]][1] == "moved" else ("recommendation", "same", "2024", "set.zip"),
              "A paragraph that is no recommendation.": ("passage", states["A paragraph that is no recommendation."][1], "2024", "set.zip"),
              "Освободить.": ("recommendation", "changed", "2024", "set.zip"),
              "Words that nobody has any more.": ("passage", "gone", "2020", "set.zip"),
              "Words of a lost bundle.": ("passage", "absent", "2024", None)}, "every note is exported, with its state and the edition its words are of", states)
ok(len(full_marks["items"]) == 5 and {x["id"] for x in full_marks["items"]} == set(written), "annotations: every note, by its own id")
first = [x for x in full_marks["items"] if x["id"].endswith("0001")][0]
ok(first["body"] == {"type": "TextualBody", "value": SECRET, "format": "text/plain", "tags": [TAG, "+second"]} and
   first["target"]["selector"][0]["exact"] == TEXT["r1"] and first["qorjyn:status"] == "to-use", "annotations: text, tags, quotation", first)
ok(all("body" not in x and "qorjyn:status" not in x and "creator" not in x for x in marks["items"]), "annotations: none of it unasked")

# ---- CSV reads back identically
def unguard(s):
    return s[1:] if s.startswith("'") else s


for separator, sign in (("comma", ","), ("semicolon", ";"), ("tab", "\t")):
    r = export("--format=csv", "--with-notes", "--separator", separator)
    raw = list(csv.reader(io.StringIO(r.out.decode(), newline=""), delimiter=sign, strict=True))
    ok(r.out.count(b"\r\n") == len(raw) and {len(x) for x in raw} == {len(raw[0])}, "csv by %s: CR LF ends each record, all are as long" % separator)
    ok(not [c for row in raw for c in row if re.match(r"[ \n]*[=+\-@\t\r|＝＋－＠]", c)], "csv by %s: no cell is a formula" % separator, raw)
    rows = [dict(zip(raw[0], map(unguard, row))) for row in raw[1:]]
    wrong = []
    for row, item in zip(rows, noted):
        for k, v in row.items():
            w = item.get(k)
            if k in ("tags", "status"):
                w = (item["note"] or {})[k]
            if k == "note":
                w = item["note"]["text"]
            if k == "url":
                w = item["document"].get("url")
            if k == "other":
                w = "\n".join("%s=%s" % x for x in item["other"].items())
            if k == "declared":
                w = "" if item["kind"] == "passage" else "declared" if w else "detected"
            w = "; ".join(w) if isinstance(w, list) else w or ""
            if v != w:
                wrong.append("%s: %r is not %r" % (k, v, w))
    ok(len(rows) == len(noted) == 5 and not wrong, "csv by %s reads back identically" % separator, *wrong)
ok(export("--format=csv", "--bom").out.startswith(b"\xef\xbb\xbf\"id\""), "--bom begins with the mark")
ok("note" not in export("--format=csv").text.split("\r\n")[0].split(","), "no column for notes unasked")

# ---- Markdown, laid out again
md = write("taken.md", export("--format=markdown", "--with-notes", "--group=report").out)
r = run("cat", "-w", "10000", md)
shown = r.text
for item in noted:
    ok(item["text"] in shown, "markdown: quoted exactly: %s" % ascii(item["text"][:30]), shown)
    ok(item["citation"] in shown, "markdown: and cited", item["citation"], shown)
ok(all(line in shown for line in SECRET.split("\n")) and "My own note, not part of the report:" in shown, "markdown: the own note is set apart, as it was typed", shown)
ok("Response, as this report gives it: noted" in shown and "Implementation, as this report gives it: in progress" in shown and "Assessed: by 2019-10" in shown,
   "markdown: what a report claims is said to be its claim", shown)
ok(shown.count("edition 2024, not signed") == 3 and shown.count(", signature not checked") == 2, "markdown: bundle, edition and signature with every one", shown)
ok("bookmarked as: Освободить всех." in shown and "does not have these words" in shown and "was not at hand" in shown, "markdown: changed, gone and absent are said", shown)
ok(json.loads(run("recs", "--format=json", md).out) == [], "markdown: nothing in it is taken for a recommendation of somebody")
words = sum(len(x["text"].split()) + len((x["context"] or "").split()) for x in noted)
own = len(SECRET.split())
ok("Words in quotations: %d; in notes: %d; together, without citations: %d." % (words, own, words + own) in shown and "2,815" in shown and "5,630" in shown,
   "markdown: the words are counted", shown[:400])
for count, phrase in ((2815, "is within the 2,815"), (2816, "but within the 5,630"), (5630, "but within the 5,630"), (5631, "and than the 5,630")):
    long = write("long.md", "- %s <!-- rec id=\"a\" -->\n" % " ".join(["word"] * count))
    ok(phrase in run("recs", "--format=markdown", long).text, "%d words: %s" % (count, phrase))
heads = [line for line in export("--format=markdown", "--group=to", notes=False).text.split("\n") if line.startswith("## ")]
ok(heads == ["## \\=SUM(A1) (1)", "## KAZ (3)", "## Казахстан (1)"], "markdown: grouped by addressee", heads)
ok("## geneva-secret; +second (1)" in export("--format=markdown", "--group=tag").text, "markdown: by tag, when that is asked for")

# ---- citations
CITED = {x["id"]: x["citation"] for x in json.loads(run("recs", "--format=json", "--cite=un", BUNDLE).out)}
ok(CITED["r1"] == "A/HRC/28/10, para. 126.35" and CITED["r2"] == "A/HRC/28/10, para. 126.36 (b)" and CITED["r3"] == "A/HRC/28/10, recommendation r3", "UN style", CITED)
ok(CITED["n1"] == "Some NGO, What we ask, поданные материалы, не приняты ООН, 2016-04, пункт 7", "a submission is no UN document in UN style either, and is cited in its language", CITED)
CITED = {x["id"]: x["citation"] for x in json.loads(run("recs", "--format=json", "--cite=oscola", BUNDLE).out)}
ok(CITED["r1"] == "Human Rights Council, ‘Report {of} the Group & 100 % \"sure\": A_B’ (10 December 2014) UN Doc A/HRC/28/10, para 126.35", "OSCOLA", CITED)
ok(CITED["n1"] == "Some NGO, ‘What we ask’ (поданные материалы, не приняты ООН, 2016-04), пункт 7", "OSCOLA of a submission", CITED)
for form in ("markdown", "csv", "bibtex", "csl", "ris"):
    for style in ("plain", "un", "oscola"):
        ok("WG.6" not in run("recs", "--format", form, "--cite", style, BUNDLE).text, "%s, %s: a submission never has a UN symbol" % (form, style))

for name, mechanism, paras in (("un", "upr", {"127. The response.": "127", "Not 12 numbered.": None, "2016 was. A year.": None, "Item five": "5", "Bullet": None}),
                               ("ngo", "submission", {"127. The response.": None, "Item five": "5"})):
    file = write("paras/%s.md" % name, "---\nlang: en\ntitle: P\nmechanism: %s\nsymbol: A/1\n---\n127\\. The response.\n\nNot 12 numbered.\n\n2016 was. A year.\n\n"
                 "5. Item five\n\n- Bullet\n" % mechanism)
    state = journal("paras-" + name, [record(i, name, name, "en", text, edition="") for i, text in enumerate(paras)])
    got = {x["text"]: (x["para"], x["citation"]) for x in json.loads(run("notes", "export", "--format=json", "--cite=un", "--state", state, file).out)}
    ok({k: v[0] for k, v in got.items()} == paras, "a bookmarked paragraph is cited by the number printed before it (%s)" % mechanism, got)
    ok(mechanism != "upr" or got["127. The response."][1] == "A/1, para. 127", "in full", got)

# ---- references
TITLE = "Report {of} the Group & 100 % \"sure\": A_B"
csl = json.loads(export("--format=csl", notes=False).out)
ok([x["title"] for x in csl] == [TITLE, "What we ask"] and csl[0]["number"] == "A/HRC/28/10" and csl[0]["issued"] == {"date-parts": [[2014, 12, 10]]} and
   csl[0]["type"] == "report" and csl[0]["author"] == [{"literal": "Human Rights Council"}] and "number" not in csl[1] and
   csl[0]["note"].startswith("para. 126.35; para. 126.36 (b); recommendation r3; "), "csl: every cited report once, with what is cited of it", csl)
ok(len({x["id"] for x in csl}) == 2 and all(re.fullmatch(r"[A-Za-z0-9.:-]+", x["id"]) for x in csl), "csl: keys")
bib = export("--format=bibtex", notes=False).text
depth, low = 0, 0
for c in bib:
    depth += (c == "{") - (c == "}")
    low = min(low, depth)
ok(depth == 0 and low == 0 and bib.count("@techreport{") == 2, "bibtex: braces are in balance", bib)


def converted(tool, text):
    if not shutil.which(tool):
        return None
    p = subprocess.run([tool, "-i", "utf8", write("references", text)], capture_output=True, timeout=60, check=False)
    return xml.etree.ElementTree.fromstring(p.stdout)


NS = "{http://www.loc.gov/mods/v3}"
for tool, form in (("bib2xml", "bibtex"), ("ris2xml", "ris")):
    tree = converted(tool, export("--format", form, notes=False).text)
    if tree is None:
        skip("%s is read by a public tool" % form, tool + " is not installed")
        continue
    titles = ["".join(x.itertext()) for x in tree.iter(NS + "title")]
    # the tool parts a title at its colon
    joined = " ".join(titles + ["".join(x.itertext()) for x in tree.iter(NS + "subTitle")])
    ok(len(list(tree.iter(NS + "mods"))) == 2 and "What we ask" in joined and "A_B" in joined and "{of}" in joined and "100 % " in joined and "\\" not in joined,
       "%s is read by a public tool" % form, joined)
    every = " ".join(tree.itertext())
    ok("Human Rights Council" in every and "A/HRC/28/10" in every and "Some NGO" in every, "%s: names are whole, the symbol is there" % form, every)
ris = export("--format=ris", notes=False)
ok(all(re.fullmatch(rb"[A-Z][A-Z0-9]  - [^\r\n]*|", x) for x in ris.out.split(b"\r\n")) and ris.out.count(b"ER  - ") == 2 and
   b"\r\nDA  - 2014/12/10/\r\n" in ris.out, "ris: one tag a line", str(ris))

# ---- the same filter everywhere
for args, ids in ((["--filter", "response:noted"], ["r1"]), (["--filter", "-to:kaz"], ["r2", "r3"]), (["--to", "kaz", "--filter", "apostrophe"], ["r4"]),
                  (["--filter", "is:bookmarked"], ["r1", "n1"]), (["--sort", "to"], ["r2", "r1", "r4", "n1", "r3"])):
    ok([x["id"] for x in json.loads(export("--format=json", *args, notes=False).out)] == ids, "recs %s" % " ".join(args))
ok(len(json.loads(export("--format=json", "--filter", "tag:geneva").out)) == 1, "notes export --filter tag:")

# ---- notes list
KEYS = ["id", "bundle", "series", "edition", "report", "title", "lang", "heading", "recommendation", "text", "citation", "signature", "state", "status", "tags", "created",
        "modified", "creator", "note"]
r = run("notes", "list", "--json", "--state", STATE, BUNDLE)
got = json.loads(r.out)
ok(r.status == 0 and [list(x) for x in got] == [KEYS] * 5 and all(x["note"] is None for x in got), "notes list --json: the keys, no text of notes", str(r))
ok(sorted(x["state"] for x in got if x["state"] not in ("same", "moved")) == ["absent", "changed", "gone"] and got[-1]["bundle"] is None, "and the states", got)
ok(json.loads(run("notes", "list", "--json", "--with-notes", "--filter", "tag:geneva", "--state", STATE, BUNDLE).out)[0]["note"] == SECRET, "the text when it is asked for")
r = run("notes", "list", "--state", STATE, BUNDLE)
ok(r.status == 0 and r.text.count("\n* ") + r.text.startswith("* ") == 5 and TAG in r.text and "to use" in r.text and "CHANGED" in r.text and "GONE" in r.text and
   "its bundle is not here" in r.text and "Aigul" not in r.text and not offences(r.out, False), "notes list: place, state, tags, status, no text", str(r))
ok("    | My secret: ask Aigul\n    | 1. call\n" in run("notes", "list", "--with-notes", "--state", STATE, BUNDLE).text, "notes list --with-notes: the text")
r = run("recs", "--state", STATE, BUNDLE)
ok(r.status == 0 and not [w for w in PRIVATE if w in r.text.replace("to use", "to-use")], "recs as text: nothing of the person's own unasked", str(r))
r = run("recs", "--with-notes", "--state", STATE, BUNDLE)
ok("    | My secret: ask Aigul\n    | 1. call\n" in r.text and TAG in r.text and "to use" in r.text, "recs as text, --with-notes: all of it", str(r))
broken = make_zip("broken/set.zip", [("bundle.yaml", MANIFEST), ("un.en.md", UN)])
with open(broken, "r+b") as f:
    data = bytearray(f.read())
    at = data.index(b"un.en.md") + 40
    data[at:at + 40] = b"\0" * 40
    f.seek(0)
    f.write(data)
got = json.loads(run("notes", "list", "--json", "--state", STATE, broken).out)
ok(len(got) == 5, "notes of a report that cannot be read are listed all the same", got)
r = run("notes", "list", "--json", "--state", path("nostate"), BUNDLE)
ok(r.status == 0 and r.out == b"[]\n" and not os.path.exists(path("nostate")), "no notes: an empty array, and nothing is made", str(r))
r = run("notes", "export", "--state", path("nostate"), BUNDLE)
ok(r.status == 0 and one_line(r, "no notes yet"), "no notes: that is said", str(r))
state2 = journal("state2", [record(1, "org.example.set", "un", "en", TEXT["r1"], edition="2024", rec="r1")])
newer = make_zip("newer.zip", [("bundle.yaml", MANIFEST.replace("2024", "2025")), ("un.en.md", UN.replace("=cmd", "=new"))])
got = json.loads(run("notes", "list", "--json", "--state", state2, newer, BUNDLE).out)
ok(len(got) == 1 and (got[0]["edition"], got[0]["state"]) == ("2025", "changed"), "of two editions a note stands in the newest, once, with what became of it", got)
got = json.loads(run("notes", "list", "--json", "--state", state2, newer).out)
ok([(x["edition"], x["state"]) for x in got] == [("2025", "changed")], "in another one only when that is all there is, and as changed", got)

# ---- the file of -o
r = run(*NOTES, "--format=csv", "-o", path("out.csv"))
with open(path("out.csv"), "rb") as f:
    ok(r.status == 0 and not r.out and not r.err and f.read() == export("--format=csv").out, "-o writes the same into a file", str(r))
ok(os.stat(path("out.csv")).st_mode & 0o777 == 0o600, "that only its owner may read")
before = os.stat(path("out.csv")).st_mtime_ns
r = run(*NOTES, "--format=json", "-o", path("out.csv"))
ok(r.status == 2 and one_line(r, path("out.csv"), "there already", "--force") and os.stat(path("out.csv")).st_mtime_ns == before, "a file that is there is refused", str(r))
r = run(*NOTES, "--format=json", "-o", path("out.csv"), "--force")
with open(path("out.csv"), "rb") as f:
    ok(r.status == 0 and f.read().startswith(b"[\n"), "--force replaces it", str(r))
os.symlink("out.csv", path("link"))
r = run(*NOTES, "-o", path("link"), "--force")
ok(r.status == 2 and one_line(r, "not a file") and os.path.islink(path("link")), "a link is not followed", str(r))
for name, where, says in (("a folder that is not there", path("no/such/x.md"), "no such file or folder"), ("a folder", HERE, "there already"),
                          ("/dev/full with --force", "/dev/full", "not a file")):
    r = run(*NOTES, "-o", where, "--force") if "force" in name else run(*NOTES, "-o", where)
    ok(r.status == 2 and one_line(r, where, says), "-o %s: a sentence" % name, str(r))
r = run(*NOTES, "--no-trace", "-o", path("trace.md"))
ok(r.status == 2 and one_line(r, "--no-trace", "-o") and not os.path.exists(path("trace.md")), "--no-trace writes no file", str(r))
r = run("recs", "-o", path("none.md"), path("missing.zip"))
ok(r.status == 2 and not os.path.exists(path("none.md")), "when nothing could be read no file is made", str(r))
for old in (None, "old"):
    if old:
        write("full.csv", old)
    r = run(*NOTES, "--format=csv", "--force", "-o", path("full.csv"), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
    ok(r.status == 2 and one_line(r, path("full.csv"), "cannot be written") and os.path.exists(path("full.csv")) == bool(old) and
       (not old or open(path("full.csv"), encoding="utf-8").read() == old), "no room: a sentence, and %s is there" % ("what was there" if old else "nothing"), str(r))
r = run("recs", "--format=csv", "-o", "relative.csv", BUNDLE, cwd=HERE)
ok(r.status == 0 and os.path.exists(path("relative.csv")), "a relative name is from here", str(r))
ok(run("recs", "-o", "-", BUNDLE).out == run("recs", BUNDLE).out, "-o - is standard output")
if os.geteuid() == 0:
    skip("a folder that may not be written is said", "run by root, who may write all")
else:
    os.makedirs(path("closed"), mode=0o500)
    r = run(*NOTES, "-o", path("closed/x.md"))
    ok(r.status == 2 and one_line(r, path("closed/x.md"), "cannot be written"), "a folder that may not be written is said", str(r))
ok(not [x for x in os.listdir(HERE) if ".part" in x], "nothing is left beside", os.listdir(HERE))

# ---- killed while it waits for its input, in a group of its own as a terminal would stop it
os.makedirs(path("killed"))
for name in ("SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"):
    p = subprocess.Popen([QORJYN, "recs", "-o", path("killed/x.md"), "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                         env=environment(), start_new_session=True)
    deadline = time.monotonic() + 60
    while not os.listdir(path("killed")) and time.monotonic() < deadline:
        time.sleep(0.01)
    begun = os.listdir(path("killed"))
    if name == "SIGKILL":
        p.kill()
    else:
        os.killpg(p.pid, getattr(signal, name))
    p.wait(60)
    p.stdin.close()
    while os.listdir(path("killed")) and time.monotonic() < deadline:
        time.sleep(0.01)
    ok(len(begun) == 1 and begun[0].endswith(".part") and not os.listdir(path("killed")), "%s: what was begun is removed, nothing is in its place" % name, begun,
       os.listdir(path("killed")))
done()
