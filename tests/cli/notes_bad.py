"""Notes files that are not as they should be: each is said in one sentence, the reader goes on, and nothing that is in the
file is lost when something is added to it."""
import json
import os
import zlib

from rig import SAMPLE, done, offences, ok, one_line, path, run, write, write_journal


def record(n, text="", **more):
    body = {"body": {"type": "TextualBody", "value": text}} if text else {}
    return {"type": "Annotation", "id": "urn:uuid:%08d-0000-4000-8000-000000000000" % n, "created": "2026-01-01T00:00:00Z",
            "modified": "2026-01-01T00:00:00Z", **body, "target": {"qorjyn:series": "org.example", "qorjyn:report": "r", "qorjyn:title": "Report",
            "selector": [{"type": "TextQuoteSelector", "exact": "Words %d." % n, "prefix": "", "suffix": ""}]}, **more}


def summed(record):
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))[:-1].encode()
    return text + b',"qorjyn:crc32":"%08x"}\n' % zlib.crc32(text)


def look(name, data, notes, *words):
    """Reading says it in one sentence and changes nothing; a bookmark set in the reader is added, and all else stays."""
    state = path(name.replace(" ", "-"))
    if data is not None:
        write(os.path.join(state, "notes", "mine.jsonl"), data)
    journal = os.path.join(state, "notes", "mine.jsonl")
    before = open(journal, "rb").read()
    r = run("notes", "list", "--state", state, "--json")
    ok(len(json.loads(r.out or b"[]")) == notes and (one_line(r, "mine.jsonl", *words) if words else not r.err), name + ": said, and the others are listed", str(r))
    ok(open(journal, "rb").read() == before and not os.listdir(state + "/notes")[1:], name + ": reading writes nothing", os.listdir(state + "/notes"))
    r = run("--linear", "--state", state, SAMPLE, stdin=b"3\n]\nm\n")
    after = open(journal, "rb").read()
    ok(r.status == 0 and "\n> Bookmarked." in r.text and all(w in " ".join(r.text.split()) for w in words), name + ": the reader says it too, and bookmarks", str(r))
    ok(after.startswith(before) and len(after) > len(before), name + ": every byte that was there still is")
    r = run("notes", "list", "--state", state, "--json")
    ok(len(json.loads(r.out or b"[]")) == notes + 1, name + ": the new one is there", str(r))
    return state


good = summed({"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationSet", "generator": "qorjyn", "qorjyn:version": 1})
three = [summed(record(n, "Mine %d" % n)) for n in range(3)]
look("in order", good + b"".join(three), 3)
look("a wrong byte", good + three[0] + three[1].replace(b"Mine", b"Mean") + three[2], 2, "1 line is damaged")
look("cut short", good + b"".join(three)[:-40], 2, "the last line was not written to its end")
look("words", "A list of things to buy.\nBread\n\nMilk".encode(), 0, "damaged")
look("other bytes", bytes(range(256)) * 40, 0, "damaged")
look("another program", b"".join(json.dumps({"uri": "http://example.org/%d" % n, "text": "x"}).encode() + b"\n" for n in range(20)), 0, "20 lines are damaged")
look("empty", b"", 0)
newer = summed({"type": "AnnotationSet", "generator": "qorjyn 9", "qorjyn:version": 2})
state = look("a newer version", newer + three[0] + summed({"type": "qorjyn:Thread", "words": "of a later version"}) + three[1], 2, "newer version")

# a note that is as long as a line may be, and one that is longer
long = "слово " * 83333 + "конец"
state = look("a note of a million bytes", good + three[0] + summed(record(9, long)) + summed(record(8, "y" * (1 << 20))), 2, "1 line is damaged")
r = run("notes", "export", "--state", state, "--with-notes", "--format=json")
ok(len(long.encode()) > 900000 and [x["note"]["text"] for x in json.loads(r.out) if len(x["note"]["text"] or "") > 99] == [long], "a note of a million bytes: it comes out whole", r.said)
r = run("--linear", "--state", state, SAMPLE, stdin=b"bookmarks\nG\ns\n4\n")
ok(r.status == 0 and "is saved" in r.text and len(r.out) < 20000, "a note of a million bytes: the list shows its beginning, and it can be changed", r.text[-1200:], len(r.out))

# what was typed or put there to deceive
hostile = record(1, "free\x1b[31m\u202e\u2066speech\x07\x9b2J\u200e\0".replace("\0", "") + "\ntwo", creator={"type": "Person", "name": "a\u202eb\x1b]0;x"})
hostile["target"].update({"qorjyn:title": "Ti\u202etle\x1b[2J", "qorjyn:heading": ["H\x1b\u2067"], "qorjyn:edition": "20\u202e26\x08", "qorjyn:lang": "\u202ekk\x1b"})
hostile["target"]["selector"][0]["exact"] = "ex\u202eact\x1b[1mwords\u0000".replace("\0", "")
hostile["body"] = [hostile["body"], {"type": "TextualBody", "purpose": "tagging", "value": "t\u202eag\x1b[7m"}]
state = path("hostile")
write_journal(state, [hostile])
for args in (["list"], ["list", "--json"], ["check"], ["check", "--json"], *(["export", "--with-notes", "--format=" + f] for f in ("markdown", "csv", "json", "annotations"))):
    r = run("notes", *args, "--state", state)
    bad = offences(r.out.replace(b"\r\n", b"\n"), False) + offences(r.err, False)
    ok(r.out and not bad, "control characters and overrides in a note: notes %s" % " ".join(args), bad, str(r))
r = run("--linear", "--state", state, SAMPLE, stdin=b"bookmarks\n1\n")
ok(r.status == 0 and "speech" in r.text, "its words are shown", str(r))
ok(not offences(r.out, False), "and nothing else of it reaches the terminal", offences(r.out, False))

# a million entries: changes of two thousand notes
state = path("million")
os.makedirs(state + "/notes")
with open(state + "/notes/mine.jsonl", "wb") as f:
    f.write(good)
    for n in range(1000000):
        text = b'{"type":"Annotation","id":"urn:uuid:%08d","modified":"2026-01-01T00:00:00Z","target":{"qorjyn:series":"s","qorjyn:report":"r"},"v":%d' % (n % 2000, n)
        f.write(text + b',"qorjyn:crc32":"%08x"}\n' % zlib.crc32(text))
size = os.path.getsize(state + "/notes/mine.jsonl")
r = run("notes", "list", "--state", state, "--json")
ok(r.status == 0 and not r.err and len(json.loads(r.out)) == 2000, "a million entries are read", r.said[:300])
r = run("--linear", "--state", state, SAMPLE, stdin=b"3\n]\nm\n")
ok("\n> Bookmarked." in r.text and os.path.getsize(state + "/notes/mine.jsonl") > size, "and one is added to them", str(r))

done()
