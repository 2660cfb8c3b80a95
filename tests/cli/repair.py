"""repair: a whole bundle of damaged copies."""
import os
import random
import shutil

from rig import done, ok, path, run, write

draw = random.Random(1)
for i in range(12):
    write("src/r%02d.md" % i, "# Report %d\n\n" % i + " ".join(draw.choice(("state", "law", "right", "court")) + str(draw.randrange(10 ** 6)) for _ in range(3000)))
write("src/bundle.yaml", "qorjyn: 1\nid: org.example.r\nedition: 1\ntitle: T\n")
write("src/p.bin", draw.randbytes(50000))


def damage(data, at, n=600):
    out = bytearray(data)
    out[at:at + n] = bytes(b ^ 0x5A for b in out[at:at + n])
    return bytes(out)


run("keygen", "-o", path("office"), stdin=b"\n")
run("trust", "--yes", path("office.pub"), "Office")

for suffix in ("zip", "tar", "tar.gz", "tar.xz", "tar.zst"):
    whole = path("whole." + suffix)
    r = run("pack", path("src"), "-o", whole)
    data = open(whole, "rb").read()
    size = len(data)
    out = path("out." + suffix)

    def mended(name, *copies, status=0):
        files = [write("%d.%s" % (i, suffix), c) for i, c in enumerate(copies)]
        r = run("repair", *files, "-o", out, "--force")
        ok(r.status == status and (status or open(out, "rb").read() == data), "%s: %s" % (suffix, name), str(r))
        return r

    mended("a whole copy is found among damaged ones", damage(data, size // 2), data)
    for part in (1, 3, 6, 8):
        mended("damaged at %d and at %d tenths: the same bytes as before" % (part, part + 1), damage(data, size * part // 10), damage(data, size * (part + 1) // 10))
    mended("two places in one, one in the other", damage(damage(data, size // 5), size * 4 // 5), damage(data, size // 2))
    mended("one is cut short, the other damaged before that", data[:size * 2 // 3], damage(data, size // 3))
    run("sign", "-s", path("office.key"), whole)
    os.makedirs(path("sent"), exist_ok=True)
    sent = path("sent/whole." + suffix)
    shutil.copy(whole + ".minisig", sent + ".minisig")
    a, b = write("a." + suffix, damage(data, size // 4)), write("b." + suffix, damage(data, size * 3 // 5)[:size * 9 // 10])
    shutil.copy(a, sent)
    r = run("verify", sent)
    ok(r.status == 1 and "INVALID" in r.text, "%s: a damaged copy beside its signature is not verified" % suffix, str(r))
    r = run("repair", sent, b, "-o", sent, "--force")
    ok(r.status == 0, "%s: it is mended in its place" % suffix, str(r))
    r = run("verify", sent)
    ok(r.status == 0 and "Office" in r.text, "%s: and the signature that came with it fits again" % suffix, str(r))
    mended("three copies, each damaged", damage(data, size // 4), damage(data, size // 2), damage(data, size * 3 // 4))

# what no copy has
data = open(path("whole.zip"), "rb").read()
at = data.find(b"r05.md") + 200
a, b = write("a.zip", damage(data, at, 50)), write("b.zip", damage(data, at, 50))
r = run("repair", a, b, "-o", path("part.zip"))
ok(r.status == 1 and "r05.md could not be had" in r.said and "12 of 13" in r.text, "what no copy has is named, the rest is written", str(r))
r = run("list", path("part.zip"))
ok(r.status == 0 and "Report 4" in r.text and "r05.md is missing" in r.said, "and it is a bundle in which that is missing", str(r))
os.makedirs(path("unpacked"))
for n in os.listdir(path("src")):
    os.link(path("src/" + n), path("unpacked/" + n))
r = run("repair", a, path("unpacked"), "-o", path("folder.zip"))
ok(r.status == 0 and open(path("folder.zip"), "rb").read() == data, "an unpacked copy serves as well", str(r))
other = write("src/r05.md", "# Another edition\n")
run("pack", path("src"), "-o", path("newer.zip"))
r = run("repair", a, path("newer.zip"), "-o", path("mixed.zip"))
ok(r.status == 1 and "r05.md could not be had" in r.said, "a member of another edition is not taken for it", str(r))
old = open(path("part.zip"), "rb").read()
r = run("repair", a, b, "-o", path("part.zip"))
ok(r.status == 2 and "part.zip" in r.said and "--force" in r.said and open(path("part.zip"), "rb").read() == old, "a file that is there is not replaced", str(r))
plain = write("plain.zip", open(path("whole.zip"), "rb").read()[:100])
r = run("repair", plain, "-o", path("none.zip"))
ok(r.status == 2 and "No copy has a list" in r.said and not os.path.exists(path("none.zip")), "without a list of digests nothing can be told right from wrong", str(r))
r = run("repair", path("gone.zip"), path("whole.zip"), "-o", path("one.zip"))
ok(r.status == 0 and "gone.zip" in r.said and open(path("one.zip"), "rb").read() == data, "a copy that is not there is said", str(r))
done()
