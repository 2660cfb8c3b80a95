"""Bad input: each kind has its own sentence with the file's name, and the rest of a library goes on."""
import bz2
import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile

from rig import SAMPLE, done, make_tar, make_zip, offences, ok, one_line, path, run, skip, write

GOOD = make_zip("good.zip", [("ok.md", "# Good one\n\nGood text.\n")])


def refused(name, file, *words):
    """Nothing can be shown: one sentence with the file's name, status 2, and a good bundle beside it is still shown."""
    for command in ("cat", "list", "recs"):
        r = run(command, file)
        ok(r.status == 2 and one_line(r, os.path.basename(file), *words) and (command == "list" or not r.out), "%s: %s" % (name, command), str(r))
    r = run(file, GOOD)
    ok(r.status == 0 and "Good text" in r.text and one_line(r, *words), "%s: the bundle beside it is shown" % name, str(r))


def damaged(name, file, *words, shows=None):
    """Something can be shown, and what is wrong is said."""
    r = run("cat", file)
    ok(r.status == 0 and one_line(r, os.path.basename(file), *words) and (shows is None or shows in r.text), "%s: shown, and said" % name, str(r))
    r = run(file, GOOD)
    ok(r.status == 0 and "Good text" in r.text, "%s: the bundle beside it is shown" % name, str(r))


# ---- archives
many = [("r%d.md" % i, "# Report %d\n\n%s\n" % (i, os.urandom(600).hex())) for i in range(4)]
whole = make_zip("whole.zip", many)
data = open(whole, "rb").read()
damaged("a zip that stops", write("truncated.zip", data[:len(data) * 2 // 3]), "damaged", shows="Report 0")
damaged("a zip that stops: what was cut through", path("truncated.zip"), "r2.md", "only what could be read", shows="Report 1")
damaged("a zip without its last byte", write("tail.zip", data[:-1]), "not complete", shows="Report 3")
spoilt = bytearray(data)
at = spoilt.find(b"PK\1\2")
spoilt[at + 50:at + 150] = b"\xff" * 100
damaged("a zip with a damaged directory", write("directory.zip", spoilt), "not complete", shows="Report 3")
refused("a zip of which nothing is left", write("head.zip", data[:20]), "damaged")
r = run("check", path("tail.zip"))
ok(r.status == 1 and r.text.count("[damaged]") == 1, "check: nothing but the end of it is damaged", str(r))
refused("not an archive", write("words.zip", b"These are only words.\n" * 50), "not an archive")
refused("other archives are not opened", write("a.7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(100)), "not an archive")
refused("an empty file", write("zero.zip", b""), "empty")
refused("an empty zip", make_zip("nothing.zip", []), "empty")
refused("an archive without Markdown", make_zip("pictures.zip", [("a.png", b"\x89PNG"), ("b.txt", "x")]), "no reports", ".md")
refused("two layers of compression", write("twice.tar.gz", gzip.compress(gzip.compress(open(make_tar("t.tar", many), "rb").read()))), "more than once")
refused("two layers of different compression", write("mixed.tar.xz", lzma.compress(bz2.compress(open(path("t.tar"), "rb").read()))), "more than once")
os.makedirs(path("folder/sub"))
write("folder/note.txt", "x")
refused("a folder without Markdown", path("folder"), "no reports", ".md")
refused("a path that is not there", path("gone.zip"), "no such file")
os.mkfifo(path("pipe.zip"))
refused("a pipe", path("pipe.zip"), "neither a file nor a folder")
locked = write("locked.zip", data)
os.chmod(locked, 0)
if os.access(locked, os.R_OK):
    skip("a file that may not be read is said", "run by root, who may read all")
else:
    refused("a file that may not be read", locked, "permission denied")


def encrypt(data):
    """The mark of encryption set on every member (the bytes need not be cipher text to be refused)."""
    out = bytearray(data)
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        i = out.find(sign)
        while i >= 0:
            out[i + at] |= 1
            i = out.find(sign, i + 4)
    return bytes(out)


refused("an encrypted zip", write("secret.zip", encrypt(data)), "encrypted", "--passphrase")
mixed = bytearray(data)
i = mixed.find(b"PK\3\4", 10)
mixed[i + 6] |= 1
i = mixed.find(b"PK\1\2", mixed.find(b"PK\1\2") + 4)
mixed[i + 8] |= 1
damaged("one encrypted report of four", write("onesecret.zip", mixed), "r1.md", "encrypted", shows="Report 2")
for name, at, bytes_ in (("a wrong byte", 100, b""), ("a stream that does not decode", 0, b"\xff" * 60)):
    wrong = bytearray(data)
    i = wrong.find(b"r1.md") + 5 + at
    wrong[i:i + len(bytes_)] = bytes_
    if not bytes_:
        wrong[i] ^= 0xFF
    damaged(name + " in one report of a zip", write("flip.zip", wrong), "r1.md", "damaged", shows="Report 3")
    damaged(name + " in one report of a zip", path("flip.zip"), "r1.md", "damaged", shows="Report 0")
b = io.BytesIO()
with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
    for i in range(2000):
        z.writestr(zipfile.ZipInfo("%04d.md" % i), b"# Words that are packed\n" * 9, zipfile.ZIP_DEFLATED)
ruined = bytearray(b.getvalue())
i = ruined.find(b".md")
while 0 <= i < ruined.find(b"PK\1\2"):
    ruined[i + 3:i + 9] = b"\xff" * 6
    i = ruined.find(b".md", i + 1)
r = run("list", write("ruined.zip", ruined))
ok(r.status in (0, 2) and "ruined.zip" in r.said and "damaged" in r.said, "a zip in which everything is damaged is given up in time", r.said[:300])
tar = open(path("t.tar"), "rb").read()
damaged("a tar that stops", write("short.tar", tar[:3000]), "damaged", shows="Report 0")
# libarchive passes on what it unpacked in pieces of 64 KiB
tar = open(make_tar("long.tar", [("r%d.md" % i, "# Report %d\n\n%s\n" % (i, os.urandom(60000).hex())) for i in range(4)]), "rb").read()
packed = gzip.compress(tar)
damaged("a tar.gz that stops", write("short.tar.gz", packed[:len(packed) * 3 // 4]), "damaged", shows="Report 0")
sample = open(SAMPLE, "rb").read()
for part in (4, 2):
    r = run("list", write("short%d.tar.zst" % part, sample[:len(sample) * (part - 1) // part]))
    ok(r.status in (0, 2) and one_line(r, "damaged"), "a tar.zst that stops is said", str(r))
for mode in ("gz", "bz2", "xz"):
    r = run("cat", make_tar("fine.tar." + mode, many, "w:" + mode))
    ok(r.status == 0 and not r.err and "Report 3" in r.text, "a tar.%s is read" % mode, str(r))

# ---- limits
b = io.BytesIO()
with zipfile.ZipFile(b, "w", zipfile.ZIP_STORED) as z:
    for i in range(50010):
        z.writestr(zipfile.ZipInfo("%05d.md" % i), b"x")
r = run("list", write("many.zip", b.getvalue()))
ok(r.status == 0 and one_line(r, "many.zip", "50,000"), "more than 50,000 members: the first are listed", r.said)
huge = make_zip("bomb.zip", [("a.md", b"x" * (17 << 20)), ("b.md", "# Small\n")])
r = run("cat", huge)
ok(r.status == 0 and "Small" in r.text and "bomb.zip" in r.said and "a.md" in r.said and len(r.text) < 5000 and all(x.startswith("qorjyn: ") for x in r.said.splitlines()),
   "a member above 16 MiB is named, the others are shown", r.said)
b = io.BytesIO()
with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as z:
    for i in range(36):
        z.writestr(zipfile.ZipInfo("%02d.md" % i), bytes(15 << 20), zipfile.ZIP_DEFLATED)
r = run("list", write("all.zip", b.getvalue()))
ok(r.said.count("all.zip") >= 1 and ("512" in r.said or "too long" in r.said), "reports of more than 512 MiB together are said", r.said)

# names
r = run("list", make_tar("names.tar", [("../up.md", "# Up\n"), ("/abs.md", "# Abs\n"), ("ok.md", "# Fine\n")]))
ok(r.status == 0 and "Fine" in r.text and "up.md" in r.said, "names that lead out of the bundle are said", str(r))
b = io.BytesIO()
with tarfile.open(fileobj=b, mode="w") as t:
    for kind, name in ((tarfile.SYMTYPE, "link.md"), (tarfile.CHRTYPE, "device.md"), (tarfile.LNKTYPE, "hard.md")):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        t.addfile(info)
    info = tarfile.TarInfo("r.md")
    info.size = 5
    t.addfile(info, io.BytesIO(b"# Rr\n"))
r = run("cat", write("links.tar", b.getvalue()))
ok(r.status == 0 and "Rr" in r.text and "root:" not in r.text and all(n in r.said for n in ("link.md", "device.md", "hard.md")),
   "links and devices are named and not followed", str(r))

# manifest and front matter
r = run("cat", make_zip("manifest.zip", [("bundle.yaml", "title: [\n"), ("a.md", "# A\n")]))
ok(r.status == 0 and one_line(r, "manifest.zip", "bundle.yaml", "not in order"), "a broken manifest is said, the reports are shown", str(r))
r = run("cat", make_zip("newer.zip", [("bundle.yaml", "qorjyn: 99\ntitle: T\n"), ("a.md", "# A\n")]))
ok(r.status == 0 and one_line(r, "newer.zip", "newer qorjyn"), "a newer format is said", str(r))
r = run("cat", make_zip("missing.zip", [("bundle.yaml", "qorjyn: 1\nfiles:\n  - {path: b.md, size: 1}\n  - {path: a.md, size: 99}\n"), ("a.md", "# A\n")]))
ok(r.status == 0 and "# A" not in r.text and "b.md is missing" in r.said and "a.md" in r.said and "another size" in r.said,
   "files that are missing, or of another size, are named", str(r))
lost = "qorjyn: 1\nfiles:\n  - {path: a.md, size: 4}\n" + "".join("  - {path: lost%d.md, size: 1}\n" % i for i in range(100))
r = run("list", make_zip("lost.zip", [("bundle.yaml", lost), ("a.md", "# A\n")]))
named = r.said.count("is missing")
ok(r.status == 0 and 5 < named < 100 and "There are %d more" % (100 - named) in r.said, "of many that are missing the first are named, and how many more", str(r))
r = run("cat", write("front.md", "---\ntitle: [\n---\nBody stays.\n"))
ok(r.status == 0 and "Body stays" in r.text and one_line(r, "front.md", "front matter"), "broken front matter is said, the text stays", str(r))

# ---- reports
PLAIN = "plain text"


def plain(name, file, *words, shows, report=None):
    r = run("cat", file, *([report] if report else []))
    ok(r.status == 0 and shows in r.text and one_line(r, os.path.basename(file), PLAIN, *words) and not offences(r.out, False),
       "%s: shown as plain text, and why" % name, str(r))


plain("larger than 4 MiB", write("large.md", "*Words* of a report.\n" * (5 << 20 >> 4)), "4 MiB", shows="*Words*")
plain("larger than 4 MiB in a zip", make_zip("large.zip", [("big.md", "*Words* of it.\n" * (5 << 20 >> 3))]), "big.md", "4 MiB", shows="*Words*")
refused("a file larger than 16 MiB", write("vast.md", b"x " * (9 << 20)), "16 MiB")
os.makedirs(path("vast"))
write("vast/a.md", b"x " * (9 << 20))
write("vast/b.md", "# Beside\n")
r = run("cat", path("vast"))
ok(r.status == 0 and "Beside" in r.text and one_line(r, "a.md", "16 MiB"), "the same in a folder: the others are shown", str(r))
r = run("cat", path("vast"), "a")
ok(r.status == 2 and not r.out and one_line(r, "a.md", "16 MiB"), "asked for alone: status 2", str(r))
deep = write("deep.md", ">" * 5000 + " Bottom.\n\n" + "".join("  " * i + "- item\n" for i in range(300)))
r = run("cat", deep)
ok(r.status == 0 and "Bottom." in r.text, "a deep document is shown", r.said)
# patterns that take libcmark-gfm very long, at least in some versions
n = 256 << 10
slow = {
    "a deep list, then blank lines": "".join("  " * i + "* a\n" for i in range(700)) + "\n" * (n // 2),
    "a wide table with rows of one cell": "|" + "a|" * 16000 + "\n|" + "-|" * 16000 + "\n" + "a\n" * 60000,
    "www._": "www._" * (n // 5),
    "a deep quote, then a*": ">" * (n // 2) + "a*" * (n // 4),
    "<?": "<?" * (n // 2),
}
for what, text in slow.items():
    r = run("cat", write("slow.md", "Readable beginning.\n\n" + text))
    ok(r.status == 0 and "Readable beginning." in r.text and not offences(r.out, False) and
       (not r.err or one_line(r, "slow.md", PLAIN)), "%s: shown, as plain text when it takes too long" % what, r.said, str(r.status))
r = run("cat", make_zip("slow.zip", [("a.md", slow["a wide table with rows of one cell"]), ("b.md", "# Next\n")]))
ok(r.status == 0 and "Next" in r.text, "the next report of the same bundle is shown", r.said)
for name, text, shows in (
        ("bytes that are not UTF-8", b"# T\xe9tle\n\nbad \xff\xfe byte and \xc3\n", "byte and"), ("NUL", b"# T\n\nzero\0here\n", "zero"),
        ("lone CR", b"# Title\r\rfirst\r\rsecond\r", "second"), ("CR LF", b"# Title\r\n\r\n- one\r\n- two\r\n", "two"),
        ("BOM", b"\xef\xbb\xbf# Title\n\ntext\n", "text"), ("BOM and front matter", b"\xef\xbb\xbf---\r\ntitle: Tt\r\n---\r\nbody\r\n", "body"),
        ("UTF-16", "# Title\n\ntext\n".encode("utf-16"), "e"), ("only NUL", bytes(1000), "")):
    r = run("cat", write("odd.md", text))
    ok(r.status == 0 and shows in r.text and not offences(r.out, False), "%s: something readable" % name, str(r))
r = run("cat", write("odd.md", b"\xef\xbb\xbf# Title\r\rfirst\rline\r\r* x\r"))
ok(r.text.split("\n")[0] == "Title" and "first line" in r.text, "BOM and CR do not hide a heading", str(r))
r = run("list", "--json", *[path(x) for x in ("truncated.zip", "words.zip", "secret.zip", "good.zip", "flip.zip", "gone.zip")])
got = {os.path.basename(x["path"]): x for x in json.loads(r.out)}
ok(r.status == 0 and len(got) == 6 and got["truncated.zip"]["error"] and len(got["truncated.zip"]["reports"]) == 3 and
   all(got[x]["error"] and not got[x]["reports"] for x in ("words.zip", "secret.zip", "gone.zip")) and
   got["good.zip"]["error"] is None and got["flip.zip"]["error"] and got["flip.zip"]["reports"], "list --json: all of them, with their errors", str(r))
done()
