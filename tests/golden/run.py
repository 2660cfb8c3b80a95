"""Golden pages: NAME.md and NAME.W.txt, what qorjyn cat -w W prints (W ending in a: with --ascii).

With QORJYN_BLESS set the expected files are written anew: read them before you commit them."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
from rig import done, ok, run  # noqa: E402


def lines(path):
    with open(path, encoding="utf-8") as f:
        return f.read().splitlines()


def first_difference(got, want):
    for n in range(max(len(got), len(want))):
        if got[n:n + 1] != want[n:n + 1]:
            return "line %d: %s instead of %s" % (n + 1, got[n:n + 1], want[n:n + 1])
    return ""


def play(name, width):
    ascii_only = width.endswith("a")
    source, expected = os.path.join(HERE, name + ".md"), os.path.join(HERE, "%s.%s.txt" % (name, width))
    r = run("cat", "-w", width.rstrip("a"), *(["--ascii"] if ascii_only else []), source)
    if os.environ.get("QORJYN_BLESS"):
        with open(expected, "wb") as f:
            f.write(r.out)
    why = first_difference(r.text.splitlines(), lines(expected))
    if ascii_only and open(source, "rb").read().isascii() and not r.out.isascii():
        why = "not ASCII"
    ok(r.status == 0 and not why, "%s at %s" % (name, width), why, r.said)


files = sorted(os.listdir(HERE))
names = [f[:-3] for f in files if f.endswith(".md")]
cases = [tuple(f[:-4].rsplit(".", 1)) for f in files if f.endswith(".txt")]
for n in names:
    if n not in {c[0] for c in cases}:
        cases += [(n, w) for w in ("80", "30")] if os.environ.get("QORJYN_BLESS") else []
        ok(bool(os.environ.get("QORJYN_BLESS")), "%s has an expected page" % n)
for c in cases:
    play(*c)
done()
