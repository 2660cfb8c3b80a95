#!/bin/sh
# The catalogues that are shipped are complete: every message of the sources as
# they are now is translated, and none is fuzzy.
set -u
complete='fr kk pl ru uk'
srcdir=${top_srcdir-.}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
count=0
ok() { count=$((count + 1)); echo "ok $count - $1"; }
not_ok() { count=$((count + 1)); echo "not ok $count - $1"; sed 's/^/# /' "$tmp/found" | head -n 60; }

for tool in xgettext msgmerge msgattrib; do
	command -v $tool >/dev/null 2>&1 || {
		echo "1..0 # SKIP $tool is not installed"
		exit 0
	}
done

# The messages of the sources; the options are those that the catalogues are made with.
options=$(sed -n 's/^XGETTEXT_OPTIONS = //p' "$srcdir/po/Makevars")
# shellcheck disable=SC2086
(cd "$srcdir" && sed '/^[ 	]*#/d;/^[ 	]*$/d' po/POTFILES.in | xgettext $options --files-from=- -o -) >"$tmp/all.pot" || exit 99

# The messages of a catalogue that are fuzzy or not translated.
lacks() {
	msgmerge -q --no-fuzzy-matching -o "$tmp/merged.po" "$1" "$tmp/all.pot" || return
	{
		msgattrib --no-obsolete --untranslated "$tmp/merged.po"
		msgattrib --no-obsolete --only-fuzzy "$tmp/merged.po"
	} | awk '/^msgid "/ { id = 1 } /^msgstr/ { id = 0 } id && !/^msgid ""$/'
}

cat >"$tmp/wrong.po" <<'EOF'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

#, fuzzy
msgid "Quit"
msgstr "Quitter"

msgid "Keys"
msgstr "Touches"
EOF
lacks "$tmp/wrong.po" >"$tmp/found"
if grep -q '"Quit"' "$tmp/found" && grep -q '"Moving"' "$tmp/found" && ! grep -q '"Keys"' "$tmp/found"; then
	ok 'would notice what is fuzzy and what is not translated'
else
	not_ok 'would notice what is fuzzy and what is not translated'
fi

for l in $complete; do
	lacks "$srcdir/po/$l.po" >"$tmp/found" 2>&1
	if [ -s "$tmp/found" ]; then not_ok "the catalogue $l is complete"; else ok "the catalogue $l is complete"; fi
done

# a language is shipped only when it is on the list
sed 's/#.*//' "$srcdir/po/LINGUAS" | tr -s ' \n' '\n' | sed '/^$/d' >"$tmp/shipped"
echo "$complete" | tr ' ' '\n' | diff "$tmp/shipped" - >"$tmp/found"
if [ -s "$tmp/found" ]; then not_ok 'all that are shipped must be complete'; else ok 'all that are shipped must be complete'; fi
echo "1..$count"
