"""What cat, list and recs print: widths, colours, languages, filters, JSON."""
import json
import os
import re

from rig import HANDBOOK, SAMPLE, columns, done, environment, make_zip, ok, offences, path, run, write

REPORTS = [SAMPLE, HANDBOOK]

# cat: the width
long_title = "A very long title of a report that fits into no narrow terminal whatever one does about it"
titled = write("titled.md", "---\ntitle: %s\n---\nBody.\n" % long_title)
unbreakable = write("word.md", "Before %s after.\n\n```\n%s\n```\n" % ("x" * 300, "code " * 60))
for width in (20, 21, 33, 50, 80, 81, 120, 200):
    wrong = []
    for file in REPORTS + [titled]:
        for lang in ("en", "ru", "kk"):
            r = run("cat", "-w", str(width), "-l", lang, file)
            for line in r.text.split("\n"):
                if columns(line) > width:
                    wrong.append(line)
            if not r.out.endswith(b"\n") or r.out.endswith(b"\n\n") or b" \n" in r.out or b"\t" in r.out:
                wrong.append("%s %s: its end, or spaces at a line's end" % (file, lang))
    ok(not wrong, "-w %d: no line is wider; each ends in one newline and no space" % width, *wrong[:8])
r = run("cat", "-w", "30", titled)
lines = r.text.split("\n")
ok(" ".join(lines[:r.text.split("\n").index("═" * max(columns(s) for s in lines[:4]))]) == long_title,
   "a long title from the front matter is wrapped, not cut", str(r))
r = run("cat", "-w", "30", unbreakable)
ok("x" * 300 in r.text.replace("\n", "") and "code" * 60 in re.sub(r"\s", "", r.text) and max(columns(s) for s in r.text.split("\n")) <= 30,
   "what cannot be broken is all there, and no wider", str(r))
ok(run("cat", SAMPLE).out == run("cat", "-w", "80", SAMPLE).out, "80 columns unless told")
r = run("cat", "-w", "80", HANDBOOK)
ok(r.out == run("--width=80", "cat", HANDBOOK).out, "--width is -w")

# cat: the colours
for width in ("20", "47", "80"):
    for file in REPORTS + [titled, unbreakable]:
        plain, colour = run("cat", "-w", width, "--color=never", file), run("cat", "-w", width, "--color=always", file)
        stripped = re.sub(rb"\x1b\[[0-9;]*m", b"", colour.out)
        ok(b"\x1b[" in colour.out and stripped == plain.out and not offences(plain.out, False),
           "%s at %s: --color=always adds SGR and nothing else" % (os.path.basename(file), width))
lines = run("cat", "--color=always", HANDBOOK).out.split(b"\n")
ok(all(not re.findall(rb"\x1b\[[0-9;]*m", x) or re.findall(rb"\x1b\[([0-9;]*)m", x)[-1] == b"0" for x in lines), "no colour runs on into the next line")

# cat: all of a bundle, or one report
whole = run("cat", SAMPLE).text
parts = [run("cat", SAMPLE, x).text for x in ("background", "kazakhstan", "general")]
ok(all(p and p in whole for p in parts), "cat of a bundle prints all its reports, in their order")
ok([whole.index(p) for p in parts] == sorted(whole.index(p) for p in parts), "in the manifest's order")

# languages
two = make_zip("two.zip", [("r.en.md", "# English title\n\nEnglish text.\n"), ("r.ru.md", "# Русский заголовок\n\nРусский текст.\n")])
kk = make_zip("kk.zip", [("k.kk.md", "# Тақырып\n\nМәтін.\n")])
for lang, word in (("en", "English"), ("ru", "Русский"), ("ru_RU.UTF-8", "Русский"), ("kk:ru", "Русский"), ("fr,en,ru", "English")):
    r = run("cat", "-l", lang, two)
    ok(r.status == 0 and word in r.text, "-l %s shows the %s text" % (lang, word), str(r))
for lang in ("en", "ru"):
    ok(not run("cat", "-l", lang, two).err, "-l %s: nothing is said, it is there" % lang)
r = run("cat", "-l", "kk", two)
ok(r.status == 0 and "English text" in r.text and "Қазақ" in r.said and "English" in r.said and two in r.said and len(r.said.splitlines()) == 1,
   "-l kk falls back, and says to what", str(r))
r = run("cat", "-l", "ru", kk)
ok(r.status == 0 and "Мәтін" in r.text and "Русский" in r.said and "Қазақ" in r.said, "a report in one other language is shown, and said", str(r))
ok("Русский текст" in run("cat", two, env=environment(QORJYN_LANG="ru")).text, "QORJYN_LANG chooses")
ok("Русский текст" in run("cat", two, env=environment(LC_ALL="ru_RU.UTF-8")).text, "so does the locale")
ok("English text" in run("cat", "-l", "en", two, env=environment(LC_ALL="ru_RU.UTF-8")).text, "--lang before the locale")
r = run("list", "-l", "ru", SAMPLE)
ok("[en kk ru]" in r.text and "Граждан" in r.text, "list shows titles in the language asked for, and all languages", str(r))
ok(len(json.loads(run("recs", "-l", "kk", "--format=json", SAMPLE).out)) == 12, "twelve recommendations in Kazakh")

# list --json
KEYS = ["path", "series", "edition", "title", "publisher", "signature", "key", "error", "reports"]
REPORT_KEYS = ["id", "title", "languages", "recommendations", "path"]
r = run("list", "--json", SAMPLE)
got = json.loads(r.out)
ok(r.status == 0 and len(got) == 1 and list(got[0]) == KEYS, "list --json: the keys", str(r))
ok([list(x) for x in got[0]["reports"]] == [REPORT_KEYS] * 3, "and of its reports")
ok(got[0]["path"] == SAMPLE and got[0]["edition"] == "2016-04" and got[0]["signature"] == "none" and got[0]["key"] is None and
   got[0]["error"] is None, "and values", got)
ok([(x["languages"], x["recommendations"]) for x in got[0]["reports"]] == [(["en", "kk", "ru"], n) for n in (0, 8, 4)], "and of its reports", got)
bare = write("bare/plain.md", "text\n")
got = json.loads(run("list", "--json", bare).out)[0]
ok(got["edition"] is None and got["publisher"] is None and got["reports"][0]["languages"] == [], "absent is null, or an empty array", got)
r = run("list", "--json", env=environment(XDG_DATA_HOME=path("none")))
ok(r.status == 0 and r.out == b"[]\n" and not r.err, "list --json of nothing is an empty array", str(r))
for name, file in (("a missing file", path("missing.zip")), ("no archive", write("no.zip", b"nothing of the kind")), ("an empty file", write("empty.zip", b"")),
                   ("an archive without Markdown", make_zip("none.zip", [("a.txt", "x")])), ("an empty folder", os.path.dirname(write("sub/x/.keep", "")))):
    r = run("list", "--json", file)
    got = json.loads(r.out)
    ok(r.status == 2 and len(got) == 1 and list(got[0]) == KEYS and got[0]["path"] == file and got[0]["error"] and got[0]["reports"] == [],
       "list --json: %s has an error and no reports" % name, str(r))
    ok(got[0]["error"] and got[0]["error"] in r.said and got[0]["error"] in run("list", file).text, "the same sentence everywhere")

# recs
RECS = ["bundle", "series", "edition", "report", "title", "lang", "id", "para", "from", "to", "theme", "persons", "sdg", "response",
        "implementation", "assessed", "action", "see", "other", "text", "context", "heading", "declared", "bookmarked", "citation"]
ARRAYS = ["from", "to", "theme", "persons", "sdg", "see"]
r = run("recs", "--format=json", SAMPLE)
got = json.loads(r.out)
ok(r.status == 0 and len(got) == 12 and all(set(RECS) <= set(x) for x in got), "recs --format=json: the keys", str(r))
ok(all(isinstance(x[k], list) for x in got for k in ARRAYS) and all(x["other"] == {} for x in got), "repeatable ones are arrays, others an object")
ok(all(x["declared"] is True and x["bookmarked"] is False and x["para"] is None for x in got), "booleans and null")
full = write("full.md", """# R

## Recommendations

We ask:

- Do **this** now. <!-- rec id="x-1" para="12 (b)" from="A; B" to="KAZ;KGZ" theme="T 1" persons="women; children" sdg="16.10" response="noted" implementation="in-progress" assessed="2020" action="3" see="x-2; x-3" own="kept" -->
- Do that. <!-- rec id="x-2" -->
""")
got = json.loads(run("recs", "--format=json", full).out)
want = {"report": "full", "title": "R", "lang": None, "edition": None, "id": "x-1", "para": "12 (b)", "from": ["A", "B"], "to": ["KAZ", "KGZ"],
        "theme": ["T 1"], "persons": ["women", "children"], "sdg": ["16.10"], "response": "noted", "implementation": "in-progress",
        "assessed": "2020", "action": "3", "see": ["x-2", "x-3"], "other": {"own": "kept"}, "text": "Do this now.", "context": "We ask:",
        "heading": "Recommendations", "declared": True}
ok(len(got) == 2 and {k: got[0][k] for k in want} == want, "every declared value arrives", got)
ok(all(got[1][k] == [] for k in ARRAYS) and got[1]["response"] is None and got[1]["other"] == {}, "what is absent is null or empty", got)
detected = write("detected.md", "# R\n\n## Recommendations\n\n- Do one.\n- Do two.\n")
got = json.loads(run("recs", "--format=json", detected).out)
ok([x["declared"] for x in got] == [False, False] and [x["text"] for x in got] == ["Do one.", "Do two."], "detected ones say so", got)
r = run("recs", "--format=json", bare)
ok(r.status == 0 and r.out == b"[]\n", "no recommendations: an empty array", str(r))
r = run("recs", "--format=json", path("missing.zip"))
ok(r.status == 2 and r.out == b"[]\n" and r.err, "nothing could be read: an empty array, and status 2", str(r))
r = run("recs", "--format=json", "-", preexec_fn=lambda: os.dup2(os.open("/", os.O_RDONLY), 0))
ok(r.status == 2 and r.out == b"[]\n" and r.err, "standard input cannot be read: the same", str(r))
r = run("recs", full)
ok(r.status == 0 and r.text == run("recs", "--format=text", full).text and all(w in r.text for w in ("- Do this now.", "KAZ", "noted", "women; children")),
   "recs as text has the same in words", str(r))
for args, ids in ((["--to", "kaz"], ["x-1"]), (["--to", "KGZ"], ["x-1"]), (["--from", "b"], ["x-1"]), (["--theme", "t 1"], ["x-1"]),
                  (["--theme", "other"], []), (["--to", "KAZ", "--from", "nobody"], []), ([], ["x-1", "x-2"])):
    r = run("recs", *args, "--format=json", full)
    ok(r.status == 0 and [x["id"] for x in json.loads(r.out)] == ids, "recs %s finds %s" % (" ".join(args), ids), str(r))
ok(len(json.loads(run("recs", "--theme", "ассоциац", "-l", "ru", "--format=json", SAMPLE).out)) ==
   len(json.loads(run("recs", "--theme", "АССОЦИАЦ", "-l", "ru", "--format=json", SAMPLE).out)), "filters know no case, in Russian neither")
done()
