"""No byte of a document, of its metadata or of its file names reaches the terminal as a control sequence.

Payloads go in through every door; what comes out is judged byte by byte."""
import json
import os
import re
import unicodedata

from tap import equal, main, run, tar_of, test, write, zip_of

RAW = ["\033[31mred", "\033]0;title\007", "\033]52;c;aGk=\007", "\033P+q\033\\", "\x9b31mc1", "\x9d0;c1\x9c", "a\bb", "a\rb", "\x7f", "\x0e\x0f",
       "\u202eright", "\u2066iso\u2069", "\u200bzero", "\u2028line\u2029", "\U000e0041tag", "\ufff9anno\ufffb", "\u115ffill", "\u00adsoft",
       "\ue000private"]
ENTITIES = ["&#27;[31m", "&#x1b;]0;x&#7;", "&#155;31m", "&#x9b;31m", "&#x202e;", "&#8232;", "&#xE0041;", "&#8;", "&#13;", "&#127;", "&#0;"]
SGR = re.compile(r"\033\[[0-9;]*m")
# bidi, invisible, tags, separators; not U+200B, which running text needs where lines may break
HARMFUL = set(list(range(0x202a, 0x202f)) + list(range(0x2066, 0x206a)) + [0x2028, 0x2029, 0xfff9, 0xfffa, 0xfffb, 0x115f, 0x61c, 0xfeff] +
              list(range(0xe0000, 0xe0080)))


def unclean(data, colour=False):
    """The first thing in the bytes that could act on a terminal; None."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as e:
        return f"not UTF-8: {data[e.start:e.start + 4]!r}"
    if colour:
        text = SGR.sub("", text)
    for i, c in enumerate(text):
        n = ord(c)
        if (n < 32 and c != "\n") or 0x7f <= n < 0xa0 or n in HARMFUL or unicodedata.category(c) == "Cs":
            return f"U+{n:04X} in {text[max(0, i - 20):i + 20]!r}"
    return None


def clean(r, what, colour=False):
    for data, where in ((r.raw, "out"), (r.raw_err, "err")):
        bad = unclean(data, colour and where == "out")
        if bad:
            raise AssertionError(f"{what}, {where}: {bad}")


def every_command(path, what):
    for env in ({}, {"LC_ALL": "C"}):
        for args in (["cat", path], ["cat", "-w", "20", path], ["list", path], ["list", "--json", path], ["recs", path],
                     ["recs", "--format=json", path], ["where", path]):
            clean(run(*args, env=env), f"{what} {args[0]}")
        clean(run("cat", "--color=always", path, env=env), what, colour=True)
    for args in (["list", "--json", path], ["recs", "--format=json", path]):
        json.loads(run(*args).out)


@test
def the_judge_sees_what_is_harmful(folder):
    for payload in RAW[:-2]:
        equal(unclean(payload.encode()) is not None, payload != "\u200bzero", payload)
    equal(unclean(b"\x9b31m") is not None, True)
    for good in ("text\n", "қазақша 漢字 e\u0301 👩\u200d👧\n", "a\u00a0b"):
        equal(unclean(good.encode()), None, good)
    equal(unclean(b"\033[1mbold\033[0m", colour=True), None)
    equal(unclean(b"\033[1mbold\033[0m") is not None, True)


def document(p):
    return f"""---
title: "T {p} t"
lang: en
from: "F {p}"
to: "{p}"
publisher: "P {p}"
symbol: "S {p}"
mechanism: "{p}"
"key {p}": "value {p}"
---
# Head {p} ing {{#an{p}chor}}

para {p} *emph {p}* **strong {p}** `code {p}` ~~s {p}~~ <b title="{p}">tag {p}</b>

- item {p} <!-- rec id="i{p}" to="t {p}" theme="{p}" odd{p}="v {p}" note="{p}" -->
1. num {p}

> quote {p}

```lang {p}
code {p}
```

    indented {p}

| head {p} | b |
|---|---|
| cell {p} | c |

[link {p}](target{p}.md "title {p}") ![alt {p}](picture{p}.png) <http://example.org/{p}> [ref]

[ref]: <where {p}> 'title {p}'

note[^n{p}] and [^plain]

[^n{p}]: foot {p}
[^plain]: foot {p}

<div>block {p}</div>

<!-- comment {p} -->
"""


@test
def raw_payloads_in_every_part_of_a_document(folder):
    for n, p in enumerate(RAW):
        path = write(folder, f"raw{n}.md", document(p))
        every_command(path, f"payload {n}")


@test
def payloads_written_as_entities(folder):
    for n, p in enumerate(ENTITIES):
        every_command(write(folder, f"entity{n}.md", document(p)), f"entity {p}")


@test
def all_payloads_at_once_as_plain_text_too(folder):
    text = "".join(RAW + ENTITIES)
    every_command(write(folder, "all.md", document(text.replace("\n", ""))), "all")
    r = run("cat", write(folder, "plain.md", "+ " * 32768 + "\n" * 65536 + text))
    clean(r, "plain text")
    equal("plain text" in r.err, True)


@test
def bytes_that_are_no_characters(folder):
    for n, b in enumerate((b"\x9b31m", b"\xc2", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff\xfe", b"\0\0", bytes(range(1, 256)))):
        every_command(write(folder, f"bytes{n}.md", b"# h " + b + b"\n\np " + b + b"\n"), f"bytes {n}")


@test
def names_of_members_and_manifests(folder):
    for n, p in enumerate(RAW):
        manifest = f'qorjyn: 1\nid: "x{p}"\nedition: "{p}"\ntitle: {{en: "T {p}", "l{p}": "u"}}\npublisher: "{p}"\nlicense: "{p}"\n' \
                   f'reports: ["r{p}"]\n"odd {p}": "{p}"\nfiles:\n  - {{path: "gone{p}", size: 1}}\n'
        members = [("bundle.yaml", manifest), (f"a{p}.md", "# A\n"), (f"../{p}.md", "x"), (f"d{p}/b.en.md", "# B\n"), (f"{p}.txt", "t")]
        every_command(zip_of(folder, f"z{n}.zip", members), f"zip {n}")
        every_command(tar_of(folder, f"t{n}.tar.gz", members), f"tar {n}")


@test
def names_of_files_and_folders_and_arguments(folder):
    for n, p in enumerate(RAW):
        name = p.replace("/", "_")
        every_command(write(folder, f"f{name}.md", "# A\n\ntext\n"), f"file {n}")
        every_command(write(folder, f"f{name}.zip", "no archive"), f"not an archive {n}")
        write(folder, f"d{n}/in{name}/a.md", "# A\n")
        every_command(f"{folder}/d{n}", f"folder {n}")
        for args in (["cat", f"/none/{name}"], ["cat", f"{folder}/d{n}", f"report{name}"], [f"--{name}"], ["-w", name, "x"], ["--lang", name, "x"],
                     [f"--color={name}", "x"], ["recs", f"--format={name}", "x"], ["where", "--state", f"{folder}/{name}"]):
            clean(run(*args), f"argument {n} {args[0]!r}")


@test
def the_environment_is_not_trusted_either(folder):
    for p in RAW:
        clean(run("where", env={"HOME": folder + "/" + p, "QORJYN_STATE": p, "QORJYN_LIBRARY": p, "QORJYN_LANG": p, "LANGUAGE": p}), repr(p))
        clean(run("cat", env={"QORJYN_LIBRARY": "/none/" + p}), repr(p))


main()
