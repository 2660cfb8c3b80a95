#!/bin/sh
# The manual pages are clean mdoc, and say all that the program says it can do.
set -u
srcdir=${top_srcdir-.}
builddir=${top_builddir-.}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
count=0
result() {
	count=$((count + 1))
	if [ -s "$tmp/found" ]; then echo "not ok $count - $1"; sed 's/^/# /' "$tmp/found"; else echo "ok $count - $1"; fi
}
skip() { count=$((count + 1)); echo "ok $count - $1 # SKIP mandoc is not installed"; }

# In a translation lint sees letters as escapes that end with a bracket and are
# long, and it knows a section only by its English name.
translated='referenced manual not found'
translated="$translated|first section is not \"NAME\"|description line outside NAME section"
translated="$translated|trailing delimiter: .*\\\\\[u[0-9A-F]*\]\$|longer than 80 bytes: .*\\\\\[u[0-9A-F]*"
for page in ru/qorjyn.1 ru/qorjyn-bundle.5; do
	if command -v mandoc >/dev/null 2>&1; then
		mandoc -T lint -W style "$srcdir/doc/$page" 2>&1 |
			grep -v -E -e "$translated" -e 'operating system explicitly specified' >"$tmp/found"
		result "$page passes mandoc's lint"
	else
		skip "$page passes mandoc's lint"
	fi
done

# What a page names: options, commands, keys, variables, files; without the words.
names() {
	grep -E '^\.(It )?(Fl|Cm|Ic|Ev|Pa|Xr) ' "$1" |
		LC_ALL=C sed -e 's/[^ -~]*//g' -e 's/ Ar .*//' -e 's/ No .*//' -e 's/[ ,.:;]*$//' | LC_ALL=C sort
}
for page in qorjyn.1 qorjyn-bundle.5; do
	names "$srcdir/doc/$page" >"$tmp/english"
	names "$srcdir/doc/ru/$page" >"$tmp/russian"
	diff "$tmp/english" "$tmp/russian" >"$tmp/found"
	grep -q 'ожидает проверки носителем языка' "$srcdir/doc/ru/$page" || echo 'it does not say that it awaits review' >>"$tmp/found"
	result "ru/$page names every option, key, file and variable that $page names"
done

for page in qorjyn.1 qorjyn-bundle.5; do
	if command -v mandoc >/dev/null 2>&1; then
		mandoc -T lint -W style "$srcdir/doc/$page" 2>&1 |
			grep -v -e 'referenced manual not found' -e 'operating system explicitly specified' >"$tmp/found"
		result "$page passes mandoc's lint"
	else
		skip "$page passes mandoc's lint"
	fi
done

# every long option of --help
"$builddir/qorjyn" --help 2>&1 | grep -oE -e '--[a-z][a-z-]+' | LC_ALL=C sort -u >"$tmp/options"
: >"$tmp/found"
[ -s "$tmp/options" ] || echo 'qorjyn --help names no option' >"$tmp/found"
while read -r o; do
	grep -qE "Fl (.*Fl )?-${o#--}( |=|\$)" "$srcdir/doc/qorjyn.1" || echo "$o is not in qorjyn.1"
done <"$tmp/options" >>"$tmp/found"
result 'qorjyn.1 has every option of --help'
echo "1..$count"
