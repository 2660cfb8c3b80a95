"""pack: what comes out, that it is the same everywhere, what is left out, what stops it."""
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tarfile
import time
import zipfile

from rig import QORJYN, SRC, done, environment, ok, one_line, path, run, skip, write

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x02tEXthicrc1" + b"\0\0\0\x01IDATxcrc2" + b"\0\0\0\0IENDcrc4"


def folder(name, manifest=True):
    if manifest:
        write(name + "/bundle.yaml", "qorjyn: 1\nid: org.example.x\nedition: 2016-04\ntitle: {en: Title, kk: Тақырып}\nreports:\n  - second\n  - first\n")
    write(name + "/first.en.md", "# First\n\n![p](pictures/a.png)\n")
    write(name + "/first.ru.md", "# Первый\n\nтекст\n")
    write(name + "/second.md", "# Second\n\n- Do. <!-- rec id=\"a\" -->\n")
    write(name + "/pictures/a.png", PNG.replace(b"\0\0\0\x02tEXthicrc1", b""))
    write(name + "/қазақша.txt", "x" * 1000)
    return path(name)


def members(file):
    if file.endswith(".zip"):
        with zipfile.ZipFile(file) as z:
            return [(i.filename, z.read(i)) for i in z.infolist()]
    with tarfile.open(file) as t:
        return [(i.name, t.extractfile(i).read()) for i in t]


def only_checked(r):
    """Nothing is said but what check finds and does not mind."""
    return all("warning:" in line or "see qorjyn check" in line for line in r.said.splitlines())


one = folder("one")
ORDER = ["bundle.yaml", "second.md", "first.en.md", "first.ru.md", "pictures/a.png", "қазақша.txt"]
for suffix in ("tar.zst", "tar.xz", "tar.gz", "tar", "zip"):
    out = path("out." + suffix)
    r = run("pack", one, "-o", out)
    ok(r.status == 0 and only_checked(r) and "2 reports" in r.text and "6 files" in r.text, "a folder becomes a %s" % suffix, str(r))
    r = run("list", out)
    ok(r.status == 0 and not r.err and "Title (2016-04)" in r.text and r.text.index("Second") < r.text.index("First"), "%s is read without a complaint" % suffix, str(r))
    if suffix == "tar.zst":
        if not shutil.which("bsdtar"):
            skip("tar.zst is read by others", "no bsdtar")
            continue
        names = subprocess.run(["bsdtar", "-tf", out], stdout=subprocess.PIPE, env=environment()).stdout.decode().split("\n")[:-1]
        ok(names == ORDER, "tar.zst: the manifest, the reports in their order, the rest", names)
        continue
    got = members(out)
    ok([n for n, _ in got] == ORDER, "%s: the manifest, the reports in their order, the rest" % suffix, got)
    listed = got[0][1].decode()
    ok(all('{path: "%s", size: %d, blake2b: %s}' % (n, len(b), hashlib.blake2b(b, digest_size=32).hexdigest()) in listed for n, b in got[1:]),
       "%s: size and digest of every member" % suffix, listed)
ok(all(i.mtime == 0 and i.uid == i.gid == 0 and not i.uname and i.mode == 0o644 for i in tarfile.open(path("out.tar"))), "no time, owner or mode of this machine")
z = {i.filename: i for i in zipfile.ZipFile(path("out.zip")).infolist()}
ok(z["pictures/a.png"].compress_type == zipfile.ZIP_STORED and z["second.md"].compress_type == zipfile.ZIP_DEFLATED, "what is compressed already is kept as it is in a zip")
if shutil.which("unzip"):
    ok(subprocess.run(["unzip", "-tqq", path("out.zip")]).returncode == 0, "unzip finds nothing wrong")
else:
    skip("unzip finds nothing wrong", "no unzip")

# the same bytes
two = path("else/where")
files = [os.path.relpath(os.path.join(top, f), one) for top, _, names in os.walk(one) for f in names]
for name in sorted(files, reverse=True):  # a folder lists them in another order
    write("else/where/" + name, open(os.path.join(one, name), "rb").read())
for n, name in enumerate(files):
    os.utime(os.path.join(two, name), (1e9 + n, 2e9 - n))
    os.chmod(os.path.join(two, name), (0o600, 0o755, 0o4711)[n % 3])
os.chmod(os.path.join(two, "pictures"), 0o700)
owned = os.geteuid() == 0  # only the superuser gives files away
try:
    for n, name in enumerate([*files, "pictures", "."]):
        if owned:
            os.chown(os.path.join(two, name), 1000 + n, 54321 - n)
except OSError:  # one of a namespace that has no other users
    owned = False
os.chmod(os.path.join(two, files[2]), 0o4755)  # a change of owner takes that away
for suffix in ("tar.zst", "tar.xz", "tar.gz", "tar", "zip"):
    for n, (mask, env) in enumerate(((0o077, {"TZ": "Asia/Almaty", "LC_ALL": "C", "HOME": path("another"), "USER": "another"}),
                                     (0, {"TZ": "Pacific/Apia", "LC_ALL": "ru_RU.UTF-8", "LANGUAGE": "ru", "SOURCE_DATE_EPOCH": "1"}))):
        made = path("two%d.%s" % (n, suffix))
        r = run("pack", two, "-o", made, env=environment(**env), preexec_fn=lambda: os.umask(mask))
        ok(r.status == 0 and open(made, "rb").read() == open(path("out." + suffix), "rb").read() and os.stat(made).st_mode & 0o777 == 0o666 & ~mask,
           "%s: other times, modes%s, order, zone, locale, umask %03o: the same bytes" % (suffix, ", owners" if owned else "", mask), str(r))
if not owned:
    skip("the same with other owners", "files cannot be given away here")
for source in ("tar.zst", "zip", "tar"):
    r = run("pack", path("out." + source), "-o", path("again.tar.xz"), "--force")
    ok(r.status == 0 and open(path("again.tar.xz"), "rb").read() == open(path("out.tar.xz"), "rb").read(), "packing the %s again gives the same bytes" % source, str(r))
with zipfile.ZipFile(path("odd.zip"), "w", zipfile.ZIP_DEFLATED) as z:
    for n in reversed(ORDER[1:]):
        z.write(os.path.join(one, n), "top/" + n)
    z.write(os.path.join(one, "bundle.yaml"), "top/bundle.yaml")
r = run("pack", path("odd.zip"), "-o", path("odd.tar.xz"))
ok(r.status == 0 and open(path("odd.tar.xz"), "rb").read() == open(path("out.tar.xz"), "rb").read(), "so does an archive in another order and in a folder", str(r))

# what is there stays
before = open(path("out.zip"), "rb").read()
r = run("pack", one, "-o", path("out.zip"))
ok(r.status == 2 and one_line(r, "out.zip", "--force") and open(path("out.zip"), "rb").read() == before, "a file that is there is not replaced", str(r))
r = run("pack", one, "-o", path("out.rar"))
ok(r.status == 2 and one_line(r, "out.rar", ".tar.zst"), "a name that says nothing is refused", str(r))
r = subprocess.run([QORJYN, "pack", "one"], cwd=path(""), env=environment(), stdout=subprocess.PIPE)
ok(r.returncode == 0 and open(path("one.tar.zst"), "rb").read() == open(path("out.tar.zst"), "rb").read(), "without -o: NAME.tar.zst")
r = run("pack", one, "-o", path("nowhere/x.zip"))
ok(r.status == 2 and one_line(r, "nowhere", "no such file"), "a folder that is not there is said", str(r))
if os.path.exists("/dev/full"):
    big = write("big/a.md", "# A\n\n" + os.urandom(300000).hex())
    r = subprocess.run(["sh", "-c", "ulimit -f 100; exec \"$0\" pack \"$1\" -o \"$2\" --force", QORJYN, path("big"), path("out.zip")], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    ok(r.returncode == 2 and b"out.zip cannot be written" in r.stderr and open(path("out.zip"), "rb").read() == before and not [f for f in os.listdir(path("")) if f.endswith(".part")],
       "a disk that fills up: the old file stays, nothing else is left", repr(r))
os.makedirs(path("many"), exist_ok=True)
for i in range(300):
    write("many/%d.md" % i, "# %d\n\n" % i + os.urandom(20000).hex())
p = subprocess.Popen([QORJYN, "pack", path("many"), "-o", path("many.tar.zst")], env=environment())
deadline = time.monotonic() + 60
while time.monotonic() < deadline and not [f for f in os.listdir(path("")) if f.endswith(".part")]:
    pass
p.send_signal(signal.SIGKILL)
p.wait()
while time.monotonic() < deadline and [f for f in os.listdir(path("")) if f.endswith(".part")]:
    pass
ok(not os.path.exists(path("many.tar.zst")) and not [f for f in os.listdir(path("")) if f.endswith(".part")], "killed: nothing is left behind")

# what belongs
three = folder("three", manifest=False)
for n in (".hidden", "a.md~", "Thumbs.db", "old.zip", "drafts/x.md", "note.tmpl"):
    write("three/" + n, "# X\n")
write("three/.qorjynignore", "/drafts/\n*.tmpl\n")
r = run("pack", three, "-o", path("three.zip"), "--exclude", "*.txt")
ok(r.status == 0 and [n for n, _ in members(path("three.zip"))] == ["bundle.yaml", "first.en.md", "first.ru.md", "second.md", "pictures/a.png"] and
   "2 hidden" in r.text and "1 backup" in r.text and "1 bundle" in r.text and "3 files or folders" in r.text and "--init" in r.text, "what does not belong is left out and counted", str(r))
r = run("pack", three, "-o", path("three.zip"), "--force", "--include", "*.en.md")
ok(r.status == 0 and [n for n, _ in members(path("three.zip"))] == ["bundle.yaml", "first.en.md"], "--include names what belongs", str(r))
r = run("pack", "--init", three)
draft = open(path("three/bundle.yaml")).read()
ok(r.status == 0 and "bundle.yaml" in r.text and "id: three" in draft and '- "second"' in draft and not os.path.exists(path("three.tar.zst")), "--init drafts a manifest", str(r), draft)
r = run("pack", "--init", three)
ok(r.status == 2 and one_line(r, "bundle.yaml", "stays") and open(path("three/bundle.yaml")).read() == draft, "and never another one", str(r))
r = run("pack", three, "-o", path("three.zip"), "--force")
ok(r.status == 0 and only_checked(r), "the draft can be packed", str(r))
ids = []
for name in ("Отчёты 2024", "Доклады", "-x"):
    write(name + "/a.md", "# %s\n" % name)
    r = run("pack", "--init", "./" + name, cwd=path(""))
    ids += re.findall(r"^id: (.*)$", open(path(name + "/bundle.yaml")).read(), re.M)
ok(len(set(ids)) == 3 and all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*", i) for i in ids) and "bundle" not in ids, "folders in other alphabets get series of their own", str(ids))

# what stops it
four = folder("four")
write("outside.md", "# Secret\n")
os.symlink(path("outside.md"), path("four/out.md"))
os.symlink("loop", path("four/loop"))
os.symlink("..", path("four/up"))
os.mkfifo(path("four/pipe.md"))
with open(os.path.join(path("four").encode(), b"bad\xff.md"), "wb") as f:
    f.write(b"x")
write("four/Second.MD", "# Clash\n")
os.symlink("first.en.md", path("four/linked.en.md"))
r = run("pack", four, "-o", path("four.zip"))
ok(r.status == 1 and not r.out and not os.path.exists(path("four.zip")) and all(any(a in line and b in line for line in r.said.splitlines()) for a, b in (
    ("out.md", "leads out"), ("loop", "leads nowhere"), ("up", "leads out"), ("pipe.md", "not an ordinary file"), ("bad<FF>.md", "cannot be stored"),
    ("second.md", "twice"), ("--despite-errors", "Nothing was packed"))), "each thing that cannot be packed is said, and nothing is", str(r))
r = run("pack", four, "-o", path("four.zip"), "--despite-errors")
got = dict(members(path("four.zip")))
ok(r.status == 0 and got.get("linked.en.md") == got["first.en.md"] and "out.md" not in got and b"Secret" not in b"".join(got.values()), "--despite-errors: the rest is; a link inside the folder is its file", str(r))
ok("not-regular" not in r.said, "what is packed is not said to be left out", str(r))
locked = write("five/a.md", "# A\n")
os.chmod(locked, 0)
if os.access(locked, os.R_OK):
    skip("a file that may not be read stops it", "run by root, who may read all")
else:
    r = run("pack", path("five"), "-o", path("five.zip"))
    ok(r.status == 1 and "a.md cannot be read" in r.said, "a file that may not be read stops it", str(r))
data = bytearray(open(path("out.zip"), "rb").read())
data[data.find(b"second.md") + 60] ^= 0xFF
write("torn.zip", data)
r = run("pack", path("torn.zip"), "-o", path("torn.tar"))
ok(r.status == 1 and "second.md" in r.said and not os.path.exists(path("torn.tar")), "a damaged bundle is not packed again", str(r))
r = run("list", path("torn.zip"))
ok(r.status == 0 and "second.md" in r.said, "a damaged member is named when the bundle is read", str(r))
tar = bytearray(open(path("out.tar"), "rb").read())
tar[tar.find("текст".encode())] ^= 1
r = run("cat", write("torn.tar", tar), "second")
ok(r.status == 0 and "Second" in r.text and one_line(r, "first.ru.md", "as its publisher packed it"), "a changed byte that no sum of the archive tells is named, the rest is shown", str(r))

# metadata
write("six/a.md", "---\ntitle: A\nauthor: A Name\nprivate: [author]\n---\n# A\n")
write("six/p.png", PNG)
r = run("pack", path("six"), "-o", path("six.zip"))
ok(r.status == 0 and "p.png has comments" in r.said and "a.md has front matter" in r.said and dict(members(path("six.zip")))["p.png"] == PNG, "what pictures and front matter tell is said", str(r))
r = run("pack", path("six"), "-o", path("six.zip"), "--force", "--strip-metadata")
got = dict(members(path("six.zip")))
ok(r.status == 0 and only_checked(r) and "2 files" in r.text and b"tEXt" not in got["p.png"] and got["a.md"] == b"---\ntitle: A\n---\n# A\n" and open(path("six/p.png"), "rb").read() == PNG,
   "--strip-metadata takes it out of the bundle, not of the sources", str(r))

def said_of(r, name, *words):
    """Whether there is a line about this file with these words."""
    return any(line.startswith("qorjyn: %s " % name) and all(w in line for w in words) for line in r.said.splitlines())


SEEDS = os.path.join(SRC, "tests", "fuzz", "seeds", "picture")
KINDS = (("gif", "a.gif", "has comments", b"Meet!"), ("tiff", "a.tif", "says where it was made", b"fifty deg"), ("heif", "a.heic", "has XMP data", b"x:who"),
         ("avif_film", "a.avif", "says when it was made", b"who!"), ("svg", "a.svg", "has marks of the program", b"docname"))
write("pictures/a.md", "# A\n")
for seed, name, _, _ in KINDS:
    shutil.copy(os.path.join(SEEDS, seed), path("pictures/" + name))
r = run("pack", path("pictures"), "-o", path("pictures.zip"))
ok(r.status == 0 and all(said_of(r, name, said, "--strip-metadata") for _, name, said, _ in KINDS), "of each kind of picture it is said what it tells", str(r))
r = run("pack", path("pictures"), "-o", path("pictures.zip"), "--force", "--strip-metadata")
got = dict(members(path("pictures.zip")))
ok(r.status == 0 and only_checked(r) and "%d files" % len(KINDS) in r.text and all(secret in open(os.path.join(SEEDS, seed), "rb").read() and secret not in got[name] for seed, name, _, secret in KINDS),
   "--strip-metadata takes it out of each", str(r), got)
ok(b"PIXL" in got["a.tif"] and b"PIXL" in got["a.heic"] and len(got["a.tif"]) == os.path.getsize(path("pictures/a.tif")) and b"NETSCAPE2.0" in got["a.gif"] and b"more" not in got["a.gif"],
   "what is seen stays", got)
r = run("pack", path("pictures.zip"), "-o", path("again.zip"))
ok(r.status == 0 and only_checked(r) and dict(members(path("again.zip"))) == got, "of what was taken out nothing is said any more", str(r))
write("papers/a.md", "# A\n")
for seed, name in (("pdf", "law.pdf"), ("svg_entities", "map.svg")):
    shutil.copy(os.path.join(SEEDS, seed), path("papers/" + name))
for option in ((), ("--strip-metadata",)):
    r = run("pack", path("papers"), "-o", path("papers.zip"), "--force", *option)
    got = dict(members(path("papers.zip")))
    ok(r.status == 0 and said_of(r, "law.pdf", "export it anew") and said_of(r, "map.svg", "export it anew") and said_of(r, "map.svg", "other pictures") and "Metadata" not in r.text and
       all(got[name] == open(path("papers/" + name), "rb").read() for name in ("law.pdf", "map.svg")), "what cannot be taken out is said and left %s" % " ".join(option or ("as it is",)), str(r))
try:
    from PIL import Image, ImageSequence
except ImportError:
    skip("a real decoder sees the same pixels", "no Pillow")
else:
    os.mkdir(path("real"))
    write("real/a.md", "# A\n")
    frames = [Image.effect_mandelbrot((60, 40), (-2, -1.5, 1, 1.5), n).convert("RGB") for n in (20, 40)]
    exif = Image.Exif()
    exif.update({271: "ACME", 305: "a program with a long name", 306: "2026:01:01 10:00:00", 315: "A. Somebody"})
    tags = {270: "a description of the place", 305: "a program with a long name", 315: "A. Somebody"}
    frames[0].save(path("real/a.jpg"), exif=exif)
    frames[0].save(path("real/a.png"), exif=exif)
    frames[0].save(path("real/a.gif"), save_all=True, append_images=frames[1:], comment=b"A. Somebody")
    frames[0].save(path("real/a.tif"), save_all=True, append_images=frames[1:], tiffinfo=tags)
    r = run("pack", path("real"), "-o", path("real.zip"), "--strip-metadata")
    with zipfile.ZipFile(path("real.zip")) as z:
        z.extractall(path("stripped"))

    def pixels(file):
        return [frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(Image.open(file))]
    ok(r.status == 0 and all(pixels(path("real/" + n)) == pixels(path("stripped/" + n)) and b"Somebody" not in open(path("stripped/" + n), "rb").read() for n in ("a.jpg", "a.png", "a.gif", "a.tif")),
       "a real decoder sees the same pixels", str(r))

# ids
write("seven/a.en.md", "---\nto: KAZ\n---\n## Recommendations\r\n\r\n1. Stop\r\n   this.\r\n2. Do that.\r\n")
write("seven/a.ru.md", "## Рекомендации\n\n1. Прекратить.\n2. Сделать. \n")
write("seven/b.md", "# B\n\n- One. <!-- rec to=\"KAZ\" -->\n- Two. <!-- rec id=\"x\" -->\n- `<!-- rec to=a -->`\n")
os.chmod(path("seven/b.md"), 0o640)
before = {n: open(path("seven/" + n), "rb").read() for n in os.listdir(path("seven"))}
was = run("recs", path("seven"), "--format=csv").text
r = run("pack", path("seven"), "-o", path("seven.zip"))
ok(r.status == 0 and before == {n: open(path("seven/" + n), "rb").read() for n in os.listdir(path("seven"))}, "sources are not touched unless that is asked for", str(r))
r = run("pack", path("seven"), "-o", path("seven.zip"), "--force", "--write-ids")
after = {n: open(path("seven/" + n), "rb").read() for n in os.listdir(path("seven"))}
en, ru = after["a.en.md"], after["a.ru.md"]
ids = [w.split(b'"')[1] for w in en.split() if w.startswith(b"id=")]
ok(r.status == 0 and "5 recommendations" in r.text and len(ids) == 2 and ids == [w.split(b'"')[1] for w in ru.split() if w.startswith(b"id=")], "--write-ids: the same ids in each language", str(r), en, ru)
ok(after["b.md"] == before["b.md"].replace(b"rec to=\"KAZ\"", b'rec id="rec-1" to="KAZ"') and os.stat(path("seven/b.md")).st_mode & 0o777 == 0o640, "ids that are there stay, so does every other byte", after["b.md"])
now = run("recs", path("seven"), "--format=csv").text
ok([line.split(",")[0] for line in was.splitlines() if ",\"en\"," in line] == [line.split(",")[0] for line in now.splitlines() if ",\"en\"," in line], "they are those by which the reader knew them", was, now)
r = run("pack", path("seven"), "-o", path("seven.zip"), "--force", "--write-ids")
ok(r.status == 0 and "0 recommendations" in r.text and after == {n: open(path("seven/" + n), "rb").read() for n in os.listdir(path("seven"))}, "a second time there is nothing to do", str(r))
for args, words in ((["pack"], ["Usage"]), (["pack", one, two], ["Usage"]), (["pack", "--no-trace", one], ["--no-trace"]), (["repair", one], ["Usage"]), (["pack", "--init", path("out.zip")], ["not a folder"])):
    r = run(*args)
    ok(r.status == 2 and one_line(r, *words), "bad usage is said: %s" % " ".join(os.path.basename(a) for a in args), str(r))
# what check finds comes before it
write("bad/r.en.md", "# R\n\nturned \u202e around\n")
r = run("pack", path("bad"), "-o", path("bad.zip"))
ok(r.status == 1 and "r.en.md:3: error:" in r.said and "[bidi]" in r.said and not os.path.exists(path("bad.zip")), "an error that check finds stops it", str(r))
r = run("pack", path("bad"), "-o", path("bad.zip"), "--despite-errors")
ok(r.status == 0 and os.path.exists(path("bad.zip")), "--despite-errors packs it as it is", str(r))

# and a signature after it
r = run("keygen", "-o", path("office"), stdin=b"\n")
ok(r.status == 0, "a key is made", str(r))
r = run("pack", one, "-o", path("signed.tar.zst"), "--sign", path("office.key"))
ok(r.status == 0 and os.path.exists(path("signed.tar.zst.minisig")), "--sign signs what was packed", str(r))
r = run("verify", path("signed.tar.zst"))
ok(r.status == 1 and "unknown" in r.text + r.said, "by a key that nobody trusts yet", str(r))
run("trust", "--yes", path("office.pub"), "Office")
r = run("verify", path("signed.tar.zst"))
ok(r.status == 0 and "Office" in r.text, "and verified when it is trusted", str(r))
if shutil.which("minisign"):
    ok(subprocess.run(["minisign", "-Vq", "-p", path("office.pub"), "-m", path("signed.tar.zst")]).returncode == 0, "minisign says so too")
else:
    skip("minisign says so too", "no minisign")

# ---- what an editor makes of the file of patterns
for i, (what, text) in enumerate((("with a mark", b"\xef\xbb\xbf/drafts/\r\n"), ("in UTF-16", "\ufeff/drafts/\r\n".encode("utf-16-le")),
                                  ("from here", b"./drafts/\n"), ("with Cyrillic in Windows-1251", "# черновики, их нет\n/drafts/\n".encode("cp1251")))):
    write("ign%d/a.md" % i, "# A\n")
    write("ign%d/drafts/s.md" % i, "# Secret\n")
    write("ign%d/.qorjynignore" % i, text)
    r = run("pack", path("ign%d" % i), "-o", path("ign%d.tar" % i))
    ok(r.status == 0 and [n for n, _ in members(path("ign%d.tar" % i))] == ["bundle.yaml", "a.md"], "a file of patterns %s is obeyed" % what, str(r))

# ---- what is private is private however it is written
for i, front in enumerate(("Author: Anna K\nprivate: [author]", "author: Anna K\nprivate: [Author]", "author: Anna K\nPrivate: [author]", "AUTHOR: Anna K\nPRIVATE: author")):
    write("pri%d/a.md" % i, "---\ntitle: A\n%s\n---\n# A\n" % front)
    r = run("pack", "--strip-metadata", path("pri%d" % i), "-o", path("pri%d.tar" % i))
    ok(r.status == 0 and b"Anna" not in open(path("pri%d.tar" % i), "rb").read(), "private front matter is taken out: %s" % front.split("\n"), str(r))

# ---- a choice that leaves no report
write("none/bundle.yaml", "qorjyn: 1\nid: org.example.n\nedition: 2016\ntitle: N\npublisher: P\n")
write("none/a.md", "# A\n")
r = run("pack", path("none"), "-o", path("none.tar"))
ok(r.status == 0 and "1 report\n" in r.text, "there is a bundle", str(r))
before = open(path("none.tar"), "rb").read()
for args in (["--include", "raports/*"], ["--exclude", "*.md"]):
    r = run("pack", path("none"), "-o", path("none.tar"), "--force", *args)
    ok(r.status == 1 and one_line(r, "Nothing was packed", "--include") and open(path("none.tar"), "rb").read() == before,
       "a choice that leaves no report packs nothing: %s" % args[0], str(r))
    r = run("pack", path("none.tar"), "-o", path("again.tar"), *args)
    ok(r.status == 1 and one_line(r, "Nothing was packed") and not os.path.exists(path("again.tar")), "nor of a bundle: %s" % args[0], str(r))

# ---- a signature that was there before
write("none.tar.minisig", "untrusted comment: x\n")
r = run("pack", path("none"), "-o", path("none.tar"), "--force")
ok(r.status == 0 and "none.tar.minisig is the signature of what was there before" in r.said, "an old signature beside a new bundle is said", str(r))

done()
