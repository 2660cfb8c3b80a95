"""A catalogue that shows what is not translated: every message accented, in brackets, and 40 % longer.

    pseudo.py SOURCES FILE.mo

"Open" becomes "⟦Öpéñ~~⟧".  Format directives, placeholders in braces, and white space at the ends stay as they are.
What stands on the screen without brackets was not translated; a bracket inside brackets is a sentence made of parts."""
import ast
import os
import re
import struct
import subprocess
import sys

OPEN, CLOSE = "⟦", "⟧"
ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "áćéíñöšúýžÁĆÉÍÑÖŠÚÝŽ")
KEEP = re.compile(r"(%(?:\d\$)?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|t|j)?[diouxXcsfgp]|%%|\{\w+\})")
ENDS = re.compile(r"\A((?:\s|·(?= ))*)(.*?)(\s*)\Z", re.S)


def pseudo_line(text):
    before, body, after = ENDS.match(text).groups()
    parts = KEEP.split(body)
    if not any(c.isalpha() for p in parts[::2] for c in p):
        return text  # "%s (%s)" has no words
    long = "".join(p if i % 2 else p.translate(ACCENTS) for i, p in enumerate(parts))
    letters = sum(len(p) for i, p in enumerate(parts) if not i % 2)
    return before + OPEN + long + "~" * max(1, round(letters * 0.4)) + CLOSE + after


def pseudo(text):
    """Line by line, so that every line of a longer text shows that it was translated."""
    return "\n".join(pseudo_line(line) for line in text.split("\n"))


def entries(pot):
    """(context, one, many) of each message but the header."""
    for block in re.split(r"\n\s*\n", pot):
        fields, name = {}, None
        for line in block.split("\n"):
            m = re.match(r'(msgctxt|msgid_plural|msgid|msgstr\[\d\]|msgstr)\s+(".*")', line)
            if m:
                name = m.group(1)
                fields[name] = ast.literal_eval(m.group(2))
            elif line.startswith('"') and name:
                fields[name] += ast.literal_eval(line)
        if fields.get("msgid"):
            yield fields.get("msgctxt"), fields["msgid"], fields.get("msgid_plural")


def catalogue(found):
    """The bytes of a .mo file: sorted ids, then texts, each with its NUL."""
    texts = {b"": b"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\nX-Review: draft\n"}
    for context, one, many in found:
        key = (context + "\4" if context else "") + one + ("\0" + many if many else "")
        texts[key.encode()] = (pseudo(one) + ("\0" + pseudo(many) if many else "")).encode()
    keys = sorted(texts, key=lambda k: k.split(b"\0")[0])
    at = 28 + 16 * len(keys)
    tables, data = b"", b""
    for strings in (keys, [texts[k] for k in keys]):
        for s in strings:
            tables += struct.pack("<II", len(s), at + len(data))
            data += s + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0) + tables + data


def template(srcdir):
    """The messages of the sources as a .pot; where xgettext is not installed, the one that came with them."""
    po = os.path.join(srcdir, "po")
    with open(os.path.join(po, "Makevars"), encoding="utf-8") as f:
        options = re.search(r"^XGETTEXT_OPTIONS = (.*)$", f.read(), re.M).group(1).split()
    with open(os.path.join(po, "POTFILES.in"), encoding="utf-8") as f:
        files = [line.strip() for line in f if line.strip() and not line.startswith("#")]
    try:
        made = subprocess.run(["xgettext", "-o", "-", *options, *files], cwd=srcdir, stdout=subprocess.PIPE, check=True)
        return made.stdout.decode()
    except FileNotFoundError:
        with open(os.path.join(po, "qorjyn.pot"), encoding="utf-8") as f:
            return f.read()


def main(srcdir, target):
    with open(target, "wb") as f:
        f.write(catalogue(list(entries(template(srcdir)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
