#!/bin/sh
# Every file with a string that a person sees is handed to the translators, and
# every catalogue is sound.
set -u
srcdir=${top_srcdir-.}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
count=0
ok() { count=$((count + 1)); echo "ok $count - $1"; }
not_ok() { count=$((count + 1)); echo "not ok $count - $1"; sed 's/^/# /' "$tmp/found"; }

# The files of a tree, relative to it, that mark a string for translation
# outside a comment.
marked() {
	(cd "$1" && find src -name '*.[ch]' | LC_ALL=C sort | while read -r f; do
		sed -e 's,/\*.*\*/,,' -e '/^[ 	]*\(\/\)\{0,1\}\*/d' "$f" |
			grep -qE '(^|[^A-Za-z0-9_])(_|N_|tr|tr_n|tr_c)\([ 	]*("|$)' && echo "$f"
	done)
}
listed() { sed '/^[ 	]*#/d;/^[ 	]*$/d' "$1/po/POTFILES.in"; }
differs() {
	marked "$1" >"$tmp/marked"
	listed "$1" >"$tmp/listed"
	diff "$tmp/listed" "$tmp/marked" | sed -n 's/^< /not marked, or not sorted: /p;s/^> /not listed: /p'
}

mkdir -p "$tmp/wrong/src/base" "$tmp/wrong/po"
printf 'x = _("word");\n' >"$tmp/wrong/src/a.c"
printf 'x = tr_n(\n"one", "many", n);\n' >"$tmp/wrong/src/base/b.c"
printf 'const char *tr(const char *msgid); /* N_("x") */\nstr_("x");\n' >"$tmp/wrong/src/c.h"
printf '# files\nsrc/a.c\nsrc/c.h\n' >"$tmp/wrong/po/POTFILES.in"
differs "$tmp/wrong" >"$tmp/found"
if grep -q 'not listed: src/base/b.c' "$tmp/found" && grep -q 'not marked.*: src/c.h' "$tmp/found" &&
	[ "$(wc -l <"$tmp/found")" = 2 ]; then
	ok 'would notice a file that is missing and one too many'
else
	not_ok 'would notice a file that is missing and one too many'
fi

differs "$srcdir" >"$tmp/found"
if [ -s "$tmp/found" ]; then not_ok 'POTFILES.in lists the files with strings, sorted'
else ok 'POTFILES.in lists the files with strings, sorted'; fi

for l in $(sed 's/#.*//' "$srcdir/po/LINGUAS"); do
	name="the catalogue $l is sound"
	if ! command -v msgfmt >/dev/null 2>&1; then
		count=$((count + 1))
		echo "ok $count - $name # SKIP msgfmt is not installed"
	elif msgfmt -c --check-accelerators -o /dev/null "$srcdir/po/$l.po" >"$tmp/found" 2>&1; then
		ok "$name"
	else
		not_ok "$name"
	fi
done
echo "1..$count"
