"""The interface's language: from the environment alone, with no locale installed, from wherever the program stands."""
import os
import shutil
import subprocess
import sys

sys.path[:0] = [os.path.join(os.environ.get("top_srcdir", "."), "tests", "cli")]
from rig import BUILD, DEADLINE, HERE, QORJYN, SAMPLE, done, environment, ok, path, run, skip_all, write

USAGE = {"en": "Usage:", "fr": "Utilisation", "pl": "Użycie:", "uk": "Використання:"}
if not os.path.exists(os.path.join(BUILD, "po", "uk.gmo")):
    skip_all("the catalogues are not built")


def language(program=QORJYN, args=("--help",), **env):
    env = {"LC_ALL": None, **env}
    p = subprocess.run([program, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(**env), timeout=DEADLINE)
    text = (p.stdout + p.stderr).decode("utf-8", "replace")
    return [code for code, word in USAGE.items() if word in text]


for want, env in (
        ("en", {}), ("en", {"LC_ALL": "C.UTF-8"}), ("en", {"LC_ALL": "C"}), ("en", {"LANG": "en_GB.UTF-8", "LANGUAGE": ""}),
        ("uk", {"LC_ALL": "C.UTF-8", "LANGUAGE": "uk"}), ("uk", {"LANG": "uk_UA.UTF-8"}), ("uk", {"LC_ALL": "uk_UA.UTF-8"}),
        ("uk", {"LC_MESSAGES": "uk_UA", "LANG": "C.UTF-8"}), ("uk", {"LANGUAGE": "ua"}), ("uk", {"LANGUAGE": "uk_UA@euro:fr"}),
        ("pl", {"LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "de:pl:fr"}), ("fr", {"LC_ALL": "fr_CA.UTF-8", "LANG": "pl_PL.UTF-8"}),
        ("fr", {"LANGUAGE": "zz:../../etc:fr"}), ("en", {"LANGUAGE": "de:en:fr"}), ("en", {"LANGUAGE": "de"}),
        ("pl", {"QORJYN_LANG": "pl", "LANGUAGE": "fr", "LC_ALL": "uk_UA.UTF-8"}), ("uk", {"LC_ALL": "uk_UA.KOI8-U"})):
    got = language(**env)
    ok(got == [want], "%s: %s" % (" ".join("%s=%s" % e for e in env.items()) or "nothing set", want), str(got))
got = language(args=("--lang=fr", "--help"), LANGUAGE="pl")
ok(got == ["pl"], "--lang is about reports", str(got))
got = language(args=("cat", "-l", "fr", "a", "b", "c"), LANGUAGE="uk")
ok(got == ["uk"], "and errors too are in the interface's language", str(got))

# a stick: the program is moved about with its translations
for where, beside in (("stick/qorjyn", "stick/locale/uk.mo"), ("deep/x86_64/qorjyn", "deep/locale/uk.mo"),
                      ("tree/qorjyn", "tree/po/uk.gmo"), ("usr/bin/qorjyn", "usr/share/locale/uk/LC_MESSAGES/qorjyn.mo")):
    program = write(where, open(QORJYN, "rb").read())
    os.chmod(program, 0o755)
    catalogue = write(beside, open(os.path.join(BUILD, "po", "uk.gmo"), "rb").read())
    got = language(program, LANGUAGE="uk")
    ok(got == ["uk"], "%s finds %s" % (where, beside), str(got))
    p = subprocess.run(["./" + os.path.basename(where), "--help"], cwd=os.path.dirname(program), stdout=subprocess.PIPE,
                       env=environment(LANGUAGE="uk"), timeout=DEADLINE)
    ok(USAGE["uk"].encode() in p.stdout, "also when it is started from its folder")
    r = subprocess.run([program, "where"], stdout=subprocess.PIPE, env=environment(LANGUAGE="uk"), timeout=DEADLINE)
    ok(os.path.dirname(catalogue).split("/uk/")[0] in os.path.normpath(r.stdout.decode().split()[-1]) + "/", "and where says so", r.stdout)
copy = write("elsewhere/qorjyn", open(QORJYN, "rb").read())
os.chmod(copy, 0o755)
got = language(copy, LANGUAGE="uk", QORJYN_PORTABLE=path("stick"))
ok(got == ["uk"], "a copy that a launcher runs finds what is beside the launcher", str(got))
got = language(copy, LANGUAGE="uk", QORJYN_PORTABLE=path("none"), QORJYN_LOCALEDIR=path("stick/locale"))
ok(got == ["uk"], "QORJYN_LOCALEDIR comes first", str(got))
write("damaged/uk.mo", "nothing of the kind")
got = language(LANGUAGE="uk", QORJYN_LOCALEDIR=path("damaged"))
ok(got == ["en"], "a damaged catalogue leaves English", str(got))

# drafts
r = run("--version", env=environment(LANGUAGE="uk"))
ok(len(r.text.splitlines()) == 2 and "чернетка" in r.text, "a draft says that it is one", str(r))
r = run("--version")
ok(len(r.text.splitlines()) == 1, "and English is none", str(r))
done()
