"""Every screen in the pseudo-language: all is translated and whole, labels 40 % longer leave the keys on the screen and
what is cut has its sign.  The screens are played by tests/tui/screens_t, on documents in Cyrillic."""
import os
import re
import subprocess
import sys

sys.path[:0] = [os.path.join(os.environ.get("top_srcdir", "."), "tests", d) for d in ("cli", "i18n")]
from judge import fragments, untranslated
from pseudo import CLOSE, OPEN
from rig import BUILD, DEADLINE, HERE, columns, done, environment, make_zip, ok, path, skip_all, write

CATALOGUES = os.path.join(BUILD, "tests", "i18n")
PLAYER = os.path.join(BUILD, "tests", "tui", "screens_t")
if not os.path.getsize(os.path.join(CATALOGUES, "aa.mo")) or not os.path.exists(PLAYER):
    skip_all("there is no pseudo-catalogue or no player")

REPORT = """---
title: Қоғам %s
date: 2016-04-05
author: Қор
mechanism: submission
session: 20
symbol: 12/34
---

# Қоғам

Сөз [бет](http://127.1), [бөлім](#ұсынымдар), [жоқ](#жоқ) мен [басқа](в.md)[^1]\u202e.

## Ұсынымдар

%s

[^1]: Ескерту.

### Кесте

| а | б |
|---|---|
| 1 | 2 |

```
%s
```
"""
RECS = """- Бірінші. <!-- rec id="1" para="12" from="Қор" to="Үкімет" theme="Сөз" persons="Бәрі" sdg="16" response="noted" implementation="in-progress" assessed="2019" action="3" see="2" -->
- Екінші. <!-- rec id="2" to="Үкімет" -->
- Үшінші. <!-- rec id="3" -->
"""
DETECTED = "- Раз.\n- Два.\n"
MANIFEST = "qorjyn: 1\nid: қ\nedition: %s\ntitle: Қоғам\npublisher: Қор\nlicense: 1\n"


def here(name):
    return os.path.relpath(name, HERE)  # a short path: how long ours are depends on the machine


def bundle(name, edition, recs, extra=()):
    return make_zip(name, [("bundle.yaml", MANIFEST % edition), ("б.kk.md", REPORT % ("б", recs, "ш" * 120)),
                           ("б.ru.md", REPORT % ("р", recs, "ш")), ("в.md", "---\ntitle: В\n---\n\n# В\n\n## Рекомендации\n\n" + DETECTED), *extra])


GOOD = bundle("1.zip", "2016-04", RECS)
LATER = bundle("2/1.zip", "2017-05", RECS.replace("Екінші", "Мүлде басқа сөз"))
GONE = make_zip("3/1.zip", [("bundle.yaml", MANIFEST % "2018"), ("в.md", "# В\n")])
PLAIN = write("4.md", "# Жай\n")
LONE = make_zip("5.zip", [("г.md", "# Г\n\nСөз.\n")])
for i, data in enumerate((b"", b"-", open(GOOD, "rb").read()[:-60])):
    write("9/%d.zip" % i, data)
make_zip("9/3.zip", [("а.txt", "а")])
make_zip("9/4.zip", [("б.md", "---\ntitle: [\n---\n# Б\n"), ("../в.md", "# В\n")])
os.makedirs(path("0"), exist_ok=True)

TOURS = {
    "library": (GOOD, "i G q ? Space Space G q n / а Enter Esc q"),
    "shelf": (path("9"), "j j j i q j i G q R"),
    "empty": (path("0"), "? q B q i"),
    "report": (GOOD, "j Enter ] ] ] ] [ [ [ } } } } { Tab Tab Tab Enter Backspace Tab Enter Tab Tab Enter Esc Backspace Backspace w w w v Right Left Z"),
    "footnote": (GOOD, "j Enter Tab Tab Tab Tab Tab Enter q Enter"),
    "finding": (GOOD, "j Enter n / q Esc / ж о қ Enter n N / ъ ъ Enter n"),
    "lists": (GOOD, "j Enter t j q r j m m Enter R m j Enter l j Enter l q i G q"),
    "bookmarks": (GOOD, "j Enter B q ] m m m B j m q L B"),
    "detected": (GOOD, "j j Enter r i G"),
    "lone": (LONE, "Enter ] } Tab r R t l n B"),
    "plain": (PLAIN, "] l i G"),
}
CHANGED = ["open " + here(GOOD), "press j Enter ] m ] m ] m", "again " + here(LATER), "press B", "show", "press Enter", "show", "press B j Enter", "show",
           "again " + here(GONE), "press B", "show", "press Enter", "show", "again " + here(PLAIN), "press B", "show", "press Enter", "show"]
SIZES = ("80x24", "40x12", "30x8")

KEYS = "Down Up Left Right PgDn PgUp Home End S-Tab Tab Enter Backspace Delete Esc F1 Space".split()
ALLOWED = re.compile(r"/tmp/qorjyn(?:\S|\n\s*)*?jsonl|YYYY-MM-DD|http://127.1|\b(kk|ru|en)\b|\S*\.(md|zip|yaml)\b|\bqorjyn [0-9.]+|"
                     # the keys of the help, at the right
                     r"(?m:(?<=  )(?:(?:" + "|".join(KEYS) + r"|C-[a-z]|[A-Za-z]|[][{}<>?/])(?: |$))+$)")


def play(tours, size):
    folder = path(size)
    for name, lines in tours.items():
        write("%s/%s.keys" % (size, name), "\n".join(["size " + size, "lang kk", *lines]) + "\n")
    env = {**os.environ, **environment(QORJYN_SCREENS=folder, QORJYN_LOCALEDIR=CATALOGUES, LANGUAGE="aa", QORJYN_BLESS="1")}
    p = subprocess.run([PLAYER], cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, timeout=DEADLINE * 3)
    ok(p.returncode == 0, "all tours are played at " + size, p.stdout.decode("utf-8", "replace"))
    for name in tours:
        with open("%s/%s.screen" % (folder, name), encoding="utf-8") as f:
            yield name, [s.split("\n") for s in re.split(r"--- cursor \d+,\d+\n", f.read())[1:]]


def cut(row):
    return "…" in row[row.rfind(OPEN):]


def balance(rows):
    return sum(r.count(OPEN) - r.count(CLOSE) for r in rows)


def whole(rows, scrolls):
    """The rows as one text in which what is cut with a sign, or goes on above or below, is whole again."""
    out, depth = [], 0
    if scrolls:
        text = "\n".join(rows)
        rows = text[text[:(text + OPEN).index(OPEN)].rfind(CLOSE) + 1:].split("\n")
    for row in rows:
        if balance([row]) > 0:
            row = row.replace("…  ", "…" + CLOSE + "  ", 1)  # cut beside something else
        depth += balance([row])
        if depth > 0 and cut(row):
            row += CLOSE * depth
            depth = 0
        out.append(row)
    return "\n".join(out) + CLOSE * (depth if scrolls and depth > 0 else 0)


def judge(rows, cols):
    """The faults of a screen: its title, what it shows, its status line or message."""
    bottom = len(rows) - 1
    while bottom > 1 and balance(rows[bottom:]) < 0:
        bottom -= 1
    found = []
    for part in (whole(rows[:1], False), whole(rows[1:bottom], True), whole(rows[bottom:], False)):
        outside, faults = fragments(part)
        words = untranslated(outside, ALLOWED)
        found += faults + (["not translated: %s" % words] if words else [])
    if any(columns(r) > cols for r in rows):
        found.append("wider than the screen")
    if cols >= 40 and re.search(r"\d(%|/\d+)$", rows[-1]) and not rows[-1].startswith(" ⟦? hélp"):
        found.append("no key on the last line")
    return found


judged = 0
for size in SIZES:
    tours = {}
    for name, (file, keys) in TOURS.items():
        tours[name] = ["open " + here(file), "show"]
        for key in keys.split():
            tours[name] += ["press " + key, "show"]
    tours["changed"] = CHANGED
    cols, rows = map(int, size.split("x"))
    for name, screens in play(tours, size):
        bad = []
        for n, screen in enumerate(screens):
            screen = screen[:rows]
            faults = judge(screen, cols)
            judged += sum(r.count(OPEN) for r in screen)
            if faults:
                bad += ["screen %d:" % n, *faults, *screen]
        ok(not bad, "translated and whole at %s: %s" % (size, name), *bad[:60])
for name, wrong in (("a word that is not translated", [" Library", " ⟦? hélp⟧  1/8"]), ("a label without its end", ["", " ⟦Éditi", " ⟦? hélp⟧  1/8"][:1] + [" ⟦Lib"]),
                    ("parts of a sentence", ["", "⟦öne⟧⟧ ⟦twö⟧", ""]), ("a last line without a key", ["", "", "   1/8"]), ("a row too wide", ["я" * 81, "", ""])):
    ok(judge(wrong, 80), "would be seen: " + name)
ok(judged > 500, "there was much to judge", str(judged))
done()
