"""Every screen in every language that is shipped: no row is too wide, and the first key stands on the status line."""
import os
import re
import sys

sys.path[:0] = [os.path.join(os.environ.get("top_srcdir", "."), "tests", d) for d in ("cli", "i18n")]
from rig import BUILD, SRC, columns, done, ok, skip_all
from tours import PLAYER, play

CATALOGUES = os.path.join(BUILD, "po")
STATUS = re.compile(r"\d(\u00a0?%|/\d+)$")
with open(os.path.join(SRC, "po", "LINGUAS"), encoding="utf-8") as f:
    LANGS = f.read().split("\n")
LANGS = [lang for lang in LANGS if lang and not lang.startswith("#")]
if not os.path.exists(PLAYER) or not all(os.path.exists(os.path.join(CATALOGUES, lang + ".gmo")) for lang in LANGS):
    skip_all("the catalogues or the player are not built")


def faults(rows, cols):
    found = ["wider than the screen: " + r for r in rows if columns(r) > cols]
    if STATUS.search(rows[-1]) and not rows[-1].startswith(" ?"):
        found.append("no key on the last line: " + rows[-1])
    return found


ok(faults(["я" * 41], 40) and faults(["", "   1/8"], 40) and not faults(["я" * 40, " ? q  1/8"], 40), "faults would be seen")
for lang in LANGS:
    for size in ("80x24", "40x12"):
        bad, seen = [], 0
        for name, screens in play(size, CATALOGUES, lang):
            for rows in screens:
                seen += STATUS.search(rows[-1]) is not None
                bad += [name + ": " + x for x in faults(rows, int(size.split("x")[0]))]
        ok(not bad and seen > 50, "in %s all fits %s" % (lang, size), str(seen), *bad[:20])
done()
