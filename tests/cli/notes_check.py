"""notes check: what became of each note in the newest edition, in text and JSON."""
import json
import os

from rig import done, environment, make_zip, offences, ok, one_line, path, run, write_journal

STATE = path("state")


def report(*items, lang="en"):
    return "# Report\n\n## Recommendations\n\n" + "".join("- %s\n\n" % i for i in items)


def bundle(name, edition, members):
    return make_zip("library/" + name, [("bundle.yaml", "qorjyn: 1\nid: org.example.s\nedition: %s\ntitle: T\n" % edition)] + members)


PRESS, MEET, PLAIN, GOES = "Free the press.", "Let people meet in peace.", "A plain demand that stays.", "A demand that goes away."
REC = '%s <!-- rec id="%s" -->'
bundle("old.zip", "2016", [("r.en.md", report(REC % (PRESS, "a"), REC % (MEET, "b"), PLAIN, GOES)),
                           ("r.kk.md", report(REC % ("Баспасөз еркін болсын.", "a")))])
bundle("new.zip", "2019", [("r.en.md", report("New here.", REC % ("Free the whole press.", "a"), REC % (MEET, "b"), PLAIN))])


def note(n, words, series="org.example.s", lang="en", rec=None, block=3, edition="2016", unique="words"):
    target = {"source": "urn:x", "selector": [{"type": "TextQuoteSelector", "exact": words, "prefix": "x", "suffix": "y"}], "qorjyn:series": series,
              "qorjyn:edition": edition, "qorjyn:report": "r", "qorjyn:lang": lang, "qorjyn:title": "Report", "qorjyn:block": block,
              "qorjyn:heading": ["Report", "Recommendations"], "qorjyn:unique": unique}
    if rec:
        target["qorjyn:rec"] = rec
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:uuid:%08d-0000-4000-8000-000000000000" % n, "type": "Annotation",
            "motivation": "bookmarking", "created": "2026-01-01T00:00:%02dZ" % n, "modified": "2026-01-01T00:00:%02dZ" % n, "target": target}


def check(*args):
    r = run("notes", "check", "--state", STATE, *args)
    return r, {} if "--json" not in args else {o["text"]: o for o in json.loads(r.out)}


write_journal(STATE, [])
r, by = check("--json", path("library"))
ok(r.status == 0 and r.out == b"[]\n", "without notes: an empty array", str(r))
r, _ = check()
ok(r.status == 0 and one_line(r, "no notes yet"), "and without --json a sentence", str(r))

write_journal(STATE, [note(1, PRESS, rec="a"), note(2, MEET, rec="b"), note(3, PLAIN), note(4, GOES), note(5, "Elsewhere.", series="org.other"),
                      note(6, "Баспасөз еркін болсын.", lang="kk", rec="a"), note(7, PLAIN, unique="no", edition="2016 ")])
before = {f: open(os.path.join(STATE, "notes", f), "rb").read() for f in os.listdir(STATE + "/notes")}
r, by = check("--json", path("library"))
states = {t: o["state"] for t, o in by.items()}
ok(r.status == 1, "something changed or gone: exit 1", str(r))
ok(states[PRESS] == "changed" and by[PRESS]["found"] == "Free the whole press.", "a reworded recommendation is changed", str(r))
ok(states[MEET] == "same" and by[MEET]["looked_in"] == "2019" and by[MEET]["edition"] == "2016", "one that keeps its id and words is the same", str(r))
ok(states[GOES] == "gone" and by[GOES]["found"] is None, "one that is not there is gone", str(r))
ok(by["Баспасөз еркін болсын."]["state"] == "changed" and by["Баспасөз еркін болсын."]["looked_lang"] == "en",
   "one of another language is seen by its id, and not called the same in an edition that lacks that language", str(r))
ok("Elsewhere." not in by, "notes on other series are not asked about when bundles are named", str(r))
objects = json.loads(r.out)
ok(sorted(o["state"] for o in objects if o["text"] == PLAIN) == ["gone", "moved"], "what had twins does not move to the one that is left", str(r))
ok(all(set(o) == set(objects[0]) for o in objects), "every object has every key")

r, _ = check(path("library"))
ok(r.status == 1 and "made in edition 2016 [en], looked for in edition 2019 [en]" in r.text and "There now: Free the whole press." in r.text
   and "GONE" in r.text and not offences(r.out, False), "the text names both editions and the new words", str(r))
r = run("notes", "check", "--json", env=environment(QORJYN_STATE=STATE, QORJYN_LIBRARY=path("library")))
ok({o["text"]: o["state"] for o in json.loads(r.out)}.get("Elsewhere.") == "absent", "without a path all notes, also those whose bundle is not here", str(r))
r, by = check("--json", path("library/old.zip"))
ok(by[PRESS]["state"] == by[MEET]["state"] == by["Баспасөз еркін болсын."]["state"] == "same" and by[PRESS]["looked_in"] == "2016",
   "where only its own edition is at hand it is looked for there", str(r))
ok(before == {f: open(os.path.join(STATE, "notes", f), "rb").read() for f in os.listdir(STATE + "/notes")}, "nothing is written")
r = run("notes")
ok(r.status == 2 and one_line(r, "check"), "notes alone says what may follow", str(r))
done()
