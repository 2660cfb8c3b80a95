"""Everything that the command line says is translated, whole, in the pseudo-language."""
import os
import re
import sys

sys.path[:0] = [os.path.join(os.environ.get("top_srcdir", "."), "tests", d) for d in ("cli", "i18n")]
from judge import fragments, untranslated
from rig import BUILD, HERE, QORJYN, done, environment, make_zip, ok, path, run, skip_all, write

CATALOGUES = os.path.join(BUILD, "tests", "i18n")
if not os.path.getsize(os.path.join(CATALOGUES, "aa.mo")):
    skip_all("there is no pseudo-catalogue")

RECS = """---
title: Қоғам
date: 2016-04
mechanism: submission
---

# Қоғам

## Ұсынымдар

- Бірінші. <!-- rec id="1" para="12" from="Қор" to="Үкімет" theme="Сөз" persons="Бәрі" sdg="16" response="noted" implementation="in-progress" assessed="2019" action="3" see="2" -->
- Екінші. <!-- rec id="2" -->

Сілтеме[^1] мен [бет](https://example.org).

[^1]: Ескерту.
"""
GOOD = make_zip("қоғам.zip", [("bundle.yaml", "qorjyn: 1\nid: қ\nedition: 2016-04\ntitle: Қоғам\n"), ("б.kk.md", RECS), ("б.ru.md", "# Общество\n")])
KINDS = [write("%d.md" % i, "---\ntitle: Қ\nmechanism: %s\n---\n\n## Рекомендации\n\n- Раз. <!-- rec id=\"1\" response=\"%s\" implementation=\"%s\" to=\"%s\" -->\n" % kind)
         for i, kind in enumerate((("upr", "supported", "implemented", ""), ("treaty-body", "supported-in-part", "partially-implemented", "Ү"),
                                   ("special-procedure", "noted", "not-implemented", ""), ("ohchr-report", "", "in-progress", "Ү"),
                                   ("regional", "", "", ""), ("", "", "", "Ү")))]
PICTURES = write("с.md", "![Сурет](с.png)\n\n![](http://127.1)\n\n[а](../../../а.md)\n")
LARGE = write("д.md", "Сөз сөз.\n\n" * 400000)
PLAIN = write("ж.md", "# Жай\n\n## Рекомендации\n\n- Раз.\n- Два.\n")
BAD = write("бос.zip", "")
BROKEN = write("сынық.zip", open(GOOD, "rb").read()[:-60])
NONE = make_zip("жоқ.zip", [("а.txt", "а")])
FRONT = make_zip("бас.zip", [("б.md", "---\ntitle: [\n---\n# Б\n"), ("../в.md", "# В\n")])
FAULTY = make_zip("қате.zip", [("bundle.yaml", "qorjyn: 1\nід: қ\ntitle: {kk: Қ, ққ: Қ}\n"), ("т/CON.md", "Сөз.\n"), ("б.ru.md", "# Б\n\n- Раз <!-- rec қ=1 -->\n"),
                                ("б.kk.md", "---\nқ: 1\norder: қ\n---\n# Б\n\n\u202eа\x07 [а](қ.md) [а](#қ) а[^қ] ![](қ.png) <sup>қ</sup> <b>қ</b>\n\n5. а\n7. ә\n"),
                                ("ұ.md", "- а\n" * (1 << 20)), ("ү.md", "## Рекомендации\n\n- Раз.\n")])
OLDER = make_zip("ескі.zip", [("bundle.yaml", "qorjyn: 1\nid: ө\nedition: 2016-04\ntitle: Қоғам\n"), ("б.kk.md", RECS), ("ң.md", "# Ң\n")])
ENV = environment(QORJYN_LOCALEDIR=CATALOGUES, LANGUAGE="aa")

# paths, the program's own name, codes of languages, signs in our own examples
ALLOWED = re.compile(r"(?m)" + re.escape(HERE) + r"\S*|" + re.escape(BUILD) + r"\S*|(?<=\s)/\S+|https?://\S+|^qorjyn(?=: )|\bqorjyn [0-9.]+|"
                     r"\b(kk|ru)\b|\[[a-z0-9-]+\]$|(?m:^[a-z0-9-]+(?=: ))|\S*\.(md|zip|txt|yaml)\b|(?<=[\s:])--?[a-z-]+(=\S*)?|\bnope\b|\bcat\b")


def judge(name, text, allowed=ALLOWED):
    outside, faults = fragments(text)
    words = untranslated(outside, allowed)
    ok(not words and not faults, name, "not translated: %s" % words if words else "", *faults, text if words or faults else "")


judged = 0
for args, env in (
        (["--help"], {}), (["--version"], {}), (["where"], {}), (["where", "--no-trace"], {}), (["where", "--state", path("s")], {}),
        (["where"], {"HOME": None}), (["where"], {"QORJYN_STATE": path("s")}), (["where", GOOD], {}),
        (["list", GOOD, PLAIN, BAD, BROKEN, NONE, FRONT], {}), (["list", path("жоқтық")], {}), (["list"], {"XDG_DATA_HOME": path("x")}),
        (["list", "--nope"], {}), (["list", "-w40"], {}), (["list", "--ascii=1"], {}), (["list", "--state"], {}), (["list", "--state="], {}),
        (["list", "--export-dir="], {}), (["--lang=!!"], {}), (["find", GOOD], {}), (["recs", "--format=12"], {}), (["cat", "-w1", GOOD], {}),
        (["cat", "--color=12", GOOD], {}), (["cat", GOOD, "жоқ"], {}), (["cat", GOOD, "а", "б"], {}), (["cat", GOOD], {}),
        (["cat", "-l", "ru", GOOD], {}), (["cat", "-l", "fr", GOOD, "б"], {}), (["cat", PLAIN], {}), (["cat", "-w30", GOOD], {}),
        (["cat", "--ascii", PLAIN], {}), (["recs", GOOD], {}), (["recs", "-l", "ru", PLAIN], {}), (["cat", "/dev/null"], {}), ([GOOD], {}), (["cat", PICTURES], {}), (["recs", *KINDS], {}),
        (["cat", KINDS[4]], {}), (["check", FAULTY, BAD, GOOD], {}), (["check", "--against", OLDER, GOOD], {}), (["check", "--codes"], {}), (["check"], {}), (["check", path("жоқтық")], {}), (["check", GOOD, "--against", path("жоқтық")], {}), (["cat", KINDS[5]], {})):
    r = run(*args, env={k: v for k, v in {**ENV, **env}.items() if v is not None})
    name = " ".join(os.path.basename(a) for a in args) + "".join(" " + k for k in env)
    judge("translated and whole: " + name, r.text)
    for line in r.said.splitlines():
        judge("what is said: " + name, line)
    judged += r.text.count("⟦") + r.said.count("⟦")
r = run("cat", LARGE, env=ENV)
judge("what is said: a report too large to be laid out", r.said + r.text[:500])
with open("/dev/full", "wb") as full:
    judge("what is said: a full disk", run("list", GOOD, env=ENV, stdout=full).said)
judge("what is said: input that is too large", run("cat", "-", stdin=b"x" * ((16 << 20) + 1), env=ENV).said)
judge("what is said: input that cannot be read", run("cat", "-", env=ENV, preexec_fn=lambda: os.dup2(os.open("/", os.O_RDONLY), 0)).said)
ok(judged > 100, "there was much to judge", str(judged))
english = environment()
outside, _ = fragments(run("--help", env=english).text)
ok(len(untranslated(outside, ALLOWED)) > 50, "what is not translated would be seen")
ok(fragments("⟦one⟧ ⟦two⟧")[1] and fragments("⟦from ⟦a⟧ to b⟧")[1] and fragments("⟦cut")[1] and fragments("cut⟧")[1] and
   not fragments("⟦a: ⟦b⟧⟧ · ⟦c⟧\n  ⟦d⟧")[1], "glue and cuts would be seen")
done()
