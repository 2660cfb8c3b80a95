"""Golden pages: NAME.md and NAME.W.txt, what qorjyn cat -w W prints (W ending in a: with --ascii).

With QORJYN_BLESS set the expected files are written anew: read them before you commit them."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import tap  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


def case(name, width):
    def check(folder):
        ascii_only = width.endswith("a")
        path = os.path.join(HERE, name + ".md")
        r = tap.run("cat", "-w", width.rstrip("a"), *(["--ascii"] if ascii_only else []), path)
        expected = os.path.join(HERE, f"{name}.{width}.txt")
        tap.equal(r.status, 0)
        if os.environ.get("QORJYN_BLESS"):
            with open(expected, "w", encoding="utf-8") as f:
                f.write(r.out)
        with open(expected, encoding="utf-8") as f:
            want = f.read().splitlines()
        got = r.out.splitlines()
        for n in range(max(len(got), len(want))):
            tap.equal(got[n:n + 1], want[n:n + 1], f"line {n + 1}")
        if ascii_only and all(ord(c) < 128 for c in open(path, encoding="utf-8", errors="replace").read()):
            r.out.encode("ascii")
    check.__name__ = f"{name}_at_{width}"
    return check


files = sorted(os.listdir(HERE))
names = [f[:-3] for f in files if f.endswith(".md")]
if os.environ.get("QORJYN_BLESS"):
    cases = [(n, w) for n in names for w in ("80", "30", "20a" if n in ("lists", "tables", "recommendations") else "200")]
else:
    cases = [tuple(f[:-4].rsplit(".", 1)) for f in files if f.endswith(".txt")]
missing = [n for n in names if n not in {c[0] for c in cases}]
for c in cases:
    tap.test(case(*c))
if missing:
    print(f"Bail out! no expected page for {missing}")
    sys.exit(1)
tap.main()
