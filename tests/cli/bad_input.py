"""Whatever is wrong with a bundle or a report has a sentence of its own, and takes nothing else down."""
import gzip
import io
import json
import os
import struct
import tarfile
import zipfile

from tap import CIVIL, equal, holds, lacks, main, one_line, run, tar_of, test, write, zip_of

REPORT = "# A report\n\n" + "Some words of the report. " * 40 + "\n"


def refused(path, *words):
    """Nothing can be shown: one sentence with the file's name, exit 2."""
    r = run("cat", path)
    equal((r.status, r.out), (2, ""), path)
    for line in r.err.splitlines():
        one_line(line + "\n")
    holds(r.err, f"qorjyn: {path}: ", os.path.basename(path), *words)
    return r.err


@test
def what_cannot_be_opened_says_why(folder):
    sentences = [
        refused(folder + "/none.zip", "no such file"),
        refused(write(folder, "text.zip", b"just text, no archive"), "is not an archive"),
        refused(write(folder, "empty.zip", b""), "is empty"),
        refused(zip_of(folder, "other.zip", [("a.txt", "x"), ("b.png", "y")]), "no reports in it"),
    ]
    equal(len(set(sentences)), 4)
    os.mkdir(folder + "/bare")
    refused(folder + "/bare", "bare")
    if os.geteuid() != 0:
        path = zip_of(folder, "secret.zip", [("a.md", REPORT)])
        os.chmod(path, 0)
        refused(path, "permitted")


@test
def an_encrypted_zip_says_so(folder):
    path = zip_of(folder, "e.zip", [("a.md", REPORT)])
    data = bytearray(open(path, "rb").read())
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        i = data.index(sign)
        data[i + at] |= 1
    refused(write(folder, "enc.zip", bytes(data)), "encrypted")


@test
def two_layers_of_compression_are_refused(folder):
    inner = open(tar_of(folder, "in.tar.gz", [("a.md", REPORT)]), "rb").read()
    refused(write(folder, "twice.tar.gz.gz", gzip.compress(inner)), "more than once")


@test
def a_zip_cut_anywhere_is_damaged_and_never_shorter(folder):
    path = zip_of(folder, "z.zip", [("a.md", REPORT), ("b.md", REPORT)])
    data = open(path, "rb").read()
    for cut in list(range(1, 60, 7)) + list(range(60, len(data), 41)) + [len(data) - 1]:
        p = write(folder, "cut.zip", data[:cut])
        r = run("list", p)
        holds(r.err, "cut.zip")
        equal(r.err.count("damaged") + r.err.count("not an archive") > 0, True, cut)


@test
def a_tar_cut_anywhere_shows_what_came_before_and_says_so(folder):
    path = tar_of(folder, "t.tar", [("a.md", "# First\n"), ("b.md", REPORT)], "w")
    data = open(path, "rb").read()
    for cut in (700, 1024, 1500, 1600, len(data) - 9000):
        p = write(folder, "cut.tar", data[:cut])
        r = run("cat", p)
        holds(r.err, "cut.tar", "damaged")
        if cut >= 1024:
            equal(r.status, 0)
            holds(r.out, "First")


@test
def a_wrong_byte_in_a_member_is_named(folder):
    path = zip_of(folder, "w.zip", [("good.md", "# Good\n"), ("bad.md", REPORT)])
    data = bytearray(open(path, "rb").read())
    at = data.index(b"bad.md") + len("bad.md") + 8
    data[at] ^= 0x55
    r = run("cat", write(folder, "wrong.zip", bytes(data)))
    equal(r.status, 0)
    holds(r.out, "Good")
    holds(r.err, "bad.md", "wrong.zip", "damaged")


@test
def the_rest_of_a_library_keeps_working(folder):
    write(folder, "lib/broken.zip", b"PK\3\4 broken")
    zip_of(folder, "lib/good.zip", [("a.md", "# Still here\n")])
    write(folder, "lib/text.tar.gz", gzip.compress(b"no tar"))
    r = run(folder + "/lib")
    equal(r.status, 0)
    equal(r.out, "Still here\n══════════\n")
    equal(len(r.err.splitlines()), 2)
    a = json.loads(run("list", "--json", folder + "/lib").out)
    equal(sorted((os.path.basename(b["path"]), bool(b["error"]), len(b["reports"])) for b in a),
          [("broken.zip", True, 0), ("good.zip", False, 1), ("text.tar.gz", True, 0)])


@test
def links_devices_and_bad_names_are_skipped_and_named(folder):
    path = folder + "/odd.tar"
    with tarfile.open(path, "w") as t:
        for name, kind, target in (("link.md", tarfile.SYMTYPE, "/etc/passwd"), ("hard.md", tarfile.LNKTYPE, "good.md"),
                                   ("pipe.md", tarfile.FIFOTYPE, "")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            t.addfile(info)
        for name in ("good.md", "../up.md", "/abs.md", "a/../../b.md", "Good.MD"):
            data = f"# {os.path.basename(name)}\n".encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    r = run("cat", path)
    equal(r.status, 0)
    holds(r.out, "good.md")
    lacks(r.out, "root:", "up.md", "abs.md")
    holds(r.err, "link.md", "hard.md", "pipe.md", "../up.md", "/abs.md", "Good.MD")


@test
def too_large_a_report_is_plain_text_or_a_sentence(folder):
    line = b"A line of a very long report, *not* laid out.\n"
    path = write(folder, "large.md", line * (5 * 1024 * 1024 // len(line)))
    r = run("cat", path)
    equal(r.status, 0)
    holds(r.err, "large", "plain text", "4 MiB")
    holds(r.out, "*not*")
    path = write(folder, "huge.md", line * (17 * 1024 * 1024 // len(line)))
    refused(path, "16 MiB")
    zip_of(folder, "huge.zip", [("huge.md", line * (17 * 1024 * 1024 // len(line))), ("small.md", "# Small\n")])
    r = run("cat", folder + "/huge.zip")
    equal((r.status, r.out), (0, "Small\n═════\n"))
    holds(r.err, "huge.md", "too large")
    r = run("cat", "-", stdin=line * (17 * 1024 * 1024 // len(line)))
    equal(r.status, 2)
    holds(r.err, "16 MiB")


@test
def too_deep_a_report_is_flattened(folder):
    r = run("cat", "-", stdin=(">" * 3000 + " deep words\n\n" + "- " * 300 + "deep list\n").encode())
    equal(r.status, 0)
    holds(r.out.replace("\n", " "), "deep words", "deep list")


@test
def a_report_that_takes_too_long_is_plain_text(folder):
    path = write(folder, "slow.md", "Slow words first.\n\n" + "+ " * 32768 + "\n" * 65536 + "\nlast words\n")
    r = run("cat", path)
    equal(r.status, 0)
    holds(r.out, "Slow words first.", "last words")
    holds(r.err, "plain text", "slow")
    path = zip_of(folder, "two.zip", [("a.md", open(path).read()), ("b.md", "# Quick\n")])
    r = run("cat", path)
    equal(r.status, 0)
    holds(r.out, "Slow words first.", "Quick\n═════\n")


@test
def what_is_not_utf8_survives_as_something_readable(folder):
    for name, data, words in (
            ("bom", b"\xef\xbb\xbf# Title\n", "Title"), ("crlf", b"# T\r\n\r\none\r\ntwo\r\n", "one two"),
            ("cr", b"# T\r\rone\rtwo\r", "one two"), ("bytes", b"a \xff\xfe b \xc3 c\n", "a \ufffd\ufffd b \ufffd c"),
            ("nul", b"a\0b\n", "a\ufffdb"), ("latin", "café".encode("latin-1") + b"\n", "caf\ufffd"), ("surrogate", b"x\xed\xa0\x80y\n", "x\ufffd")):
        r = run("cat", "-", stdin=data)
        equal(r.status, 0, name)
        holds(r.out, words)
        lacks(r.out, "\r", "\0", "\ufeff")


@test
def broken_front_matter_loses_the_metadata_only(folder):
    path = write(folder, "f.md", "---\ntitle: \"unclosed\nlang: [ru\n---\n\n# Text\n")
    r = run("cat", path)
    equal(r.status, 0)
    holds(r.out, "Text")
    lacks(r.out, "unclosed")
    holds(r.err, "front matter", "f.md")


@test
def a_broken_manifest_falls_back_to_names(folder):
    path = zip_of(folder, "m.zip", [("bundle.yaml", "qorjyn: [1\n"), ("a.md", "# A\n")])
    r = run("cat", path)
    equal((r.status, r.out), (0, "A\n═\n"))
    holds(r.err, "bundle.yaml", "m.zip")
    path = zip_of(folder, "n.zip", [("bundle.yaml", "qorjyn: 99\ntitle: N\n"), ("a.md", "# A\n")])
    r = run("cat", path)
    equal(r.status, 0)
    holds(r.err, "newer qorjyn")


@test
def a_file_the_manifest_lists_and_that_is_missing_is_named(folder):
    path = zip_of(folder, "m.zip", [("bundle.yaml", "qorjyn: 1\nfiles:\n  - {path: gone.md, size: 3}\n  - {path: a.md, size: 99}\n"), ("a.md", "# A\n")])
    r = run("cat", path)
    equal(r.status, 0)
    holds(r.err, "gone.md", "missing", "another size")


@test
def bombs_end_in_time_with_a_sentence(folder):
    big = gzip.compress(b"\0" * (200 << 20), 9)
    refused(write(folder, "zeros.tar.gz", big), "zeros.tar.gz")
    info = tarfile.TarInfo("big.md")
    info.size = 1 << 50
    r = run("cat", write(folder, "lie.tar", info.tobuf() + b"short"))
    equal(r.out, "short\n")
    holds(r.err, "lie.tar", "damaged")
    path = zip_of(folder, "many.zip", [(f"{i}.txt", "") for i in range(3000)] + [("a.md", "# A\n")])
    equal(run("cat", path).out, "A\n═\n")
    path = zip_of(folder, "bomb.zip", [("bomb.md", b"a" * (300 << 20)), ("a.md", "# A\n")])
    r = run("cat", path)
    equal(r.status, 0)
    holds(r.out, "A\n═")
    holds(r.err, "bomb.md")


@test
def a_zip_that_lies_about_sizes_is_not_believed(folder):
    path = zip_of(folder, "l.zip", [("a.md", REPORT)])
    data = bytearray(open(path, "rb").read())
    for sign, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        i = data.index(sign)
        data[i + at:i + at + 4] = struct.pack("<I", 10)
    r = run("cat", write(folder, "lies.zip", bytes(data)))
    holds(r.err, "lies.zip")


main()
