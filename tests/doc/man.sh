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
