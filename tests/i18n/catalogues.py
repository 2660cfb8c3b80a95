"""What a translation must keep of its message: placeholders, options, names, keys, and the space at its ends."""
import os
import re
import struct
import sys

sys.path[:0] = [os.path.join(os.environ.get("top_srcdir", "."), "tests", "cli")]
from rig import BUILD, SRC, done, ok, skip_all

KEPT = re.compile(r"\{\w+\}|--[a-z]+(?:-[a-z]+)*|\b(?:QORJYN_\w+|NO_COLOR|HOME|TERM|Landlock|Markdown|UTF-8|ASCII|Esc|Enter|Tab|Ctrl|Shift)\b|"
                  r"\bqorjyn (?:cat|list|recs|where)\b|\.(?:md|markdown|zip|tar\.zst|yaml)\b")
ENDS = re.compile(r"\A((?: · |\s)*).*?(\s*)\Z", re.S)


def messages(data):
    """(id, text) of a .mo file; plural forms apart."""
    count, ids, texts = struct.unpack_from("<3I", data, 8)
    for i in range(count):
        pair = []
        for table in (ids, texts):
            length, at = struct.unpack_from("<2I", data, table + 8 * i)
            pair.append(data[at:at + length].decode())
        one, *many = pair[0].split("\0")
        for text in pair[1].split("\0"):
            if one:
                yield many[0] if many else one, text


def lost(message, text):
    """What the translation does not keep."""
    found = [k for k in set(KEPT.findall(message)) if k not in text]
    if ENDS.match(message).groups() != ENDS.match(text).groups():
        found.append("space at the ends")
    return found


ok(lost("{bundle} at --help", "x"), "would see a placeholder and an option that are lost")
ok(lost("  reads", "lit") and lost("Find: ", "Chercher :") and not lost(" · from %s", " · de %s"), "would see lost space")
with open(os.path.join(SRC, "po", "LINGUAS"), encoding="utf-8") as f:
    langs = [line.strip() for line in f if line.strip() and not line.startswith("#")]
for lang in langs:
    file = os.path.join(BUILD, "po", lang + ".gmo")
    if not os.path.exists(file):
        skip_all("the catalogues are not built")
    with open(file, "rb") as f:
        bad = ["%s: %r: %r" % (what, m, t) for m, t in messages(f.read()) for what in [lost(m, t)] if what]
    ok(not bad, "the translations into %s keep what they must" % lang, *bad)
done()
