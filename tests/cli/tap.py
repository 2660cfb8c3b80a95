"""What the command line's tests share: running ./qorjyn, making bundles, TAP."""
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import traceback
import unicodedata
import zipfile

TOP = os.path.abspath(os.environ.get("top_builddir", "."))
PROGRAM = os.path.join(TOP, "qorjyn")
CIVIL = os.path.join(TOP, "bundles", "civil-space-kz.tar.zst")
HANDBOOK = os.path.join(TOP, "bundles", "handbook.zip")
TIMEOUT = 120

_tests = []


def test(f):
    """A test's name says what must hold; it takes a folder of its own."""
    _tests.append(f)
    return f


class Done:
    def __init__(self, p):
        self.status = p.returncode
        self.raw, self.raw_err = p.stdout, p.stderr
        self.out = p.stdout.decode("utf-8", "replace")
        self.err = p.stderr.decode("utf-8", "replace")


def run(*args, stdin=b"", env=None, cwd=None):
    e = {k: v for k, v in os.environ.items()
         if not k.startswith(("QORJYN_", "XDG_", "LANG", "LC_")) and k not in ("NO_COLOR", "HOME")}
    e.update(HOME="/nonexistent", LC_ALL="C.UTF-8")
    e.update(env or {})
    p = subprocess.run([PROGRAM, *args], input=stdin, capture_output=True, timeout=TIMEOUT, env=e, cwd=cwd)
    return Done(p)


def equal(a, b, what=""):
    if a != b:
        raise AssertionError(f"{what}: {a!r} is not {b!r}")


def holds(whole, *parts):
    for part in parts:
        if part not in whole:
            raise AssertionError(f"{part!r} is not in {whole!r}")


def lacks(whole, *parts):
    for part in parts:
        if part in whole:
            raise AssertionError(f"{part!r} is in {whole!r}")


def one_line(text):
    """A message is one clear line."""
    if text.count("\n") != 1 or not text.endswith("\n") or not text.startswith("qorjyn: "):
        raise AssertionError(f"not one line of a message: {text!r}")


def write(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def zip_of(folder, name, members):
    path = os.path.join(folder, name)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for n, data in members:
            info = zipfile.ZipInfo(n, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, data)
    return path


def tar_of(folder, name, members, mode="w:gz"):
    path = os.path.join(folder, name)
    with tarfile.open(path, mode) as t:
        for n, data in members:
            data = data if isinstance(data, bytes) else data.encode()
            info = tarfile.TarInfo(n)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return path


def columns(line):
    """Columns that a terminal needs for a line, near enough for what the tests print."""
    n = 0
    for c in line:
        if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf"):
            continue
        n += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return n


def main():
    failed = 0
    print(f"1..{len(_tests)}", flush=True)
    for n, f in enumerate(_tests, 1):
        folder = tempfile.mkdtemp(prefix="qorjyn-cli-")
        try:
            note = f(folder)
            print(f"ok {n} - {f.__name__}" + (f" # SKIP {note}" if note else ""), flush=True)
        except Exception:
            failed += 1
            print(f"not ok {n} - {f.__name__}", flush=True)
            for line in traceback.format_exc().splitlines():
                print("# " + line[:2000], flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed else 0)
