"""Documents in Cyrillic, and the keys that lead through every screen and most messages; tests/tui/screens_t plays them."""
import os
import re
import subprocess

from rig import BUILD, DEADLINE, HERE, environment, make_zip, ok, path, write

PLAYER = os.path.join(BUILD, "tests", "tui", "screens_t")

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
                           ("б.ru.md", REPORT % ("р", recs, "ш")), ("в.md", "---\ntitle: В\nfrom: Қор\nto: Үкімет\nurl: http://127.1\ntranslation-of: б\nversion: 1\n---\n\n# В\n\n## Рекомендации\n\n" + DETECTED), *extra])


GOOD = bundle("1.zip", "2016-04", RECS)
LATER = bundle("2/1.zip", "2017-05", RECS.replace("Екінші", "Мүлде басқа сөз"))
LOST = bundle("6/1.zip", "2018-06", "Сөз.\n")
LINKS = make_zip("7.zip", [("г.md", """# Г

[а](http://127.1)

[б](#жоқ)

[в](../../д.md)

[г](жоқ.md)

[д](сурет.png)

![Сурет](сурет.png)

![](http://127.1/9)

[е](е.md)
"""),
                           ("е.md", "Тақырыпсыз сөз.\n"), ("сурет.png", "9")])
GONE = make_zip("3/1.zip", [("bundle.yaml", MANIFEST % "2018"), ("в.md", "# В\n")])
PLAIN = write("4.md", "# Жай\n")
LONE = make_zip("5.zip", [("г.md", "# Г\n\nСөз.\n")])
for i, data in enumerate((b"", b"-", open(GOOD, "rb").read()[:-60])):
    write("9/%d.zip" % i, data)
make_zip("9/3.zip", [("а.txt", "а")])
make_zip("9/4.zip", [("б.md", "---\ntitle: [\n---\n# Б\n"), ("../в.md", "# В\n")])
os.makedirs(path("0"), exist_ok=True)
write("8/а.txt", "а")

TOURS = {
    "library": (GOOD, "i G q ? Space Space G q n / а Enter n / ъ ъ Enter n Esc q"),
    "shelf": (path("9"), "j j j i q j i G q j i G q R Enter"),
    "empty": (path("0"), "? q B q i"),
    "nothing": (path("8"), "? q B q i"),
    "links": (LINKS, "j Enter Tab Enter Tab Enter Tab Enter Tab Enter Tab Enter Tab Enter { } t r ] Backspace Tab Enter G q i G"),
    "report": (GOOD, "j Enter { ] ] ] ] [ [ [ } } } } { Tab Tab Tab Enter Backspace Tab Enter Tab Tab Enter Esc Backspace Backspace w w w v Right Left Z"),
    "footnote": (GOOD, "j Enter Tab Tab Tab Tab Tab Enter q Enter"),
    "finding": (GOOD, "j Enter n / q Esc / ж о қ Enter n N / ъ ъ Enter n"),
    "lists": (GOOD, "j Enter t j q r j m m Enter R m j Enter l j Enter l q i G q"),
    "choose": (GOOD, "R o o o o o O O O O O O O O D G q r r m / ъ ъ Enter Esc Esc / Esc x Enter q g Enter j Enter j Enter G Enter Esc q j Enter Backspace"),
    "bookmarks": (GOOD, "j Enter B q ] m m m B j m q L B"),
    "detected": (GOOD, "j j Enter i G q r"),
    "lone": (LONE, "Enter ] } Tab r R t l n B"),
    "plain": (PLAIN, "] l i G"),
}
CHANGED = ["open " + here(GOOD), "press j Enter ] m ] m ] m", "again " + here(LATER), "press B", "show", "press Enter", "show", "press B j Enter", "show",
           "again " + here(LOST), "press B", "show", "press Enter", "show", "press B j Enter", "show", "again " + here(GONE), "press B", "show", "press Enter", "show", "again " + here(PLAIN), "press B", "show", "press Enter", "show"]


def lines():
    """Each tour as the lines of a .keys file: a look at the screen after each key."""
    tours = {"changed": CHANGED}
    for name, (file, keys) in TOURS.items():
        tours[name] = ["open " + here(file), "show"]
        for key in keys.split():
            tours[name] += ["press " + key, "show"]
    return tours


def play(size, catalogues, lang):
    """Every tour in that language: its name and its screens, each a list of rows."""
    rows = int(size.split("x")[1])
    tours = lines()
    folder = path(lang + size)
    for name, steps in tours.items():
        write("%s/%s.keys" % (os.path.basename(folder), name), "\n".join(["size " + size, "lang kk", *steps]) + "\n")
    env = {**os.environ, **environment(QORJYN_SCREENS=folder, QORJYN_LOCALEDIR=catalogues, LANGUAGE=lang, QORJYN_BLESS="1")}
    p = subprocess.run([PLAYER], cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, timeout=DEADLINE * 3)
    ok(p.returncode == 0, "all tours are played at %s in %s" % (size, lang), p.stdout.decode("utf-8", "replace"))
    for name in tours:
        with open("%s/%s.screen" % (folder, name), encoding="utf-8") as f:
            yield name, [s.split("\n")[:rows] for s in re.split(r"--- cursor \d+,\d+\n", f.read())[1:]]
