"""A catalogue that shows what is not translated: every message accented, in brackets, and 40 % longer.

    pseudo.py FILE.pot FILE.po

"Open" becomes "⟦Öpéñ~~⟧".  Format directives, placeholders in braces, and white space at the ends stay as they are.
What stands on the screen without brackets was not translated; a bracket inside brackets is a sentence made of parts."""
import ast
import re
import sys

OPEN, CLOSE = "⟦", "⟧"
ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "áćéíñöšúýžÁĆÉÍÑÖŠÚÝŽ")
KEEP = re.compile(r"(%(?:\d\$)?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|t|j)?[diouxXcsfgp]|%%|\{\w+\})")
ENDS = re.compile(r"\A((?:\s|·(?= ))*)(.*?)(\s*)\Z", re.S)


def pseudo_line(text):
    before, body, after = ENDS.match(text).groups()
    if not body:
        return text
    parts = KEEP.split(body)
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


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main(source, target):
    with open(source, encoding="utf-8") as f:
        found = list(entries(f.read()))
    out = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=n != 1;\\n"\n']
    for context, one, many in found:
        lines = ["msgctxt " + quoted(context)] if context else []
        lines.append("msgid " + quoted(one))
        if many:
            lines += ["msgid_plural " + quoted(many), "msgstr[0] " + quoted(pseudo(one)), "msgstr[1] " + quoted(pseudo(many))]
        else:
            lines.append("msgstr " + quoted(pseudo(one)))
        out.append("\n".join(lines) + "\n")
    with open(target, "w", encoding="utf-8") as f:
        f.write("\n".join(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
