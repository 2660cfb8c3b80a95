"""No text that a person sees is written into the sources without being marked for translation."""
import os
import re
import sys

sys.path[:0] = [os.path.join(os.environ.get("top_srcdir", "."), "tests", "cli")]
from rig import SRC, done, ok

# What puts text before a person, in the folders that do.
SHOWS = re.compile(r"\b(app_say|app_say_count|out_error|out_text|err_set|err_sys|usage_error|buf_adds|buf_addf|mem_printf|mem_strdup|"
                   r"add_fact|add_path|grid_text|grid_text_cut|number_format|field_next|prompt_new|popup_new)\s*\(")
# Written in the language of the report, or in a format that has its own words.
APART = ("reader/cite.c", "reader/cite_words.c", "reader/export.c", "reader/export_csv.c", "reader/export_json.c", "reader/export_refs.c", "reader/pack_manifest.c")
FOLDERS = ("bundle/problem.c", "bundle/record.c", "cli/", "doc/rec_words.c", "notes/", "page/", "reader/", "tui/", "worker/job.c", "worker/jail", "worker/spawner.c")
# Not words for people: names of files and of their contents, control sequences, our own names.
NOT_WORDS = re.compile(r"\\thashed\b|\\0[0-7]{2}|\\x[0-9a-fA-F]{2}|%[-+ #0]*[0-9.*]*(?:hh|h|ll|l|z|t|j)?[a-zA-Z]|\\[nt]|\bqorjyn\b|PACKAGE_\w+|[\w.%-]*/[\w./%-]*|"
                       r"[\w-]*\.(md|jsonl|yaml|lock|new|old|zip|tar|zst|key|pub|minisig)\b|urn:\S*|\b[A-Z][A-Z_]{3,}\b|\btimestamp:|<[^>]*>|\bnone\b|\bunmap\b|\brec\b|\bperson\b|\burl\b|--?[a-z]+(-[a-z]+)*")
COMPARES = re.compile(r"\b(?:str(?:n?cmp|str)|getenv|env)\([^()]*\)")


def arguments(text, at):
    """The text between the parentheses that open before at."""
    depth, i, quoted = 1, at, False
    while depth and i < len(text):
        c = text[i]
        if quoted:
            if c == "\\":
                i += 1
            quoted = c != '"'
        elif c == '"':
            quoted = True
        elif c == "'":
            i = text.index("'", i + (3 if text[i + 1] == "\\" else 2))
        elif c in "()":
            depth += 1 if c == "(" else -1
        i += 1
    return text[at:i - 1]


def unmarked(source):
    """Literals with words in calls that show them, outside _() and its kin."""
    source = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()), source, flags=re.S)
    for m in SHOWS.finditer(source):
        inside = COMPARES.sub("", arguments(source, m.end()))
        while True:  # what is marked goes, whole
            mark = re.search(r"\b(?:_|N_|tr|tr_n|tr_c)\s*\(", inside)
            if not mark:
                break
            marked = arguments(inside, mark.end())
            inside = inside[:mark.start()] + inside[mark.end() + len(marked) + 1:]
        for literal in re.findall(r'"((?:[^"\\]|\\.)*)"', inside):
            if re.search(r"[A-Za-z]{3,}", NOT_WORDS.sub(" ", literal)):
                yield source.count("\n", 0, m.start()) + 1, m.group(1), literal


wrong = 'x(void)\n{\n\tapp_say(app, false, "Not marked: %s", _("Marked"));\n\tbuf_adds(&b, _("Marked") /* "Not seen" */);\n\tbuf_addf(&b, "%s/mine.jsonl", "\\033[0m");\n}\n'
ok([x[2] for x in unmarked(wrong)] == ["Not marked: %s"], "would notice what is not marked, and nothing else", list(unmarked(wrong)))
root = os.path.join(SRC, "src")
seen = 0
for folder, _, names in sorted(os.walk(root)):
    for name in sorted(names):
        file = os.path.relpath(os.path.join(folder, name), root)
        if not name.endswith(".c") or not file.startswith(FOLDERS) or file in APART:
            continue
        with open(os.path.join(root, file), encoding="utf-8") as f:
            text = f.read()
        seen += len(SHOWS.findall(text))
        found = ["%s:%d: %s: \"%s\"" % (file, line, call, s) for line, call, s in unmarked(text)]
        ok(not found, "all is marked in " + file, *found)
ok(seen > 200, "there was much to look at", str(seen))
done()
