"""Golden pages: NAME.md and NAME.W.txt, what qorjyn cat -w W prints (W ending in a: with --ascii; in s: with
--linear, as it is spoken).

With QORJYN_BLESS set the expected files are written anew: read them before you commit them."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
from rig import columns, done, offences, ok, run  # noqa: E402


def lines(path):
    with open(path, encoding="utf-8") as f:
        return f.read().splitlines()


def first_difference(got, want):
    for n in range(max(len(got), len(want))):
        if got[n:n + 1] != want[n:n + 1]:
            return "line %d: %s instead of %s" % (n + 1, got[n:n + 1], want[n:n + 1])
    return ""


def drawn(text):
    """Signs that are only drawn, and mean nothing to who hears them."""
    return {c for c in text if 0x2500 <= ord(c) <= 0x25FF or c in "\u2022\u00b7\u2713\u2717"}


def spoken_badly(source, r, width):
    if offences(r.out, False):
        return offences(r.out, False)[0]
    with open(source, encoding="utf-8", errors="replace") as f:
        more = drawn(r.text) - drawn(f.read())
    if more:
        return "drawn signs: %s" % more
    wide = [x for x in r.text.splitlines() if columns(x) > width]
    return "wider than asked: %s" % wide[0] if wide else ""


def play(name, width):
    ascii_only, spoken = width.endswith("a"), width.endswith("s")
    source, expected = os.path.join(HERE, name + ".md"), os.path.join(HERE, "%s.%s.txt" % (name, width))
    r = run("cat", "-w", width.rstrip("as"), *(["--ascii"] if ascii_only else ["--linear"] if spoken else []), source)
    if os.environ.get("QORJYN_BLESS"):
        with open(expected, "wb") as f:
            f.write(r.out)
    why = first_difference(r.text.splitlines(), lines(expected))
    if ascii_only and open(source, "rb").read().isascii() and not r.out.isascii():
        why = "not ASCII"
    if spoken:
        why = why or spoken_badly(source, r, int(width[:-1]))
    ok(r.status == 0 and not why, "%s at %s" % (name, width), why, r.said)


files = sorted(os.listdir(HERE))
names = [f[:-3] for f in files if f.endswith(".md")]
cases = [tuple(f[:-4].rsplit(".", 1)) for f in files if f.endswith(".txt")]
for n in names:
    if n not in {c[0] for c in cases}:
        cases += [(n, w) for w in ("80", "30", "80s")] if os.environ.get("QORJYN_BLESS") else []
        ok(bool(os.environ.get("QORJYN_BLESS")), "%s has an expected page" % n)
for c in cases:
    play(*c)
done()
