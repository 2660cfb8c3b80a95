"""Every screen in the pseudo-language: all is translated and whole, labels 40 % longer leave the keys on the screen and
what is cut has its sign.  The screens are played by tests/tui/screens_t, on documents in Cyrillic."""
import os
import re
import sys

sys.path[:0] = [os.path.join(os.environ.get("top_srcdir", "."), "tests", d) for d in ("cli", "i18n")]
from judge import fragments, untranslated
from pseudo import CLOSE, OPEN
from rig import BUILD, columns, done, ok, skip_all
from tours import PLAYER, play

CATALOGUES = os.path.join(BUILD, "tests", "i18n")
if not os.path.getsize(os.path.join(CATALOGUES, "aa.mo")) or not os.path.exists(PLAYER):
    skip_all("there is no pseudo-catalogue or no player")

SIZES = ("80x24", "40x12", "30x8")

KEYS = "Down Up Left Right PgDn PgUp Home End S-Tab Tab Enter Backspace Delete Esc F1 Space".split()
ALLOWED = re.compile(r"/tmp/qorjyn(?:\S|\n\s*)*?jsonl|YYYY-MM-DD|http://127.1|\b(kk|ru|en)\b|\S*\.(md|zip|yaml|png|csv)\b|\bqorjyn\s+[0-9.]+|"
                     # the keys of the help, at the right
                     r"(?m:(?<=  )(?:(?:" + "|".join(KEYS) + r"|C-[a-z]|[A-Za-z]|[][{}<>?/])(?: |$))+$)")


def cut(row):
    return "…" in row[row.rfind(OPEN):]


def balance(rows):
    return sum(r.count(OPEN) - r.count(CLOSE) for r in rows)


def whole(rows, scrolls):
    """The rows as one text in which what is cut with a sign, or goes on above or below, is whole again."""
    out, depth = [], 0
    if scrolls:
        text = "\n".join(rows)
        rows = text[text[:(text + OPEN).index(OPEN)].rfind(CLOSE) + 1:].split("\n")
    for row in rows:
        if balance([row]) > 0:
            row = row.replace("…  ", "…" + CLOSE + "  ", 1)  # cut beside something else
        depth += balance([row])
        if depth > 0 and cut(row):
            row += CLOSE * depth
            depth = 0
        out.append(row)
    return "\n".join(out) + CLOSE * (depth if scrolls and depth > 0 else 0)


def judge(rows, cols):
    """The faults of a screen: its title, what it shows, its status line or message."""
    bottom = len(rows) - 1
    least = 1 if rows[-1].rstrip().endswith("…") else 0  # a message that is cut is not closed
    while bottom > 1 and balance(rows[bottom:]) < least:
        bottom -= 1
    found = []
    for part in (whole(rows[:1], False), whole(rows[1:bottom], True), whole(rows[bottom:], False)):
        outside, faults = fragments(part)
        words = untranslated(outside, ALLOWED)
        found += faults + (["not translated: %s" % words] if words else [])
    if any(columns(r) > cols for r in rows):
        found.append("wider than the screen")
    if cols >= 40 and re.search(r"\d(%|/\d+)$", rows[-1]) and not rows[-1].startswith(" ⟦? hélp"):
        found.append("no key on the last line")
    return found


judged = 0
for size in SIZES:
    for name, screens in play(size, CATALOGUES, "aa"):
        bad = []
        for n, screen in enumerate(screens):
            faults = judge(screen, int(size.split("x")[0]))
            judged += sum(r.count(OPEN) for r in screen)
            if faults:
                bad += ["screen %d:" % n, *faults, *screen]
        ok(not bad, "translated and whole at %s: %s" % (size, name), *bad[:60])
for name, wrong in (("a word that is not translated", [" Library", " ⟦? hélp⟧  1/8"]), ("a label without its end", ["", " ⟦Éditi", " ⟦? hélp⟧  1/8"][:1] + [" ⟦Lib"]),
                    ("parts of a sentence", ["", "⟦öne⟧⟧ ⟦twö⟧", ""]), ("a last line without a key", ["", "", "   1/8"]), ("a row too wide", ["я" * 81, "", ""])):
    ok(judge(wrong, 80), "would be seen: " + name)
ok(judged > 500, "there was much to judge", str(judged))
done()
