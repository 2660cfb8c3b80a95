"""The corpora of the benchmark: the same bytes on every machine.

FOLDER is filled with archives of reports in grammatical-looking Russian: headings, lists, tables, links, footnotes; with
single reports in other languages; and with reports of one odd shape each.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import zlib


class Language:
    def __init__(self, stems, endings, small, first, table):
        self.stems, self.endings, self.small = stems.split(), [""] + endings.split(), small.split()
        self.first, self.table = first, table


RU = Language(
    """государств комитет рекомендаци прав человек свобод собрани мнени суд закон положени защит
мер доступ информаци объединени граждан участи доклад обзор механизм осуществлени обязательств практик
насили дискриминаци образовани здоровь труд расследовани ответственност надзор независимост орган решени
развити соглашени процедур сообщени представител организаци законодательств выражени содержани заключени""",
    "а ы ов ам ами ах ия ию ией ого ому ых ыми ость ости",
    "в и на по с о не для что также при из к должно следует",
    "Настоящий", "| Мера | Содержание | Число |")
EN = Language(
    """state committee recommend right person freedom assembl opinion court law provision protect measure access
inform associat citizen participat report review mechanism implement oblig practic violen discriminat educat
health labour investigat account oversight independ bod decision develop agreement procedur communicat
represent organis legislat express content conclusion""",
    "s ed ing ation ations al ally ment ments er ers ness ive ity ities",
    "the of and to in a for that with on should by be or which",
    "This", "| Measure | Content | Number |")
KK = Language(
    """мемлекет комитет ұсыным құқық адам бостандық жиналыс пікір сот заң ереже қорғау шара қолжетім ақпарат
бірлестік азамат қатысу баяндама шолу тетік іске міндет тәжірибе зорлық кемсіту білім денсаулық еңбек тергеу
жауапкер қадағалау тәуелсіз орган шешім даму келісім рәсім хабарлама өкіл ұйым заңнама көзқарас мазмұн қорытынды""",
    "тар дар лар ның нің ға ге да де дан ден мен бен сы сі ын ін лық дік шылық",
    "және мен үшін бұл туралы бойынша осы арқылы керек тиіс емес бар оның",
    "Осы", "| Шара | Мазмұны | Саны |")

# The first words of every report in an archive: what the first frame must show.
FIRST = RU.first


class Writer:
    def __init__(self, seed, language=RU):
        self.language = language
        self.random = random.Random(seed)
        self.notes = 0

    def word(self):
        r, lang = self.random, self.language
        return r.choice(lang.small) if r.random() < 0.3 else r.choice(lang.stems) + r.choice(lang.endings)

    def sentence(self):
        r = self.random
        words = [self.word() for _ in range(r.randint(8, 22))]
        i = r.randrange(len(words))
        style = r.random()
        if style < 0.10:
            words[i] = f"**{words[i]}**"
        elif style < 0.18:
            words[i] = f"*{words[i]}*"
        elif style < 0.22:
            words[i] = f"[{words[i]}](https://example.org/{r.randint(1, 999)})"
        words[len(words) // 2] += ","
        text = " ".join(words)
        return text[:1].upper() + text[1:] + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.random.randint(2, 6)))

    def block(self, part):
        r = self.random
        kind = r.random()
        if kind < 0.08:
            return f"{'#' * r.randint(2, 4)} {' '.join(self.word() for _ in range(5)).capitalize()}"
        if kind < 0.20:
            return "\n".join(f"- {self.sentence()}" for _ in range(r.randint(3, 7)))
        if kind < 0.28:
            return "\n".join(f"{i}. {self.sentence()}" for i in range(part, part + r.randint(2, 5)))
        if kind < 0.31:
            rows = [f"| {self.word()} | {self.sentence()} | {r.randint(1, 900)} |" for _ in range(r.randint(3, 8))]
            return "\n".join([self.language.table, "|---|---|---:|"] + rows)
        if kind < 0.34:
            return f"> {self.paragraph()}"
        if kind < 0.37:
            self.notes += 1
            return f"{self.paragraph()}[^{self.notes}]\n\n[^{self.notes}]: {self.sentence()}"
        return self.paragraph()

    def report(self, title, size):
        parts = [f"# {title}", f"{self.language.first} {self.word()}. {self.paragraph()}"]
        have = sum(len(p.encode()) + 2 for p in parts)
        while True:
            block = self.block(len(parts))
            have += len(block.encode()) + 2
            if have > size:
                break
            parts.append(block)
        return "\n\n".join(parts) + "\n"


# name: sizes of its reports in bytes; the first one is the one that is measured
BUNDLES = {
    "six": [1_040_000] * 6,
    "ten": [64_000] * 10,
    "big": [1_040_000],
    "small": [64_000],
    "huge": [4 * 1024 * 1024 - 1024],
}


def pack(out, top, folder, files):
    """An archive of files, which lie in folder of top, without a list of digests: what is measured is reading."""
    for f in files:
        os.utime(os.path.join(top, f), (0, 0))
    how = ["--format", "zip"] if out.endswith(".zip") else ["--format", "ustar", "--zstd"]
    subprocess.run(["bsdtar", "-cf", out, *how, "--uid", "0", "--gid", "0", "--uname", "", "--gname", "", "-C", os.path.join(top, folder),
                    "-T", "-"], input="\n".join(f[len(folder) + 1:] for f in files).encode(), check=True)


def sources(folder, reports, size):
    """A folder to pack."""
    languages = (("ru", RU), ("en", EN), ("kk", KK))
    os.makedirs(folder)
    with open(os.path.join(folder, "bundle.yaml"), "w", encoding="utf-8", newline="\n") as f:
        f.write("qorjyn: 1\nid: org.example.large\nedition: 2016-01\ntitle: Large\n")
    for r in range(reports):
        code, language = languages[r % 3]
        with open(os.path.join(folder, f"report{r}.{code}.md"), "w", encoding="utf-8", newline="\n") as f:
            f.write(Writer(r, language).report(f"{language.first} {r}", size))


def library(folder, bundles, reports, size):
    """Bundles with a manifest; their reports are drawn from sixty texts in three languages."""
    languages = (("ru", RU), ("en", EN), ("kk", KK))
    pool = {code: [Writer(i, language).report(f"{language.first} {i}", size) for i in range(20)] for code, language in languages}
    draw = random.Random(1)
    sources = os.path.join(folder, "..", "sources")
    os.makedirs(folder, exist_ok=True)
    for b in range(bundles):
        top = os.path.join(sources, f"b{b}")
        os.makedirs(top, exist_ok=True)
        files = [f"b{b}/bundle.yaml"]
        with open(os.path.join(sources, files[0]), "w", encoding="utf-8", newline="\n") as f:
            f.write(f"qorjyn: 1\nid: org.example.b{b}\nedition: 2016-{b % 12 + 1:02}\ntitle: {{en: Bundle {b}, ru: Собрание {b}}}\n")
        for r in range(reports):
            code = languages[r % 3][0]
            files.append(f"b{b}/report{r}.{code}.md")
            with open(os.path.join(sources, files[-1]), "w", encoding="utf-8", newline="\n") as f:
                f.write(f"---\ntitle: {b}.{r}\norder: {r}\n---\n" + draw.choice(pool[code]))
        pack(os.path.join(folder, f"b{b}.tar.zst"), sources, f"b{b}", files)


def reports(folder, count, size):
    """An archive and a folder of many reports; their texts are sixty in three languages, whose paths are given, too."""
    texts, files = [], ["many/bundle.yaml"]
    os.makedirs(os.path.join(folder, "many"), exist_ok=True)
    for i in range(60):
        code, language = (("ru", RU), ("en", EN), ("kk", KK))[i % 3]
        texts.append((code, Writer(i, language).report(f"{language.first} {i}", size)))
    with open(os.path.join(folder, files[0]), "w", encoding="utf-8") as f:
        f.write("qorjyn: 1\nid: org.example.many\nedition: 2016-04\ntitle: Many\npublisher: Example\n")
    for i in range(count):
        code, text = texts[i % 60]
        files.append(f"many/report{i}.{code}.md")
        with open(os.path.join(folder, files[-1]), "w", encoding="utf-8", newline="\n") as f:
            f.write(text)
    pack(os.path.join(folder, "many.tar.zst"), folder, "many", files)
    return [os.path.join(folder, name) for name in files[1:61]]


def shapes(n):
    """Reports of one odd shape each, n times as large as the smallest."""
    w = Writer(n)
    word = [w.word() for _ in range(1000)]
    quotes = "\n".join("> " * (i % 50 + 1) + word[i % 1000] + "\n" for i in range(1000 * n))
    return {
        "one line": " ".join(word[i % 1000] for i in range(1400 * n)),
        "short lines": "".join(f"{i:09d}\n" for i in range(25_000 * n)),
        "short lines, no break": "x" * 250_000 * n,
        "lines of code": "```\n" + "".join(f"{i:09d}\n" for i in range(25_000 * n)) + "```\n",
        "table": "| a | b | c |\n|---|---|---|\n" + "".join(
            f"| {word[i % 1000]} | {word[i * 7 % 1000]} {word[i * 3 % 1000]} | {i} |\n" for i in range(1250 * n)),
        "wide table": "".join("|" + "|".join(cell for _ in range(50 * n)) + "|\n" for cell in ["a", "---"] + ["b"] * 40),
        "footnotes": " ".join(f"w[^{i}]" for i in range(2500 * n)) + "\n\n" + "".join(
            f"[^{i}]: {word[i % 1000]}\n\n" for i in range(2500 * n)),
        "headings": "".join(f"# {word[i % 1000]}\n\n" for i in range(10_000 * n)),
        "links": " ".join(f"[{word[i % 1000]}](#a{i})" for i in range(10_000 * n)),
        "outside links": " ".join(f"[{word[i % 1000]}](https://e.org/{i})" for i in range(10_000 * n)),
        "runs": " ".join(f"*{word[i % 1000]}* b" for i in range(10_000 * n)),
        "pictures": " ".join(f"![{word[i % 1000]}](a{i}.png)" for i in range(10_000 * n)),
        "nested quotes": quotes,
        "items": "".join(f"{i}. {word[i % 1000]}\n" for i in range(10_000 * n)),
        "recommendations": "".join(f"{i}. <!-- rec id=r{i} to=\"A\" -->{word[i % 1000]}\n" for i in range(5000 * n)),
        "hard breaks": "a\\\n" * 10_000 * n + "b",
        "accents": "e\u0301" * 30_000 * n,
        "han": "".join(chr(0x4E00 + i % 5000) for i in range(50_000 * n)),
        "odd words": " ".join(f"{word[i % 1000]}/{i}%x+{word[i * 3 % 1000]}" for i in range(5000 * n)),
    }


def singles(folder):
    """A report in each language; names and paths."""
    made = {}
    for name, language in (("English", EN), ("Russian", RU), ("Kazakh", KK)):
        made[name] = os.path.join(folder, name + ".md")
        with open(made[name], "w", encoding="utf-8", newline="\n") as f:
            f.write(Writer(1, language).report(language.first, 1_040_000))
    return made


def odd(folder, n):
    """The odd shapes; names and paths."""
    made = {}
    for number, (name, text) in enumerate(shapes(n).items()):
        made[name] = os.path.join(folder, f"odd{number}.{n}.md")
        with open(made[name], "w", encoding="utf-8", newline="\n") as f:
            f.write(text)
    return made


def make(folder):
    for number, (name, sizes) in enumerate(BUNDLES.items()):
        files = []
        os.makedirs(os.path.join(folder, name), exist_ok=True)
        for i, size in enumerate(sizes):
            files.append(f"{name}/report{i + 1}.ru.md")
            with open(os.path.join(folder, files[-1]), "w", encoding="utf-8", newline="\n") as f:
                f.write(Writer(100 * number + i).report(f"Доклад {i + 1}", size))
        for suffix in ("tar.zst", "zip"):
            pack(os.path.join(folder, f"{name}.{suffix}"), folder, name, files)


def record_line(record):
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))[:-1].encode()
    return text + b',"qorjyn:crc32":"%08x"}\n' % zlib.crc32(text)


def editions(folder, state, reports, each):
    """Two editions of a series of reports, the second with its recommendations in another order; notes on each in the state
    folder.  How many."""
    words = [EN.stems[i % len(EN.stems)] for i in range(12 * each)]
    lines = [record_line({"type": "AnnotationSet", "qorjyn:version": 1})]
    os.makedirs(os.path.join(state, "notes"), exist_ok=True)
    for edition in ("2016", "2019"):
        name = os.path.join(folder, edition)
        os.makedirs(name)
        files = [f"{edition}/bundle.yaml"]
        with open(os.path.join(folder, files[0]), "w", encoding="utf-8") as f:
            f.write(f"qorjyn: 1\nid: org.example.editions\nedition: {edition}\ntitle: Editions\n")
        for r in range(reports):
            items = [f"Recommendation {i} of report {r}: " + " ".join(words[i:i + 12]) for i in range(each)]
            files.append(f"{edition}/report{r}.en.md")
            shown = items if edition == "2016" else items[::-1]
            with open(os.path.join(folder, files[-1]), "w", encoding="utf-8") as f:
                f.write("# Report\n\n## Recommendations\n\n" + "".join(f"- {s}\n\n" for s in shown))
            for i, s in enumerate(items if edition == "2016" else ()):
                quote = {"type": "TextQuoteSelector", "exact": s, "prefix": "before", "suffix": "after"}
                lines.append(record_line({
                    "id": f"urn:uuid:{r:08d}-{i:04d}-4000-8000-000000000000", "type": "Annotation", "motivation": "bookmarking",
                    "created": "2026-01-01T00:00:00Z", "modified": "2026-01-01T00:00:00Z",
                    "target": {"selector": [quote], "qorjyn:series": "org.example.editions", "qorjyn:edition": "2016",
                               "qorjyn:report": f"report{r}", "qorjyn:lang": "en", "qorjyn:title": "Report", "qorjyn:block": 4 + 2 * i,
                               "qorjyn:heading": ["Report", "Recommendations"], "qorjyn:unique": "words"}}))
        pack(os.path.join(folder, f"{edition}.tar.zst"), folder, edition, files)
        shutil.rmtree(name)
    with open(os.path.join(state, "notes", "mine.jsonl"), "wb") as f:
        f.write(b"".join(lines))
    return reports * each


if __name__ == "__main__":
    make(sys.argv[1])
