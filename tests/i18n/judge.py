"""Judges text in the pseudo-language of pseudo.py: what was not translated, what is cut without a sign, what is made of parts.

The documents of these tests are in Cyrillic, so that Latin letters outside the brackets are the program's own."""
import re

from pseudo import CLOSE, OPEN

WORD = re.compile(r"[A-Za-z]{2,}|(?<![A-Za-z-])[a-z](?![A-Za-z-])")
MAY_NEST = re.compile(r"(: |\(|\. |“|\n\s*)$")
MAY_FOLLOW = re.compile(r"^(\s*\n|\s\s|\s?[·:,.)|]|\Z)")


def fragments(text):
    """What stands outside all brackets, and the faults that the brackets themselves show."""
    outside, faults, depth = [], [], 0
    for i, c in enumerate(text):
        if c == OPEN:
            if depth and not MAY_NEST.search(text[:i]):
                faults.append("a sentence made of parts: " + text[max(0, i - 40):i + 20])
            depth += 1
        elif c == CLOSE:
            depth -= 1
            if depth < 0:
                faults.append("the beginning is missing: " + text[max(0, i - 40):i + 1])
                depth = 0
            if not depth and OPEN in text[i + 1:i + 3] and not MAY_FOLLOW.match(text[i + 1:]):
                faults.append("two parts beside one another: " + text[max(0, i - 30):i + 30])
        elif not depth:
            outside.append(c)
            continue
        outside.append(" " if not depth else "")
    if depth:
        faults.append("the end is missing: " + text[text.rfind(OPEN):][:60])
    return "".join(outside), faults


def untranslated(outside, allowed):
    """The words of our own that are not in brackets; allowed: a compiled pattern of what need not be."""
    return WORD.findall(allowed.sub(" ", outside))
