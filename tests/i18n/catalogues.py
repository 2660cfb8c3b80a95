"""What msgfmt does not see: complete catalogues, their plural rules, and what must stay as it is in every language."""
import ast
import os
import re
import shutil
import subprocess

HERE = os.path.join(os.environ.get("top_srcdir", "."), "po")
COMPLETE = ("kk", "ru")  # the rest are drafts
SLAVIC = "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
PLURALS = {"kk": "nplurals=1; plural=0;", "ru": "nplurals=3; plural=" + SLAVIC}
count = 0


def ok(found, name, skip=""):
    global count
    count += 1
    print("%s %d - %s%s" % ("not ok" if found else "ok", count, name, skip and " # SKIP " + skip))
    for line in found:
        print("# " + line)


def entries(text):
    """(msgid, msgid_plural or "", [msgstr...]) of a catalogue; the head has the msgid ""."""
    found, field = [], None
    for line in text.splitlines():
        m = re.match(r'(msgctxt|msgid|msgid_plural|msgstr)(?:\[\d+\])? (".*")$', line)
        if m:
            field = m[1]
            if field == "msgid":
                found.append({"msgid": "", "msgid_plural": "", "msgstr": []})
            if field == "msgstr":
                found[-1]["msgstr"].append(ast.literal_eval(m[2]))
            elif field != "msgctxt":
                found[-1][field] += ast.literal_eval(m[2])
        elif line.startswith('"') and field == "msgstr":
            found[-1]["msgstr"][-1] += ast.literal_eval(line)
        elif line.startswith('"') and field in ("msgid", "msgid_plural"):
            found[-1][field] += ast.literal_eval(line)
    return [(e["msgid"], e["msgid_plural"], e["msgstr"]) for e in found]


def fixed(s):
    """What no translator may change: places to fill, options, commands, names of files and variables."""
    return sorted(re.findall(r"\{\w+\}|--[a-z][a-z-]*|\bqorjyn (?:cat|list|recs|find|notes|pack|check|keygen|sign|verify|trust|where)\b|\b[A-Z]+_[A-Z]+\b|bundle\.yaml|#%s", s))


def spaces(s):
    return s[:len(s) - len(s.lstrip())], s[len(s.rstrip()):]


def changed(catalogue):
    for one, many, texts in catalogue:
        for text in texts:
            if one and text and (fixed(text) != fixed(many or one) or spaces(text) != spaces(one)):
                yield "%r has become %r" % (one, text)


def unlike_a_book(catalogue):
    """Quotation marks and dots as these languages write them; what is typed on a command line keeps three dots."""
    for one, _, texts in catalogue:
        for text in texts:
            if one and re.search(r'["“”„]| - |\.\.\.(?!\])', text):
                yield text


def read(lang):
    with open(os.path.join(HERE, lang + ".po"), encoding="utf-8") as f:
        return f.read()


sample = entries('msgid "see --lang in {name}"\nmsgstr "siehe --sprache in "\n"{name}"\n\nmsgid "a "\nmsgstr "ein"\n\nmsgid "b"\nmsgstr "\\"b\\""\n')
ok([] if len(list(changed(sample))) == 2 and len(list(unlike_a_book(sample))) == 1 else [repr(sample)],
   "would notice an option, a space and a quotation mark")

with open(os.path.join(HERE, "LINGUAS"), encoding="utf-8") as f:
    languages = re.sub("#.*", "", f.read()).split()
for lang in languages:
    ok(list(changed(entries(read(lang)))), "%s keeps options, commands, places to fill and the spaces around" % lang)
for lang in COMPLETE:
    text = read(lang)
    catalogue = entries(text)
    ok([] if "awaits review by a native speaker" in text else [text[:400]], "%s says that it awaits review" % lang)
    head = catalogue[0][2][0]
    pot, name = os.path.join(HERE, "qorjyn.pot"), "%s has every string of the program" % lang
    if not shutil.which("msgcmp") or not os.path.exists(pot):
        ok([], name, "there is no msgcmp or no qorjyn.pot")
    else:
        r = subprocess.run(["msgcmp", os.path.join(HERE, lang + ".po"), pot], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        ok(r.stdout.splitlines()[:20] if r.returncode else [], name)
    ok([] if "Plural-Forms: %s\n" % PLURALS[lang] in head else [head], "%s has its plural rule" % lang)
    ok(list(unlike_a_book(catalogue)), "%s has its own quotation marks and dashes" % lang)
print("1..%d" % count)
