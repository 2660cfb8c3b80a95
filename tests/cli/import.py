"""notes import and notes forget: notes of another machine, of other people, of other programs, and of nobody knows what."""
import json
import os
import zlib

from rig import done, environment, make_zip, offences, ok, path, run, write, write_journal

FREE = "Free the press in all of the country."
MEET = "Let people meet in peace, everywhere and always."
LIB = make_zip("library/set.zip", [("bundle.yaml", "qorjyn: 1\nid: org.example.s\nedition: 2019\ntitle: T\n"),
                                   ("r.en.md", "---\nurl: https://example.org/r\n---\n# Report\n\n## Recommendations\n\n- %s\n- %s\n\nTwice said here. It is so.\n\nTwice said here. It is not.\n" % (FREE, MEET))])
ENV = environment(QORJYN_LIBRARY=path("library"))
_n = 0


def fresh():
    global _n
    _n += 1
    return path("state%d" % _n)


def note(n, text, modified="2026-01-01T00:00:05Z", creator=None, words=FREE, **more):
    r = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:uuid:%08d-0000-4000-8000-000000000000" % n, "type": "Annotation",
         "motivation": "commenting", "created": "2026-01-01T00:00:00Z", "modified": modified,
         "body": [{"type": "TextualBody", "value": text, "purpose": "commenting"}],
         "target": {"source": "urn:qorjyn:org.example.s/r", "selector": [{"type": "TextQuoteSelector", "exact": words}], "qorjyn:series": "org.example.s",
                    "qorjyn:edition": "2019", "qorjyn:report": "r", "qorjyn:lang": "en", "qorjyn:title": "Report", "qorjyn:unique": "words"}}
    if creator:
        r["creator"] = {"type": "Person", "name": creator}
    r.update(more)
    return r


def imp(state, *args, stdin=b""):
    return run("notes", "import", "--state", state, *args, env=ENV, stdin=stdin)


def listed(state, *args):
    r = run("notes", "list", "--json", "--with-notes", "--state", state, *args, env=ENV)
    return json.loads(r.out)


def files(state):
    found = {}
    for base, _, names in os.walk(state):
        for n in names:
            found[os.path.relpath(os.path.join(base, n), state)] = open(os.path.join(base, n), "rb").read()
    return found


def as_file(name, value):
    return write(name, json.dumps(value, ensure_ascii=False))


# ---- the person's other machine
other = fresh()
journal = write_journal(other, [note(1, "one"), note(2, "two", "2026-01-01T00:00:01Z"), note(2, "two again", "2026-01-01T00:00:09Z")])
whole = open(journal, "rb").read()
st = fresh()
r = imp(st, journal)
ok(r.status == 0 and "your own notes" in r.text and "2 notes are new" in r.text, "a journal without names is the person's own", str(r))
ok({o["note"] for o in listed(st)} == {"one", "two again"}, "the latest versions count")
ok(b'"two"' in files(st)["notes/mine.jsonl"], "and the earlier ones are there as lines")
before = files(st)
r = imp(st, journal)
ok(r.status == 0 and "nothing new" in r.text and files(st) == before, "importing it again writes nothing and says so", str(r))
removed = note(1, "", "2026-01-01T00:00:20Z")
removed["qorjyn:removed"] = True
r = imp(st, write_journal(fresh(), [removed]))
ok("removed" in r.text and {o["note"] for o in listed(st)} == {"two again"}, "what was removed there later is removed", str(r))
r = imp(st, journal)
ok({o["note"] for o in listed(st)} == {"two again"}, "and stays removed")
r = imp(st, write_journal(fresh(), [note(2, "older", "2026-01-01T00:00:03Z")]))
ok("changed in both places" in r.text and {o["note"] for o in listed(st)} == {"two again"} and b"older" in files(st)["notes/mine.jsonl"],
   "an earlier version that is not known stays as a line", str(r))

# ---- our exports
for fmt in ("json", "annotations"):
    e = run("notes", "export", "--format=" + fmt, "--with-notes", "--state", other, env=ENV)
    exported = write("export." + fmt, e.out)
    st = fresh()
    r = imp(st, exported)
    ok(r.status == 2 and "--mine" in r.said and "--from" in r.said and not os.path.exists(st + "/notes"), fmt + ": whose it is must be said", str(r))
    r = imp(st, "--mine", exported)
    ok(r.status == 0 and {o["note"] for o in listed(st)} == {"one", "two again"}, fmt + ": comes back whole", str(r))
    r = imp(other, "--mine", exported)
    ok(r.status == 0 and "nothing new" in r.text, fmt + ": is the same as what it was made of", str(r))
    bare = write("bare." + fmt, run("notes", "export", "--format=" + fmt, "--state", other, env=ENV).out)
    r = imp(other, "--mine", bare)
    ok({o["note"] for o in listed(other)} == {"one", "two again"}, fmt + ": an export without notes takes none away", str(r))

# ---- another person
st = fresh()
write_journal(st, [note(1, "my own")])
r = imp(st, "--from", "Анна К.", write_journal(fresh(), [note(1, "hers"), note(3, "her third", words=MEET)]))
ok(r.status == 0 and "Анна К." in r.text and "2 notes are new" in r.text, "--from keeps them under that name", str(r))
got = listed(st)
ok({(o["creator"], o["note"]) for o in got} == {(None, "my own"), ("Анна К.", "hers"), ("Анна К.", "her third")}, "notes list names the creator", str(got))
text = run("notes", "list", "--state", st, env=ENV)
ok("A note of Анна К., not yours" in text.text and "my own" not in text.text and not offences(text.out, False), "and in words", str(text))
recs = json.loads(run("recs", "--format=json", "--state", st, path("library"), env=ENV).out)
ok({o["text"]: o["bookmarked"] for o in recs} == {FREE: True, MEET: False}, "a note of another is no bookmark of one's own", str(recs))
r = imp(st, "--from", "Анна К.", write_journal(fresh(), [note(1, "my own"), note(3, "her third", words=MEET)]))
ok("your own, as you have it" in r.text and len(listed(st)) == 3, "one's own notes that come back are not kept twice", str(r))
for fmt in ("markdown", "csv", "json", "annotations"):
    e = run("notes", "export", "--format=" + fmt, "--with-notes", "--state", st, env=ENV)
    w = run("notes", "export", "--format=" + fmt, "--with-others", "--state", st, env=ENV)
    ok("hers" not in e.text and "my own" in e.text, fmt + ": without others' notes unless asked", str(e))
    ok("her third" in w.text and "Анна К." in w.text and '"my own"' not in w.text.replace(" not my own", ""), fmt + ": with their names when asked", str(w))
back = write("with-others.json", run("notes", "export", "--format=json", "--with-notes", "--with-others", "--state", st, env=ENV).out)
third = fresh()
r = imp(third, "--mine", back)
ok({(o["creator"], o["note"]) for o in listed(third)} == {(None, "my own"), ("Анна К.", "hers"), ("Анна К.", "her third")},
   "--mine takes no note of another person's as one's own", str(r))
r = imp(st, "--from", "anna", write_journal(fresh(), [note(7, "small")]))
r2 = imp(st, "--from", "ANNA", write_journal(fresh(), [note(7, "large")]))
names = os.listdir(st + "/notes/from")
ok(len(names) == 3 and len({n.lower() for n in names}) == 3 and all(n.isascii() for n in names), "names that FAT takes for one have files of their own", str(names))
r = run("notes", "forget", "--state", st, "Nobody", env=ENV)
ok(r.status == 2 and "Анна К." in r.said and len(os.listdir(st + "/notes/from")) == 3, "forgetting nobody removes nothing, and says who there is", str(r))
r = run("notes", "forget", "--state", st, "anna", env=ENV)
ok(r.status == 0 and "1 note was removed" in r.text and {o["note"] for o in listed(st)} == {"my own", "hers", "her third", "large"},
   "forgetting a person removes that person's notes", str(r))
two = as_file("two.json", [note(1, "a", creator="Aru"), note(2, "b", creator="Bolat")])
st = fresh()
r = imp(st, two)
ok(r.status == 0 and {o["creator"] for o in listed(st)} == {"Aru", "Bolat"} and not os.path.exists(st + "/notes/mine.jsonl"), "names in the file keep people apart", str(r))
r = imp(st, "--mine", "--from", "X", two)
ok(r.status == 2 and "do not go together" in r.said, "--mine and --from exclude each other", str(r))

# ---- other programs
hypothesis = {"total": 4, "rows": [
    {"id": "a1", "created": "2024-03-01T10:00:00.123+05:00", "updated": "2024-03-02T10:00:00+00:00", "user": "acct:anna@hypothes.is", "uri": "https://example.org/r",
     "text": "unique words", "tags": ["press"], "document": {"title": ["A page"]},
     "target": [{"source": "https://example.org/r", "selector": [{"type": "RangeSelector"}, {"type": "TextPositionSelector", "start": 1, "end": 5},
                                                                {"type": "TextQuoteSelector", "exact": "people meet in peace, every", "prefix": "Let ", "suffix": "where"}]}]},
    {"id": "a2", "created": "nonsense", "user": "acct:anna@hypothes.is", "uri": "https://example.org/r", "text": "twin", "tags": [],
     "target": [{"source": "https://example.org/r", "selector": [{"type": "TextQuoteSelector", "exact": "Twice said here."}]}]},
    {"id": "a3", "updated": "2024-03-02T10:00:00+00:00", "user": "acct:anna@hypothes.is", "uri": "https://example.org/r", "text": "twin told by context", "tags": [],
     "target": [{"source": "https://example.org/r", "selector": [{"type": "TextQuoteSelector", "exact": "Twice said here.", "suffix": " It is not."}, {"type": "NewSelector", "x": 1}]}]},
    {"hello": 1}]}
st = fresh()
r = imp(st, as_file("h.json", hypothesis))
got = {o["note"]: o for o in listed(st)}
ok(r.status == 0 and set(got) == {"unique words", "twin", "twin told by context"} and all(o["creator"] == "anna@hypothes.is" for o in got.values()), "Hypothesis", str(r))
ok(got["unique words"]["text"] == MEET and got["unique words"]["state"] == "same" and got["unique words"]["tags"] == ["press"]
   and got["unique words"]["modified"] == "2024-03-02T10:00:00Z", "a quotation that is there once has found its passage", str(got["unique words"]))
ok(got["twin"]["state"] == "absent" and got["twin"]["text"] == "Twice said here.", "one that is there twice is not guessed, and keeps its words", str(got["twin"]))
ok(got["twin told by context"]["text"] == "Twice said here. It is not.", "the words beside tell twins apart", str(got["twin told by context"]))
ok("1 annotation has selectors that are not understood" in r.said and "1 entry is no note" in r.said and "1 note has no date" in r.said
   and "1 note of another program has no passage" in r.said, "what is not understood is counted and said", r.said)
kept = next(v for k, v in files(st).items() if k.startswith("notes/from"))
ok(b"NewSelector" in kept and b"people meet in peace, every" in kept and b"nonsense" in kept and b"acct:anna" in kept, "and kept", kept)
before = files(st)
r = imp(st, path("h.json"))
ok("nothing new" in r.text and files(st) == before, "again: nothing is written", str(r))
r = imp(fresh(), "--mine", path("h.json"))
ok("your own notes" in r.text, "--mine: they are the person's own", str(r))

A = {"type": "Annotation", "id": "urn:x:1", "created": "2024-01-01", "creator": {"id": "https://a.example/", "type": "Person", "name": "Aru"}, "bodyValue": "w3c",
     "target": {"source": "https://example.org/r", "selector": {"type": "FragmentSelector", "value": "x", "refinedBy": {"type": "TextQuoteSelector", "exact": FREE}}}}
shapes = {"one annotation": A, "an array": [A], "a page": {"type": "AnnotationPage", "items": [A]}, "a set": {"@context": "x", "type": "AnnotationSet", "items": [A]},
          "a collection": {"type": "AnnotationCollection", "total": 1, "first": {"type": "AnnotationPage", "items": [A]}}, "Hypothesis' annotations": {"annotations": [A]}}
for name, value in shapes.items():
    st = fresh()
    r = imp(st, as_file("shape.json", value))
    got = listed(st)
    ok(r.status == 0 and len(got) == 1 and got[0]["note"] == "w3c" and got[0]["creator"] == "Aru" and got[0]["text"] == FREE, name, str(r))
st = fresh()
r = imp(st, "-", stdin=("\ufeff" + json.dumps(A) + "\r\n" + json.dumps(dict(A, id="urn:x:2", bodyValue="second")) + "\n").encode())
ok(r.status == 0 and {o["note"] for o in listed(st)} == {"w3c", "second"}, "JSON Lines from standard input", str(r))

# ---- bad input: a sentence, and nothing lost
st = fresh()
mine = write_journal(st, [note(1, "my own")])
held = files(st)


def refused(name, args, *words, stdin=b""):
    r = imp(st, *args, stdin=stdin)
    ok(r.status == 2 and len(r.said.splitlines()) == 1 and all(w in r.said for w in words) and files(st) == held and not r.out, name, str(r))


refused("no file", [], "needs a file")
refused("one that is not there", [path("nothing.json")], "cannot be read")
refused("a folder", [path("library")], "folder")
refused("an empty one", [write("empty", "")], "empty")
refused("no JSON", [write("x.txt", "hello\nthere")], "not JSON")
refused("a bundle", [LIB], "not JSON")
refused("JSON of something else", ["--mine", write("y.json", "[1, {}, null]")], "no notes in it")
refused("cut before the first note", ["--mine", write("cut0.json", '{"type":"AnnotationSet","items":[{"type":"Ann')], "damaged")
refused("nested a million deep", ["--mine", write("deep.json", '{"items":[' + "[" * 1000000)], "damaged")
refused("a key twice", ["--mine", write("dup.json", '[{"type":"Annotation","id":"a:1","id":"a:2","target":{"source":"x"}}]')], "damaged")
refused("a million entries", ["--mine", write("many.json", "[" + ",".join('{"id":"u:%d","target":"x:y"}' % i for i in range(1000000)) + "]")], "more than 100000", "nothing was taken")
refused("a file beyond the limit", ["--mine", write("big.json", b"[" + b" " * (64 << 20) + b"]")], "64 MiB")
if os.geteuid():
    p = write("unreadable.json", "[]")
    os.chmod(p, 0)
    refused("unreadable", [p], "cannot be read")
r = run("notes", "import", "--no-trace", "--mine", journal, env=ENV)
ok(r.status == 2 and "--no-trace" in r.said, "with --no-trace nothing is written", str(r))


def partly(name, value, words, *said):
    st = fresh()
    r = imp(st, "--mine", value)
    got = {o["note"] for o in listed(st)}
    ok(r.status == 0 and got == words and all(w in r.said for w in said) and not offences(r.err + r.out, False), name, str(r), str(got))
    return st


partly("a journal whose last line is torn", write("torn.jsonl", whole[:-30]), {"one", "two"}, "ends in the middle")
lines = whole.splitlines(True)
partly("a journal with a damaged line", write("bent.jsonl", b"".join([lines[0], lines[1].replace(b"one", b"onf"), *lines[2:]])), {"two again"}, "1 entry is damaged")
partly("a journal whose header is damaged", write("head.jsonl", b"".join([b"{]}\n", *lines[1:]])), {"one", "two again"}, "1 entry is damaged")
partly("an export cut off", write("cut.json", json.dumps({"type": "AnnotationSet", "items": [note(1, "one"), note(2, "two")]})[:-40]), {"one"}, "ends in the middle")
head = json.dumps({"type": "AnnotationSet", "generator": "qorjyn", "qorjyn:version": 9})[:-1].encode()
newer = fresh()
rec = json.dumps(dict(note(1, "one"), **{"qorjyn:future": {"x": [1]}}))[:-1].encode()
p = write(newer, b"".join(t + b',"qorjyn:crc32":"%08x"}\n' % zlib.crc32(t) for t in (head, rec)))
st2 = partly("a later version", p, {"one"}, "later version of qorjyn")
ok(b"qorjyn:future" in files(st2)["notes/mine.jsonl"], "and what this one does not know is kept")
partly("a note of 10^6 bytes", as_file("long.json", [note(1, "x" * 1000000), note(2, "short")]), {"x" * 1000000, "short"})
partly("one that is too long", as_file("longer.json", [note(1, "x" * 2000000), note(2, "short")]), {"short"}, "1 note is too long")
partly("control characters and overrides", as_file("bidi.json", [note(1, "a\u202eb\x1b[31mc\x07")]), {"a\ufffdb\ufffd[31mc\ufffd"}, "characters that must not be shown")
partly("a time that is not yet", as_file("future.json", [note(1, "one", "2999-01-01T00:00:00Z")]), {"one"}, "a clock was wrong")
partly("a clock of 1970", as_file("epoch.json", [note(1, "one", "1970-01-01T00:00:00Z")]), {"one"})
partly("dates that are none", as_file("dates.json", [note(1, "one", "2026-02-31T99:00:00Z", created="soon")]), {"one"}, "no date that can be read")
r = imp(st, path("nothing.json"), journal)
ok(r.status == 2 and "2 notes are" in r.text + r.said or "1 note" in r.text, "of several files each is taken for itself", str(r))
done()
