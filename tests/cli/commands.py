"""Every command and option does what the manual says."""
import json
import os
import re
import subprocess

from tap import CIVIL, HANDBOOK, PROGRAM, columns, equal, holds, lacks, main, one_line, run, tar_of, test, write, zip_of

REC_KEYS = ["bundle", "series", "edition", "report", "title", "lang", "id", "para", "from", "to", "theme", "persons", "sdg",
            "response", "implementation", "assessed", "action", "see", "other", "text", "context", "heading", "declared",
            "bookmarked", "citation"]
LIST_KEYS = ["path", "series", "edition", "title", "publisher", "signature", "key", "error", "reports"]


@test
def help_and_version_go_to_standard_output(folder):
    r = run("--help")
    equal((r.status, r.err), (0, ""))
    holds(r.out, "qorjyn cat", "qorjyn list", "qorjyn recs", "qorjyn where", "--no-trace", "--lang")
    for args in (["cat", "--help"], ["--version"]):
        equal((run(*args).status, run(*args).err), (0, ""), args)
    equal(bool(re.match(r"qorjyn \d+\.\d+", run("--version").out)), True)


@test
def bad_usage_is_one_clear_line_and_exit_2(folder):
    for args in (["--nope"], ["-w"], ["-w", "9"], ["cat", "-w", "wide", CIVIL], ["--color=red", CIVIL], ["--lang", "klingon", CIVIL],
                 ["--lang"], ["--state", "", CIVIL], ["recs", "--format=xml", CIVIL], ["list", "-w", "40", CIVIL],
                 ["cat", "--json", CIVIL], ["cat", "a", "b", "c"], ["recs", "--json", CIVIL]):
        r = run(*args)
        equal((r.status, r.out), (2, ""), args)
        one_line(r.err)


@test
def cat_prints_all_reports_or_one(folder):
    r = run("cat", CIVIL)
    equal((r.status, r.err), (0, ""))
    holds(r.out, "background", "eight recommendations", "four general recommendations")
    for name in ("kazakhstan", "reports/kazakhstan", "reports/kazakhstan.en.md", "Civil space in Kazakhstan: eight recommendations"):
        r = run("cat", CIVIL, name)
        equal((r.status, r.err), (0, ""), name)
        equal(r.out.splitlines()[0], "Civil space in Kazakhstan: eight recommendations")
        lacks(r.out, "four general")
    r = run("cat", CIVIL, "nosuch")
    equal((r.status, r.out), (2, ""))
    one_line(r.err)
    holds(r.err, "nosuch", "qorjyn list")


@test
def not_a_terminal_is_cat(folder):
    equal(run(CIVIL).out, run("cat", CIVIL).out)
    equal(run(CIVIL, HANDBOOK).out.count("How to use qorjyn") > 0, True)


@test
def cat_reads_standard_input(folder):
    r = run("cat", "-", stdin="# Тест\n\nтекст *важный*\n".encode())
    equal((r.status, r.err, r.out), (0, "", "Тест\n════\n\nтекст важный\n"))
    equal(run("cat", "-", stdin=b"").status, 0)


@test
def no_line_is_wider_than_asked(folder):
    text = "слово " * 60 + "\n\n- пункт " + "қазақша мәтін " * 30 + "\n\n> цитата " + "words " * 50 + "\n\n" + \
        "| а | б |\n|---|---|\n| " + "ячейка " * 20 + "| " + "клетка " * 20 + "|\n"
    for width in (20, 21, 30, 40, 79, 80, 120, 200):
        r = run("cat", "-w", str(width), "-", stdin=text.encode())
        equal(r.status, 0)
        for line in r.out.splitlines():
            if columns(line) > width:
                raise AssertionError(f"{columns(line)} columns at -w {width}: {line}")
            equal(line, line.rstrip())
        equal(r.out.endswith("\n"), True)
    r = run("cat", "-w", "30", CIVIL)
    for line in r.out.splitlines():
        if columns(line) > 30 and " " in line.strip():
            raise AssertionError(f"{columns(line)} columns: {line}")


@test
def colour_adds_sgr_and_nothing_else(folder):
    plain, colour = run("cat", HANDBOOK), run("cat", "--color=always", HANDBOOK)
    holds(colour.out, "\033[")
    stripped = re.sub(r"\033\[[0-9;]*m", "", colour.out)
    lacks(stripped, "\033")
    equal([x.rstrip() for x in stripped.splitlines()], plain.out.splitlines())
    for args, env in ((["--color=never"], {}), (["--color=auto"], {}), ([], {"NO_COLOR": "1"}), (["--no-color"], {})):
        lacks(run("cat", *args, HANDBOOK, env=env).out, "\033")


@test
def languages_are_chosen_in_the_order_asked(folder):
    first = lambda *a, **k: run(*a, **k).out.splitlines()[0]
    kk, ru, en = "Қазақстандағы азаматтық кеңістік: сегіз ұсыным", "Гражданское пространство в Казахстане: восемь рекомендаций", \
        "Civil space in Kazakhstan: eight recommendations"
    equal(first("cat", "-l", "kk", CIVIL, "kazakhstan"), kk)
    equal(first("--lang", "fr,ru,kk", "cat", CIVIL, "kazakhstan"), ru)
    equal(first("cat", "-l", "fr", CIVIL, "kazakhstan"), en)
    equal(first("cat", CIVIL, "kazakhstan", env={"QORJYN_LANG": "ru"}), ru)
    equal(first("cat", CIVIL, "kazakhstan", env={"LANGUAGE": "kz:en"}), kk)
    equal(first("cat", CIVIL, "kazakhstan", env={"LC_ALL": "ru_RU.UTF-8"}), ru)


@test
def list_says_what_there_is(folder):
    r = run("list", CIVIL, HANDBOOK)
    equal((r.status, r.err), (0, ""))
    holds(r.out, "Civil space in Kazakhstan", "2016-04", "en", "kk", "ru", "8", "How to use qorjyn")


@test
def list_json_has_every_key_of_the_format(folder):
    broken = write(folder, "broken.zip", b"not a zip at all")
    r = run("list", "--json", CIVIL, broken)
    equal(r.status, 0)
    a = json.loads(r.out)
    equal(len(a), 2)
    for b in a:
        equal(sorted(b.keys()), sorted(LIST_KEYS))
    good = next(b for b in a if b["path"] == CIVIL)
    equal((good["series"], good["edition"], good["signature"], good["key"], good["error"]),
          ("org.qorjyn.civil-space-kz", "2016-04", "none", None, None))
    equal([(x["id"], x["languages"], x["recommendations"]) for x in good["reports"]],
          [("reports/background", ["en", "kk", "ru"], 0), ("reports/kazakhstan", ["en", "kk", "ru"], 8),
           ("reports/general", ["en", "kk", "ru"], 4)])
    equal(sorted(good["reports"][0].keys()), ["id", "languages", "path", "recommendations", "title"])
    bad = next(b for b in a if b["path"] == broken)
    equal((bad["reports"], bool(bad["error"])), ([], True))
    empty = os.path.join(folder, "empty")
    os.mkdir(empty)
    equal(json.loads(run("list", "--json", env={"QORJYN_LIBRARY": empty}).out), [])


@test
def recs_prints_who_asks_whom(folder):
    r = run("recs", CIVIL)
    equal((r.status, r.err), (0, ""))
    holds(r.out, "odf-1", "odf-g4", "from Open Dialog Foundation (submission, not adopted by the UN) to KAZ")
    equal(r.out.count("\n- ") + r.out.startswith("- "), 12)


@test
def recs_json_has_every_key_of_the_format(folder):
    r = run("recs", "--format=json", CIVIL)
    equal((r.status, r.err), (0, ""))
    a = json.loads(r.out)
    equal(len(a), 12)
    for rec in a:
        equal(sorted(rec.keys()), sorted(REC_KEYS))
    one = next(x for x in a if x["id"] == "odf-5")
    equal((one["to"], one["theme"], one["from"]), (["KAZ"], ["Human rights defenders", "Arbitrary arrest and detention"], ["Open Dialog Foundation"]))
    equal((one["response"], one["implementation"], one["para"], one["persons"], one["declared"], one["bookmarked"]),
          (None, None, None, [], True, False))
    equal(one["text"].startswith("Pressure. Stop pressing"), True)
    equal(json.loads(run("recs", "--format=json", HANDBOOK, "--to", "nobody at all").out), [])


@test
def recs_are_filtered_by_part_and_without_case(folder):
    count = lambda *a: len(json.loads(run("recs", "--format=json", *a, CIVIL).out))
    equal(count("--to", "kaz"), 7)
    equal(count("--to", "OSCE"), 1)
    equal(count("--theme", "association"), 3)
    equal(count("--from", "dialog", "--to", "extradition"), 1)
    equal(count("-l", "ru", "--theme", "СВОБОДА ОБЪЕДИНЕНИЙ"), 3)
    r = run("recs", "--to", "nobody", CIVIL)
    equal((r.status, r.out), (0, ""))


@test
def unknown_keys_and_detected_recommendations_are_shown(folder):
    path = write(folder, "r.md", "---\nfrom: A\nmechanism: upr\n---\n## Recommendations\n\n1. One <!-- rec id=\"a\" colour=\"red\" see=\"x;y\" -->\n")
    a = json.loads(run("recs", "--format=json", path).out)
    equal((a[0]["other"], a[0]["see"], a[0]["from"]), ({"colour": "red"}, ["x", "y"], ["A"]))
    holds(run("recs", path).out, "colour=red", "Universal Periodic Review")
    path = write(folder, "d.md", "## Рекомендации\n\n1. Освободить.\n2. Отменить.\n")
    a = json.loads(run("recs", "--format=json", path).out)
    equal([(x["declared"], x["text"]) for x in a], [(False, "Освободить."), (False, "Отменить.")])
    holds(run("recs", path).out, "detected")


@test
def where_names_every_file(folder):
    state = os.path.join(folder, "state")
    r = run("where", "--state", state, CIVIL)
    equal((r.status, r.err), (0, ""))
    holds(r.out, state, "mine.jsonl", "places.jsonl", CIVIL)
    equal(os.path.exists(state), False)
    r = run("where", "--no-trace", CIVIL)
    lacks(r.out, "mine.jsonl")
    r = run("where", env={"XDG_DATA_HOME": folder})
    holds(r.out, folder + "/qorjyn")
    r = run("where", env={"HOME": folder, "QORJYN_LIBRARY": "/some/bundles"})
    holds(r.out, folder + "/.local/share/qorjyn", "/some/bundles")


@test
def a_library_is_found_without_a_path(folder):
    zip_of(folder, "a.zip", [("a.md", "# Found\n")])
    r = run("cat", env={"QORJYN_LIBRARY": folder})
    equal((r.status, r.out), (0, "Found\n═════\n"))
    r = run("cat", env={"QORJYN_LIBRARY": folder + "/none", "HOME": folder})
    equal(r.status, 2)


@test
def commands_of_other_versions_are_one_clear_line(folder):
    for name in ("find", "notes", "pack", "check", "verify", "sign"):
        r = run(name, "x", cwd=folder)
        equal((r.status, r.out), (2, ""), name)
        for line in r.err.splitlines():
            one_line(line + "\n")


@test
def a_reader_that_goes_away_is_no_failure_to_speak_of(folder):
    p = subprocess.Popen([PROGRAM, CIVIL, HANDBOOK], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    p.stdout.readline()
    p.stdout.close()
    err = p.stderr.read()
    p.wait(timeout=60)
    equal(err, b"")


@test
def a_full_disk_is_said(folder):
    if not os.path.exists("/dev/full"):
        return "there is no /dev/full"
    for args in (["cat", CIVIL], ["list", CIVIL], ["recs", CIVIL], ["--help"], ["where"]):
        with open("/dev/full", "wb") as full:
            p = subprocess.run([PROGRAM, *args], stdout=full, stderr=subprocess.PIPE, timeout=60)
        equal(p.returncode, 2, args)
        one_line(p.stderr.decode())


@test
def ascii_draws_with_ascii_only(folder):
    text = "# A\n\n> b\n\n- c\n  - d\n\n---\n\n| e | f |\n|---|---|\n| g | h |\n\n1. i <!-- rec id=\"x\" -->\n"
    r = run("cat", "--ascii", "-", stdin=text.encode())
    equal(r.status, 0)
    r.out.encode("ascii")
    r = run("cat", "-", stdin=text.encode(), env={"LC_ALL": "C"})
    r.out.encode("ascii")


@test
def folders_and_files_are_bundles_too(folder):
    write(folder, "reports/a.en.md", "# A\n")
    write(folder, "reports/a.ru.md", "# А по-русски\n")
    write(folder, "reports/sub/b.md", "# B\n")
    write(folder, "reports/picture.png", b"\x89PNG")
    a = json.loads(run("list", "--json", folder + "/reports").out)
    equal([(x["title"], x["languages"]) for x in a[0]["reports"]], [("A", ["en", "ru"]), ("B", [])])
    equal(run("cat", folder + "/reports/sub/b.md").out, "B\n═\n")
    for mode, name in (("w", "t.tar"), ("w:gz", "t.tar.gz"), ("w:bz2", "t.tar.bz2"), ("w:xz", "t.tar.xz")):
        equal(run("cat", tar_of(folder, name, [("x.md", "# In tar\n")], mode)).out, "In tar\n══════\n", name)


main()
