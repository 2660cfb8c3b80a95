"""check: each code has a small bundle that is wrong in that way, and is found in its file, on its line."""
import json
import lzma
import os
import re
import tarfile
import io
import zlib

from rig import BUILD, SRC, done, make_tar, make_zip, offences, ok, one_line, path, run, skip, write

MANIFEST = "qorjyn: 1\nid: org.example.t\nedition: 2020-01\ntitle: T\npublisher: P\n"
REC = '- Adopt the law. <!-- rec id="%s" from="A" to="KAZ"%s -->\n'
WORDS = "The committee met in the capital and heard what everybody had to say about the law on assemblies. "
number = 0


def bundle(members, manifest=MANIFEST, how=make_zip):
    """An archive with these members and, unless it is None, a manifest before them."""
    global number
    number += 1
    first = [("bundle.yaml", manifest)] if manifest is not None else []
    return how("b%d.%s" % (number, "zip" if how is make_zip else "tar"), first + list(members))


def report(text, name="r.en.md", **kw):
    return bundle([(name, text)], **kw)


def recs(*lines):
    return report("# R\n\n## Recommendations\n\n" + "".join(lines))


def two(en, other, lang="ru"):
    return bundle([("r.en.md", en), ("r.%s.md" % lang, other)])


def folder(members, links=()):
    global number
    number += 1
    for name, text in members:
        write("f%d/%s" % (number, name), text)
    for name, target in links:
        os.symlink(target, path("f%d/%s" % (number, name)))
    return path("f%d" % number)


def symlink_tar():
    b = io.BytesIO()
    with tarfile.open(fileobj=b, mode="w") as t:
        info = tarfile.TarInfo("link.md")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        t.addfile(info)
    return write("link.tar", b.getvalue())


def hungry_xz():
    """An archive that says it needs a dictionary of 4 GiB."""
    data = bytearray(lzma.compress(open(make_tar("plain.tar", [("a.md", "# A\n")]), "rb").read(), check=lzma.CHECK_CRC32))
    head = (data[12] + 1) * 4
    data[16] = 40
    data[12 + head - 4:12 + head] = zlib.crc32(bytes(data[12:12 + head - 4])).to_bytes(4, "little")
    return write("hungry.tar.xz", data)


def edition(texts, edition="2020-01", series="org.example.t"):
    return bundle(texts, "qorjyn: 1\nid: %s\nedition: %s\ntitle: T\npublisher: P\n" % (series, edition))


def later(texts, old=None, **kw):
    """A new edition, and what it is compared with."""
    before = [("r.en.md", "# R\n\n" + REC % ("a-1", "") + REC % ("a-2", ""))]
    return [edition(texts, **dict({"edition": "2021-01"}, **kw)), "--against", edition(old or before)]


def deep(n):
    return "".join("  " * i + "- item\n" for i in range(n))


FRONT = "---\ntitle: R\n%s---\n\n# R\n"
ITEM = "- %s <!-- rec id=\"a-1\" from=\"A\" to=\"KAZ\" -->\n"
GUESSED = "# R\n\n## Recommendations\n\n%s"
KAZAKH_BUT_RUSSIAN = "# Р\n\n" + "Комитет собрался в столице и выслушал всех, кто хотел сказать о законе. " * 30

# code, what is checked (with further arguments), the file, the line
CASES = [
    ("unreadable", write("words.zip", b"These are only words.\n" * 50), None, None),
    ("unreadable", write("empty.zip", b""), None, None),
    ("damaged", write("short.tar", open(make_tar("whole.tar", [("a.en.md", "# A\n" + "x " * 4000)]), "rb").read()[:3000]), None, None),
    ("no-reports", bundle([("a.txt", "x")]), None, None),
    ("too-many", make_tar("many.tar", [("a.en.md", "# A\n")] + [("%05d.txt" % i, "") for i in range(50000)]), None, None),
    ("too-large", bundle([("a.en.md", b"x" * (17 << 20)), ("b.en.md", "# B\n")]), "a.en.md", None),
    ("not-regular", symlink_tar(), "link.md", None),
    ("not-regular", folder([("a.en.md", "# A\n")], [("b.png", "/etc/passwd")]), "b.png", None),
    ("twice", bundle([("A.en.md", "# A\n"), ("a.en.md", "# A\n")]), "a.en.md", None),
    ("file-missing", report("# R\n", manifest=MANIFEST + "files:\n  - {path: gone.md, size: 1}\n"), "gone.md", None),
    ("file-differs", report("# R\n", manifest=MANIFEST + "files:\n  - {path: r.en.md, size: 99}\n"), "r.en.md", None),

    ("name-unusable", bundle([("../up.md", "# Up\n"), ("a.en.md", "# A\n")], how=make_tar), "../up.md", None),
    ("name-hidden", bundle([("a\u200bb.en.md", "# A\n")]), "a<U+200B>b.en.md", None),
    ("name-mixed", bundle([("k\u0430zakhstan.en.md", "# A\n")]), "k\u0430zakhstan.en.md", None),
    ("name-alike", bundle([("cop.en.md", "# A\n"), ("\u0441\u043e\u0440.en.md", "# A\n")]), "\u0441\u043e\u0440.en.md", None),
    ("name-case", bundle([("Reports/a.en.md", "# A\n"), ("reports/b.en.md", "# A\n")]), "reports", None),
    ("name-reserved", bundle([("x/con.en.md", "# A\n")]), "x/con.en.md", None),
    ("name-reserved", bundle([("com1/a.en.md", "# A\n")]), "com1", None),
    ("name-character", bundle([("what?.en.md", "# A\n")]), "what?.en.md", None),
    ("name-ending", bundle([("folder./a.en.md", "# A\n")]), "folder.", None),
    ("name-long", bundle([("n" * 251 + ".en.md", "# A\n")]), "n" * 251 + ".en.md", None),
    ("name-long", bundle([("/".join(["n" * 50] * 5) + "/a.en.md", "# A\n")]), "a.en.md", None),
    ("name-nfc", folder([("и\u0306.ru.md", "# A\n")]), "и\u0306.ru.md", None),
    ("name-character", folder([("a.en.md", "# A\n"), ("sub/pic:1.png", "")]), "sub/pic:1.png", None),

    ("manifest-broken", report("# R\n", manifest="qorjyn: 1\nid: org.example.t\ntitle: [a\nedition: 2020\n"), "bundle.yaml", 3),
    ("manifest-broken", report("# R\n", manifest="qorjyn: 1\nedition: 2020\nid: a b\n"), "bundle.yaml", 3),
    ("manifest-broken", report("# R\n", manifest="qorjyn: one\n"), "bundle.yaml", 1),
    ("manifest-version", report("# R\n", manifest="id: org.example.t\n"), "bundle.yaml", None),
    ("series-form", report("# R\n", manifest="qorjyn: 1\nedition: 2020\nid: a b\n"), "bundle.yaml", 3),
    ("manifest-newer", report("# R\n", manifest="# x\n" + MANIFEST.replace(": 1", ": 9")), "bundle.yaml", 2),
    ("manifest-missing", report("# R\n", manifest=None), None, None),
    ("manifest-key", report("# R\n", manifest=MANIFEST + "pubisher: x\n"), "bundle.yaml", 6),
    ("manifest-value", report("# R\n", manifest=MANIFEST + "reports: all\n"), "bundle.yaml", 6),
    ("manifest-value", report("# R\n", manifest=MANIFEST.replace("edition: 2020-01", "edition: {a: 1}")), "bundle.yaml", 3),
    ("manifest-order", report("# R\n", manifest=MANIFEST + "reports:\n  - r\n  - r.en.md\n  - gone\n  - gone\n"), "bundle.yaml", 9),
    ("series-missing", report("# R\n", manifest=MANIFEST.replace("id: org.example.t\n", "")), "bundle.yaml", None),
    ("edition-missing", report("# R\n", manifest=MANIFEST.replace("edition: 2020-01\n", "")), "bundle.yaml", None),
    ("edition-form", report("# R\n", manifest=MANIFEST.replace("2020-01", "March 2024")), "bundle.yaml", 3),
    ("edition-form", report("# R\n", manifest=MANIFEST.replace("2020-01", "v2024")), "bundle.yaml", 3),
    ("edition-form", report("# R\n", manifest=MANIFEST.replace("2020-01", "1.3.2024")), "bundle.yaml", 3),
    ("edition-form", report("# R\n", manifest=MANIFEST.replace("2020-01", "2024/03/01")), "bundle.yaml", 3),
    ("edition-form", report("# R\n", manifest="qorjyn: 1\nedition: 2024-13-45\nid: org.example.t\n"), "bundle.yaml", 2),
    ("bundle-title", report("# R\n", manifest=MANIFEST.replace("title: T\n", "")), "bundle.yaml", None),
    ("publisher-missing", report("# R\n", manifest=MANIFEST.replace("publisher: P\n", "")), "bundle.yaml", None),
    ("lang-no-report", report("# R\n", manifest=MANIFEST.replace("title: T", "title:\n  en: T\n  kk: T")), "bundle.yaml", 6),
    ("lang-unknown", report("# R\n", manifest=MANIFEST.replace("title: T", "title:\n  en: T\n  qqq: T")), "bundle.yaml", 6),

    ("front-broken", report("---\ntitle: R\nauthor: [a\n---\n# R\n"), "r.en.md", 3),
    ("front-broken", report("---\ntitle: R\nauthor: \"a\ndate: 2020\n---\n# R\n"), "r.en.md", 3),
    ("front-broken", report("---\ntitle: R\nauthor: a\n  date: 2020: b\n---\n# R\n"), "r.en.md", 4),
    ("front-key", report(FRONT % "auther: x\n"), "r.en.md", 3),
    ("front-value", report(FRONT % "mechanism: UNO\n"), "r.en.md", 3),
    ("front-value", report(FRONT % "order: first\n"), "r.en.md", 3),
    ("front-value", report(FRONT % "date: 2024-13-45\n"), "r.en.md", 3),
    ("front-value", report(FRONT % "date: 2023-02-29\n"), "r.en.md", 3),
    ("date-form", report(FRONT % "author: A\ndate: 2024/03/01\n"), "r.en.md", 4),
    ("date-form", report(FRONT % "date: 1.3.2024\n"), "r.en.md", 3),
    ("date-form", report(FRONT % "date: March 2024\n"), "r.en.md", 3),
    ("date-form", report(FRONT % "date: 2024-3-1\n"), "r.en.md", 3),
    ("report-id", bundle([("r%d.en.md" % i, "# R\n") for i in range(9)]), None, None),
    ("report-id", bundle([("r%d.en.md" % i, FRONT % "id: x%d\n" % i) for i in range(5)] + [("s.en.md", "# S\n")]), "s.en.md", None),
    ("title-missing", report("Only words.\n"), "r.en.md", None),
    ("lang-missing", report("# R\n", name="r.md"), "r.md", None),
    ("lang-missing", bundle([("r%d.md" % i, "# R\n") for i in range(9)]), None, None),
    ("lang-unknown", report(FRONT % "lang: kazakh\n"), "r.en.md", 3),
    ("lang-script", report("# R\n\n" + WORDS * 9, name="r.ru.md"), "r.ru.md", None),
    ("lang-script", report(KAZAKH_BUT_RUSSIAN, name="r.kk.md"), "r.kk.md", None),

    ("not-utf8", report("# Отчёт\n\nСлова о законе.\n\nи ".encode() + b"\xd0 \xb8\n", name="r.ru.md"), "r.ru.md", 5),
    ("not-utf8", report("# Отчёт\n\nСлова о законе и о праве собраний.\n".encode("cp1251"), name="r.ru.md"), "r.ru.md", None),
    ("control", report("# R\r\n\r\nA bell\x07 here.\r\n"), "r.en.md", 3),
    ("control", report("# R\n\n\u2067isolated\u2069\n"), "r.en.md", 3),
    ("bidi", report("# R\r\rone\r\rtwo \u202egnp.exe\r"), "r.en.md", 5),
    ("replaced", report("# R\n\nlost \ufffd\n"), "r.en.md", 3),
    ("not-nfc", report("# R\n\nЗакон\n\nИ\u0306од\n"), "r.en.md", 5),

    ("large", report("# R\n\n" + "word " * (1 << 20)), "r.en.md", None),
    ("not-parsed", report("- a\n" * (1 << 20)), "r.en.md", None),
    ("too-deep", report("# R\n\n" + deep(100)), "r.en.md", 32),
    ("html-lost", report("# R\n\nWords.\n\n<div>\n<table><tr><td>a</td></tr></table>\n</div>\n"), "r.en.md", 6),
    ("html-link", report("# R\n\nWords <a href='https://example.org/'>here</a>.\n"), "r.en.md", 3),
    ("html-style", report("# R\n\nWords\n<u>here</u>.\n"), "r.en.md", 4),
    ("table-wide", report("# R\n\n|" + "|".join("wordword%d" % i for i in range(10)) + "|\n|" + "---|" * 10 + "\n"), "r.en.md", 3),
    ("table-wide", report("# R\n\n- a\n\n  > |%s|%s|\n  > |---|---|\n" % ("a" * 37, "b" * 38)), "r.en.md", 5),
    ("table-none", report("# R\n\n| a | b | c |\n|---|---|\n| 1 | 2 | 3 |\n"), "r.en.md", 4),
    ("cells-lost", report("# R\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | three |\n"), "r.en.md", 6),
    ("cells-lost", report("# R\n\n- > | a | b |\n  > |---|---|\n  > | `x|y` | 2 |\n"), "r.en.md", 5),
    ("cells-missing", report("# R\n\n| a | b |\n|---|---|\n| 1 | 2 |\nSource: A\n"), "r.en.md", 6),
    ("list-numbers", report("# R\n\n5. five\n7. seven\n8. eight\n"), "r.en.md", 4),

    ("link-broken", report("# R\n\nOne line\nand [there](gone.md).\n"), "r.en.md", 4),
    ("link-broken", report("# R\n\n[out](../../x.md)\n"), "r.en.md", 3),
    ("link-broken", report("# R\n\n[here](bundle:org.example.t/gone)\n"), "r.en.md", 3),
    ("anchor-broken", report("# R\n\nWords.\n\n- [here](#gone)\n"), "r.en.md", 5),
    ("anchor-broken", bundle([("a.en.md", "# R\n\n[there](b.en.md#gone)\n"), ("b.en.md", "# There\n")]), "a.en.md", 3),
    ("reference-missing", report("# R\n\nSee\n[there][gone].\n"), "r.en.md", 4),
    ("note-missing", report("# R\n\nSee\nthere[^gone].\n"), "r.en.md", 4),
    ("note-unused", report("# R\n\nWords.\n\n[^a]: Nobody.\n"), "r.en.md", 5),
    ("picture-missing", report("# R\n\n![A map](map.png)\n"), "r.en.md", 3),
    ("picture-missing", report("# R\n\n![A map](https://example.org/map.png)\n"), "r.en.md", 3),
    ("picture-words", bundle([("r.en.md", "# R\n\n![](map.png)\n"), ("map.png", b"\x89PNG")]), "r.en.md", 3),
    ("picture-words", report("# R\n\nWords.\n\n<img src='map.png'>\n"), "r.en.md", 5),

    ("rec-lost", report('<!-- rec id="a-1" to="KAZ" from="A" -->\n\n# R\n'), "r.en.md", 1),
    ("rec-lost", recs("- Adopt it. <!-- rec id=\"a-1\" from=\"A\" to=\"KAZ -->\n"), "r.en.md", 5),
    ("rec-id-missing", recs('- Adopt it. <!-- rec from="A" to="KAZ" -->\n'), "r.en.md", 5),
    ("rec-id-twice", recs(REC % ("a-1", ""), REC % ("a-1", "")), "r.en.md", 6),
    ("rec-id-elsewhere", bundle([("a.en.md", "# R\n\n" + REC % ("a-1", "")), ("b.en.md", "# R\n\n" + REC % ("a-1", ""))]), "b.en.md", 3),
    ("rec-id-form", recs(REC % ("a 1", "")), "r.en.md", 5),
    ("rec-id-form", recs(REC % ("\u0430bc-1", "")), "r.en.md", 5),
    ("rec-to", recs('- Adopt it\n  now.\n  <!-- rec id="a-1" from="A" -->\n'), "r.en.md", 7),
    ("rec-from", recs('- Adopt it. <!-- rec id="a-1" to="KAZ" -->\n'), "r.en.md", 5),
    ("rec-value", recs(REC % ("a-1", ' response="accepted"')), "r.en.md", 5),
    ("rec-value", recs(REC % ("a-1", ' implementation="implemented; done"')), "r.en.md", 5),
    ("rec-value", recs(REC % ("a-1", ' action="6"')), "r.en.md", 5),
    ("rec-value", recs(REC % ("a-1", ' sdg="18.1"')), "r.en.md", 5),
    ("rec-value", recs(REC % ("a-1", ' assessed="soon"')), "r.en.md", 5),
    ("rec-key", recs(REC % ("a-1", ' thema="x"')), "r.en.md", 5),
    ("rec-key-twice", recs(REC % ("a-1", ' theme="x" theme="y"')), "r.en.md", 5),
    ("rec-value", recs(REC % ("a-1", ' assessed="2024-13"')), "r.en.md", 5),
    ("rec-value", recs(REC % ("a-1", ' assessed="1.3.2024"')), "r.en.md", 5),
    ("rec-see", recs(REC % ("a-1", ' see="a-2"')), "r.en.md", 5),
    ("rec-see", recs(REC % ("a-1", ' see="A/HRC/1; A-3"')), "r.en.md", 5),
    ("rec-see", bundle([("t/r.en.md", "# R\n\n" + REC % ("a-1", ' see="t/gone"'))]), "t/r.en.md", 3),
    ("rec-see", bundle([("t/r.en.md", "# R\n\n" + REC % ("a-1", ' see="t/gone#a-1"'))]), "t/r.en.md", 3),
    ("rec-detected", recs("- Adopt the law on assemblies.\n"), "r.en.md", 5),

    ("variant-rec", two("# R\n\n" + REC % ("a-1", "") + REC % ("a-2", ""), "# R\n\n" + REC % ("a-1", "")), "r.en.md", 4),
    ("variant-rec", two("# R\n\n" + REC % ("a-1", ""), "# R\n\n" + REC % ("a-1", "") + REC % ("a-2", "")), "r.ru.md", 4),
    ("variant-value", two("# R\n\n" + REC % ("a-1", ' response="noted"'), "# R\n\n" + REC % ("a-1", ' response="supported"')), "r.ru.md", 3),
    ("variant-structure", two("# R\n\nOne.\n\nTwo.\n\n- a\n", "# R\n\nOne.\n\n- a\n"), "r.ru.md", 5),

    ("series-other", later([("r.en.md", "# R\n")], series="org.example.u"), None, None),
    ("edition-not-newer", later([("r.en.md", "# R\n")], edition="2019-12"), None, None),
    ("report-gone", later([("s.en.md", "# S\n")]), None, None),
    ("report-moved", later([("s.en.md", "# S\n\n" + REC % ("a-1", ""))]), "s.en.md", None),
    ("report-moved", later([("s.en.md", "# R\n\nWords.\n")], [("r.en.md", "# R\n\nWords.\n")]), "s.en.md", None),
    ("report-new", later([("r.en.md", "# R\n"), ("s.en.md", "# S\n")]), "s.en.md", None),
    ("report-changed", later([("r.en.md", "# R\n")]), "r.en.md", None),
    ("lang-gone", later([("r.ru.md", "# R\n")]), "r.ru.md", None),
    ("rec-gone", later([("r.en.md", "# R\n\n" + REC % ("a-1", ""))]), "r.en.md", None),
    ("rec-other-words", later([("r.en.md", "# R\n\n" + ITEM % "Build three more bridges over each river.")],
                              [("r.en.md", "# R\n\n" + ITEM % "Adopt the law on assemblies without delay.")]), "r.en.md", 3),
    ("rec-changed", later([("r.en.md", "# R\n\n" + ITEM % "Adopt the law on free assemblies without delay.")],
                          [("r.en.md", "# R\n\n" + ITEM % "Adopt the law on assemblies without delay.")]), "r.en.md", 3),
    ("rec-moved", later([("r.en.md", "# R\n\n" + REC % ("a-1", "")), ("s.en.md", "# S\n\n" + REC % ("a-2", ""))]), "s.en.md", 3),
    ("rec-dropped", later([("r.en.md", GUESSED % "- Build the bridge.\n")], [("r.en.md", GUESSED % "- Adopt the law.\n- Build the bridge.\n")]), "r.en.md", None),
    ("rec-reworded", later([("r.en.md", GUESSED % "- Build the bridge.\n- Adopt the new law on assemblies.\n- Free the press.\n")],
                           [("r.en.md", GUESSED % "- Build the bridge.\n- Adopt a law on assemblies.\n- Free the press.\n")]), "r.en.md", 6),
    ("rec-new", later([("r.en.md", "# R\n\n" + "".join(REC % (i, "") for i in ("a-1", "a-2", "a-3")))]), "r.en.md", 5),
]
SANITIZED = "define QORJYN_SANITIZED 1" in open(os.path.join(BUILD, "config.h")).read()
if not SANITIZED:
    CASES.append(("too-slow", hungry_xz(), None, None))

# what is only said of what was asked for
r = run("check", "--codes")
table = [line.split(": ", 2) for line in r.text.splitlines()]
severity = {row[0]: row[1] for row in table}
ok(r.status == 0 and not r.err and len(table) > 60 and len(severity) == len(table) and
   all(len(row) == 3 and row[1] in ("error", "warning", "advice") and re.fullmatch(r"[a-z0-9-]+", row[0]) and len(row[2]) > 10 for row in table),
   "--codes prints each code once, with its severity and a sentence", str(r))
lacking = set(severity) - {case[0] for case in CASES} - ({"too-slow"} if SANITIZED else set())
ok(not lacking, "every code has a bundle here that is wrong in that way", ", ".join(sorted(lacking)))


def judged(args):
    """What was found, after the form of all of it was judged."""
    r = run("check", "--json", *([args] if isinstance(args, str) else args))
    try:
        found = json.loads(r.out)
    except ValueError:
        return r, None
    form = all(set(f) == {"path", "line", "severity", "code", "message", "bundle", "member"} and severity.get(f["code"]) == f["severity"] and
               f["message"] and "\n" not in f["message"] and "%" not in f["message"].replace("100%", "") and f["path"].startswith(f["bundle"]) and
               (f["line"] is None or f["line"] > 0) for f in found)
    right = 1 if any(f["severity"] == "error" for f in found) else 0
    return r, found if form and r.status == right and not r.err else None


for code, args, member, line in CASES:
    r, found = judged(args)
    here = [f for f in found or [] if f["code"] == code and f["line"] == line and
            (f["path"].endswith("/" + member) if member else f["member"] is None)]
    ok(found is not None and len(here) == 1, "%s is found %s%s" % (code, ascii(member or "of the whole"), ", line %s" % line if line else ""),
       str(r), args if isinstance(args, str) else " ".join(args))

# ---- what is right is left alone
TABLES = "| a | b |\n|---|:-:|\n| 1 | x \\| y |\n| `a\\|b` | 2 |\n| 1 | 2 | |\n\n> a | b\n> - | -\n> 1 | 2\n"
GOOD = ("---\ntitle: R\nprivate: [author]\nid: t/r\nlang: en\ndate: 2020-01\nmechanism: submission\nfrom: A\nto: KAZ\n---\n\n# R {#top-of-it}\n\n"
        "Words[^1], [there](s.en.md#part), [here](#top-of-it), [in](s), [up](../t/r.en.md), <https://example.org>, ![A map](map.png).\n"
        "Line<br>two. `[^no]` `[a][b]` \\[^2] /a[^b]+/ A.B[0][1]\n\n## Recommendations\n\n1. One.\n2. Two. "
        '<!-- rec id="a-1" response="supported; noted" sdg="16.3; 5" action="2" assessed="2020-01-31; by B 2019; 2018-04 by C" '
        'see="a-1; t/s; t/r.en.md; t/s#part; #a-1; A/HRC/28/10#126.35; ICCPR-19; Article 19; https://x.org/a-7" -->\n\n[^1]: A note.\n')
tree = [("t/r.en.md", GOOD), ("t/r.ru.md", GOOD.replace("lang: en", "lang: ru").replace("Words", "Слова").replace("One.", "Раз.")),
        ("t/s.en.md", "---\nid: t/s\ndate: 2020-01-31 10:00:00 +0300\n---\n# S\n\n## Part\n\n" + TABLES), ("t/map.png", b"\x89PNG")]
ORDER = MANIFEST + "reports:\n  - t/s\n  - t/r\n  - t/r.en.md\n"
for what, made in (("a zip", bundle(tree, ORDER)), ("a tar", bundle(tree, ORDER, make_tar)), ("a folder", folder([("bundle.yaml", ORDER)] + tree))):
    r, found = judged(made)
    ok(found == [], "nothing is said of what is right, in %s" % what, str(r))
    r = run("check", made)
    ok(r.status == 0 and r.text == "qorjyn: Nothing was found that would disappoint a reader.\n" and not r.err, "and that is said, of %s" % what, str(r))
for when in ("2024", "2024-03-01", "7", "2024 summer"):
    r, found = judged(report("# R\n", manifest=MANIFEST.replace("2020-01", when)))
    ok(found is not None and not [f for f in found if f["code"] == "edition-form"], "an edition %s sorts" % when, str(r))
r = run("check", "-", stdin=b"---\nlang: en\n---\n# R\n\n[a](b.md) ![A map](c.png)\n")
ok(r.status == 0 and "Nothing was found" in r.text, "of a single file nobody knows what lies beside it", str(r))
same = [("r.en.md", FRONT % "id: r\n" + REC % ("a-1", "") + REC % ("a-2", "")), ("s.en.md", FRONT % "id: s\n" + GUESSED % "- Adopt the law.\n")]
r, found = judged(later(same, same))
ok(found is not None and {f["code"] for f in found} == {"rec-detected"}, "a new edition with the same texts has lost nothing", str(r))
moved = [("r.en.md", GUESSED % "- Free the press.\n- Adopt a law.\n- Adopt a law.\n"), ("s.en.md", "# S\n")]
r, found = judged(later([("r.en.md", GUESSED % "1. Adopt a law.\n2. Free\n   the *press*. <!-- rec id=\"a-1\" from=\"A\" to=\"KAZ\" -->\n"), ("s.en.md", "# S\n")], moved))
ok(found is not None and not [f for f in found if f["code"] in ("rec-dropped", "rec-reworded")],
   "recommendations that only move, get numbers or ids, are neither dropped nor reworded", str(r))
away = [("r.en.md", GUESSED % "- Adopt the law.\n- Build the bridge.\n"), ("s.en.md", GUESSED % "- Free the press.\n")]
r, found = judged(later([("r.en.md", GUESSED % "- Adopt the law.\n"), ("s.en.md", GUESSED % "- Free the press.\n- Build the *bridge*.\n")], away))
here = [f for f in found or [] if f["code"] in ("rec-moved", "rec-dropped", "rec-reworded")]
ok([(f["code"], os.path.basename(f["path"]), f["line"]) for f in here] == [("rec-moved", "s.en.md", 6)] and "bridge" in here[0]["message"] and "report r " in here[0]["message"],
   "a recommendation without id that moves to another report is said to have moved", str(r))
r, found = judged(later([("r.en.md", "# R\n")], [("r.en.md", GUESSED % "".join("- Adopt law %d on %d.\n" % (i, i * i) for i in range(3000)))]))
ok(found is not None and len([f for f in found if f["code"] == "rec-dropped"]) == 51, "of many that were dropped some are named", str(r)[:600])
for name in ("civil-space-kz.tar.zst", "handbook.zip"):
    r, found = judged(os.path.join(BUILD, "bundles", name))
    ok(found is not None and all(f["severity"] == "advice" for f in found), "%s has no errors and no warnings" % name, str(r))

# ---- the form for people
bad = bundle([("r.en.md", "---\nid: r\n---\n[there](gone.md)\n\n# A bell\x07.\n\n5. five\n7. seven\n")], MANIFEST + "keyy: 1\n")
r = run("check", bad)
ok(r.text.splitlines() == [
    "qorjyn: %s/bundle.yaml:6: advice: The key \"keyy\" means nothing in bundle.yaml: is it written right? [manifest-key]" % bad,
    "qorjyn: %s/r.en.md:4: warning: The link leads nowhere: gone.md is not in the bundle. [link-broken]" % bad,
    "qorjyn: %s/r.en.md:6: warning: The character U+0007 does not belong in text and is not shown: remove it. [control]" % bad,
    "qorjyn: %s/r.en.md:9: advice: The item is numbered 7 here and in qorjyn, but 6 in other programs: they count from the first one. [list-numbers]" % bad,
    "qorjyn: 2 warnings · 2 pieces of advice"] and not r.err and r.status == 0,
   "a line for each, of a file in the order of its lines; then how many", str(r))
r = run("check", folder([("a.en.md", "# A\n\n\u202egnp\n")]) + "/")
ok(r.status == 1 and "/a.en.md:3: error: " in r.text and "qorjyn: 1 error · 1 piece of advice\n" in r.text and "//" not in r.text,
   "one is said to be one; an error gives status 1", str(r))
r = run("check", bad, "--lang", "ru", env=dict(os.environ, QORJYN_LOCALEDIR=os.path.join(BUILD, "po"), LC_ALL="C.UTF-8", LANGUAGE="ru"))
ok(r.status == 0 and "[link-broken]" in r.text, "codes are not translated", str(r))
many = report("---\nid: r\n---\n# R\n\n" + "[a](gone.md)\n\n" * 120)
r, found = judged(many)
ok(found is not None and len(found) == 51 and "70 more" in found[-1]["message"] and "120 warnings" in run("check", many).text,
   "of one code in one file fifty are given and all are counted", str(r))

# ---- several bundles, and older editions among others
r, found = judged([bad, report("# R\n\n[b](gone.md)\n")])
ok(found is not None and len({f["bundle"] for f in found}) == 2, "each path is checked", str(r))
shelf = path("shelf")
os.makedirs(shelf)
for year, words in (("2018", "one"), ("2019", "two"), ("2022", "three")):
    os.rename(edition([("r.en.md", "---\nid: r\n---\n# %s\n" % words)], year), os.path.join(shelf, year + ".zip"))
r, found = judged([edition([("r.en.md", "---\nid: r\n---\n# two\n")], "2020"), "--against", shelf])
ok(found == [], "of several editions the newest that is older is taken", str(r))
r = run("check", edition([("r.en.md", "# x\n")], "2017"), "--against", shelf)
ok(r.status == 2 and one_line(r, "no older edition", "shelf"), "none is older: that is said, with status 2", str(r))

# ---- what cannot be done, and what is hostile
r = run("check")
ok(r.status == 2 and one_line(r, "check needs") and not r.out, "without a path: usage, status 2", str(r))
r = run("check", path("gone.zip"))
ok(r.status == 2 and "no such file" in r.said.lower(), "a path that is not there: said, status 2", str(r))
r = run("check", "--json", path("gone.zip"))
ok(r.status == 2 and json.loads(r.out) == [], "and as JSON an empty array", str(r))
r = run("check", bad, "--against", path("gone.zip"))
ok(r.status == 2 and "gone.zip" in r.said, "an older edition that is not there: said, status 2", str(r))
r = run("list", "--codes")
ok(r.status == 2 and one_line(r, "--codes"), "--codes goes with check only", str(r))
evil = bundle([("e\x1b]0;x\x07vil.en.md", "# \x1b[31mR\n\n[a](\x1b]0;x) ![](b\x9b.png) <x \x1b>\n" + REC % ("\x1b[1m", ' \x1bkey="x"'))],
              'qorjyn: 1\n"k\\e[1mey": 1\n')
for form in ([], ["--json"]):
    r = run("check", *form, evil)
    ok(r.status == 1 and not offences(r.out, False) and not offences(r.err, False) and b"\x1b" not in r.out, "nothing hostile gets out %s" % form, str(r))
for name, text in (("fields", "# R\n\n" + "".join('- x <!-- rec %s -->\n' % " ".join("k%d=v" % k for k in range(60)) for _ in range(300))),
                   ("brackets", "# R\n\n" + "[" * 100000 + "\n\n" + "[a][" * 50000), ("links", "".join("[a](x%d.md#y) " % i for i in range(60000))),
                   ("folders", "# R\n\n[a](%s)\n" % ("a/" * 5000))):
    r = run("check", bundle([("r.en.md", text)] + [("%d/%d.en.md" % (i, i), "# S\n") for i in range(300)]))
    ok(r.status in (0, 1) and "qorjyn: " in r.text and not r.err, "hostile %s: an answer, in time" % name, str(r)[:600])

# ---- more than is read at a time
size = 3 << 20
big = [("r%02d.en.md" % i, "# R\n\n" + "word " * (size // 5) + "\n\n[a](gone%d.md)\n" % i) for i in range(20)]
for how in (make_zip, make_tar):
    r, found = judged(bundle(big, how=how))
    links = [f for f in found or [] if f["code"] == "link-broken"]
    ok([(f["member"], f["line"]) for f in links] == [("r%02d.en.md" % i, 5) for i in range(20)],
       "a large %s is read in parts, and every report is" % ("zip" if how is make_zip else "tar"), str(r)[:600])

# ---- the manual
for page in ("doc/qorjyn.1", "doc/ru/qorjyn.1"):
    said = re.findall(r"^\.It Cm ([a-z0-9-]+) No \((.*)\)$", open(os.path.join(SRC, page), encoding="utf-8").read(), re.M)
    words = {"error": "ошибка", "warning": "предупреждение", "advice": "совет"} if "/ru/" in page else {k: k for k in ("error", "warning", "advice")}
    wanted = [(row[0], words[row[1]]) for row in table]
    ok(said == wanted, "%s has the same table of codes" % page, *["%s: %s" % (w, s) for w, s in zip(wanted, said) if w != s][:5],
       "%d and %d" % (len(wanted), len(said)))
done()
