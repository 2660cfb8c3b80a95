#!/bin/sh
# The architecture, kept by a check and not by good will: who may include and
# call whom, which file sees which outside library, headers that stand alone,
# no hidden state, no huge files, no dangerous functions.  Each check prints the
# violations that it finds; each is first shown a made-up tree that is wrong.
set -u
srcdir=${top_srcdir-.}
builddir=${top_builddir-.}
NM=${NM-nm}
: "${COMPILE:=cc -I.}"
folders='base bundle doc worker page notes trust reader tui cli'
lines_max=500
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT

# ---- the rules

# What a folder may include: whole folders, or single headers of them.  Its own
# headers always.  Calls may go to the folders named here, whole or in part.
# reader/ needs bundle/source.h (frames) and doc/markdown.h (defaults) to hand
# jobs to the worker; that it calls no parser has a check of its own.
rules='
base:
bundle: base
doc: base
page: doc/doc.h doc/rec_words.h base
notes: base
trust: base
worker: bundle doc notes/foreign.h notes/journal.h notes/json.h notes/note.h notes/sum.h base
reader: worker bundle/digest.h bundle/index.h bundle/limits.h bundle/name.h bundle/picture.h bundle/source.h bundle/write.h doc/doc.h doc/rec_words.h doc/markdown.h page notes trust base
tui: reader page doc/doc.h doc/rec_words.h bundle/index.h notes/anchor.h notes/json.h notes/note.h notes/others.h notes/store.h trust/verify.h base
cli: reader page doc/doc.h doc/rec_words.h bundle/index.h bundle/limits.h notes/note.h notes/others.h notes/store.h trust/crypto.h trust/keyring.h trust/minisign.h trust/verify.h base
main: tui cli reader base
'

# Outside headers and who sees them: one file (or a few, with commas), or FOLDER/
# for any in a folder, or */ONE for one file in each folder.
outside='
archive.h bundle/archive.c,bundle/write.c
archive_entry.h bundle/archive.c,bundle/write.c
yaml.h bundle/yaml.c
cmark-gfm.h doc/markdown.c
cmark-gfm-core-extensions.h doc/markdown.c
cmark-gfm-extension_api.h doc/markdown.c
cmark-gfm_export.h doc/markdown.c
cmark-gfm_version.h doc/markdown.c
curses.h tui/term.c,tui/term_draw.c
ncurses.h tui/term.c,tui/term_draw.c
ncursesw/curses.h tui/term.c,tui/term_draw.c
ncursesw/ncurses.h tui/term.c,tui/term_draw.c
ncursesw/term.h tui/term.c,tui/term_draw.c
term.h tui/term.c,tui/term_draw.c
jansson.h */ONE
sodium.h */ONE
seccomp.h worker/jail_linux.c
linux/audit.h worker/jail_linux.c
linux/capability.h worker/jail_linux.c
linux/filter.h worker/jail_linux.c
linux/landlock.h worker/jail_linux.c
linux/seccomp.h worker/jail_linux.c
malloc.h worker/heap.c
unicase.h base/
uniconv.h base/
unictype.h base/
unigbrk.h base/
unilbrk.h base/
uniname.h base/
uninorm.h base/
unistdio.h base/
unistr.h base/
unitypes.h base/
uniwbrk.h base/
uniwidth.h base/
'

# Headers of the system, free for all.
system='assert ctype dirent errno fcntl float fnmatch getopt inttypes langinfo libgen limits locale math poll sched signal
stdalign stdarg stdbool stddef stdint stdio stdlib stdnoreturn string strings termios time unistd wchar wctype'

# Called by no object of ours.  getpwuid: by one object of reader/ only (the
# home folder when HOME is not set).
never_called='^(archive_read_support_(filter|format)_(all|by_code)|iconv_open|iconv|dlopen|system|popen|exec[lv]p?e?|execveat|fexecve|posix_spawnp?|socket|connect|getaddrinfo|gethostbyname|getpwnam|getpwnam_r)$'
home_lookup='^getpwuid(_r)?$'

# Objects that parse foreign bytes, and the folders that run in the worker.
parsers='(^|-)(archive|foreign_entry|foreign_read|heading|html|markdown|meta|picture[a-z_]*|private|yaml|zipend)\.o$'
in_worker='^(base|bundle|doc|worker)$'

banned_words='strcpy|strcat|sprintf|vsprintf|gets|strtok|system|popen|localtime|gmtime|tmpnam|mktemp|alloca'

# What may keep state: the loaded catalogue, the memory of a parse, the terminal.
state_allowed='libbase\.a[^a-z].*i18n\.o|libdoc\.a[^a-z].*arena\.o|libtui\.a[^a-z].*term\.o|libtui\.a[^a-z].*term_signal\.o'

# ---- the checks; each prints violations

sources() { (cd "$1/src" && find . -name '*.[ch]' | sed 's,^\./,,' | LC_ALL=C sort); }

# FILE HEADER for each #include "..." (quoted) or <...> (outside) in a tree.
includes_of() {
	sources "$1" | while read -r f; do
		sed -n "s,^[ 	]*#[ 	]*include[ 	]*$2.*,$f \\1,p" "$1/src/$f"
	done
}

check_includes() {
	includes_of "$1" '"\([^"]*\)"' | awk -v rules="$rules" '
	BEGIN {
		n = split(rules, line, "\n")
		for (i = 1; i <= n; i++) {
			m = split(line[i], w, "[: ]+")
			for (j = 2; j <= m; j++)
				if (w[j] != "") may[w[1], w[j]] = 1
			if (w[1] != "") known[w[1]] = 1
		}
	}
	{
		folder = $1; if (!sub("/.*", "", folder)) sub("\\.[ch]$", "", folder)
		target = $2; if (!sub("/.*", "", target)) next
		if (!(folder in known)) { print $1 ": the folder is not in the rules"; next }
		if (folder == target || (folder, target) in may || (folder, $2) in may) next
		print $1 " includes " $2
	}'
}

check_outside() {
	includes_of "$1" '<\([^>]*\)>' | awk -v outside="$outside" -v plain="$system" '
	BEGIN {
		n = split(outside, line, "\n")
		for (i = 1; i <= n; i++)
			if (split(line[i], w, " ") == 2) where[w[1]] = w[2]
		n = split(plain, w, "[ \n\t]+")
		for (i = 1; i <= n; i++) free[w[i] ".h"] = 1
	}
	$2 == "config.h" || $2 ~ /^sys\// || ($2 in free) { next }
	!($2 in where) { print $1 ": <" $2 "> is in no rule"; next }
	{ folder = $1; sub("/[^/]*$", "/", folder) }
	where[$2] == "*/ONE" {
		if ((folder, $2) in seen && seen[folder, $2] != $1)
			print $1 ": <" $2 "> is already seen by " seen[folder, $2]
		seen[folder, $2] = $1
		next
	}
	!index("," where[$2] ",", "," $1 ",") && where[$2] != folder { print $1 ": <" $2 "> belongs to " where[$2] }'
}

# Each header after config.h only, and twice.
check_headers() {
	sources "$1" | grep '\.h$' | while read -r h; do
		printf '#include <config.h>\n#include "%s"\n#include "%s"\n' "$h" "$h" >"$tmp/alone.c"
		# shellcheck disable=SC2086
		$COMPILE -I"$1/src" -fsyntax-only "$tmp/alone.c" >"$tmp/alone.log" 2>&1 ||
			{ echo "$h does not compile alone"; sed 's/^/  /' "$tmp/alone.log" | head -n 5; }
	done
}

# FOLDER SYMBOL TYPE OBJECT of every global symbol in a build tree.
symbols_of() {
	for f in $folders; do
		[ -f "$1/src/$f/lib$f.a" ] || continue
		# shellcheck disable=SC2086
		$NM -A -P -g "$1/src/$f/lib$f.a" 2>/dev/null | sed "s/^/$f /" |
			awk '{ object = $2; sub(/:$/, "", object); sub(/.*\[/, "", object); sub(/\]$/, "", object); print $1, $3, $4, object }'
	done
}

check_calls() {
	symbols_of "$1" >"$tmp/symbols"
	awk -v rules="$rules" '
	BEGIN {
		n = split(rules, line, "\n")
		for (i = 1; i <= n; i++) {
			m = split(line[i], w, "[: ]+")
			for (j = 2; j <= m; j++) { sub("/.*", "", w[j]); may[w[1], w[j]] = 1 }
		}
	}
	NR == FNR { if ($3 !~ /^[Uvw]$/) { home[$2] = home[$2] " " $1 } next }
	$3 == "U" && ($2 in home) {
		ok = 0
		m = split(home[$2], w, " ")
		for (j = 1; j <= m; j++)
			if (w[j] == $1 || ($1, w[j]) in may) ok = 1
		if (!ok) print $1 " (" $4 ") calls " $2 " of" home[$2]
	}' "$tmp/symbols" "$tmp/symbols"
}

check_never_called() {
	symbols_of "$1" | awk -v never="$never_called" -v lookup="$home_lookup" '
	$3 != "U" { next }
	{ sub(/@.*/, "", $2) }
	$2 ~ never { print $1 " (" $4 ") calls " $2 }
	$2 ~ lookup {
		if ($1 != "reader") print $1 " (" $4 ") calls " $2
		else if (one != "" && one != $4) print "a second object of reader (" $4 ") calls " $2
		else one = $4
	}'
}

# The reader never parses what it did not write.
check_parsers() {
	symbols_of "$1" >"$tmp/symbols"
	awk -v parsers="$parsers" -v inside="$in_worker" '
	NR == FNR {
		if ($3 !~ /^[Uvw]$/ && $1 ~ inside && $4 ~ parsers) home[$2] = $4
		next
	}
	$3 == "U" && ($2 in home) && $1 !~ inside { print $1 " (" $4 ") calls " $2 " of " home[$2] }' "$tmp/symbols" "$tmp/symbols"
}

# Writable sections, but not .data.rel.ro, where constant tables of pointers are.
check_state() {
	for f in $folders; do
		[ -f "$1/src/$f/lib$f.a" ] || continue
		# shellcheck disable=SC2086
		$NM -A -f sysv "$1/src/$f/lib$f.a" 2>/dev/null
	done | tr -d ' \t' | awk -F'|' -v allowed="$state_allowed" '
	NF < 7 { next }
	$7 ~ /^\.(data|bss|tdata|tbss)/ || $7 == "*COM*" || $3 == "C" {
		if ($7 ~ /^\.data\.rel\.ro/ || $1 ~ allowed) next
		sub(/.*\//, "", $1)
		print $1 " is in " $7
	}'
}

check_sizes() {
	sources "$1" | while read -r f; do
		n=$(wc -l <"$1/src/$f")
		[ "$n" -le "$lines_max" ] || echo "$f has $n lines, at most $lines_max are allowed"
	done
}

check_banned() {
	sources "$1" | while read -r f; do
		grep -nE "(^|[^A-Za-z0-9_])($banned_words)[ 	]*\(" "$1/src/$f" | sed "s,^,$f:,"
	done
}

# ---- TAP

count=0
ok() { count=$((count + 1)); echo "ok $count - $1"; }
not_ok() { count=$((count + 1)); echo "not ok $count - $1"; sed 's/^/# /' "$tmp/found"; }
skip() { count=$((count + 1)); echo "ok $count - $1 # SKIP $2"; }

# keeps NAME COMMAND TREE: the real tree has no violation.
keeps() {
	"$2" "$3" >"$tmp/found" 2>&1
	if [ -s "$tmp/found" ]; then not_ok "$1"; else ok "$1"; fi
}

# notices WHAT COMMAND WORDS: in the made-up tree there is exactly this one.
notices() {
	"$2" "$tmp/wrong" >"$tmp/found" 2>&1
	if grep -q "$3" "$tmp/found" && [ "$(grep -vc '^ ' "$tmp/found")" = "${4-1}" ]; then
		ok "would notice: $1"
	else
		echo "expected: $3" >>"$tmp/found"
		not_ok "would notice: $1"
	fi
}

# A made-up tree: what is right in it must pass, what is wrong must be seen.
wrong_file() { mkdir -p "$tmp/wrong/src/$(dirname "$1")"; cat >"$tmp/wrong/src/$1"; }
wrong_start() { rm -rf "$tmp/wrong"; mkdir -p "$tmp/wrong/src"; }
wrong_build() {
	for f in $folders; do
		[ -f "$tmp/wrong/src/$f/$f.c" ] || continue
		# shellcheck disable=SC2086
		$CC -fno-common -c -o "$tmp/wrong/src/$f/lib$f.a" "$tmp/wrong/src/$f/$f.c" || return 1
	done
}
if [ -z "${CC-}" ]; then CC=cc; fi

wrong_start
wrong_file doc/a.c <<'EOF'
#include "base/mem.h"
#include "doc/doc.h"
 # include "tui/view.h"
EOF
notices 'an include that goes up' check_includes 'doc/a.c includes tui/view.h'
wrong_start
wrong_file reader/a.c <<'EOF'
#include "bundle/index.h"
#include "bundle/yaml.h"
EOF
notices 'an include of a header that is not for this folder' check_includes 'reader/a.c includes bundle/yaml.h'
wrong_start
wrong_file extra/a.c <<'EOF'
#include "base/mem.h"
EOF
notices 'a folder without a rule' check_includes 'extra/a.c: the folder is not in the rules'
wrong_start
wrong_file bundle/archive.c <<'EOF'
#include <archive.h>
#include <stdio.h>
EOF
wrong_file bundle/other.c <<'EOF'
#include <archive.h>
EOF
notices 'an outside library seen by a second file' check_outside 'bundle/other.c: <archive.h> belongs to bundle/archive.c'
wrong_start
wrong_file notes/a.c <<'EOF'
#include <jansson.h>
EOF
wrong_file notes/b.c <<'EOF'
#include <jansson.h>
EOF
wrong_file cli/c.c <<'EOF'
#include <jansson.h>
EOF
notices 'a second file of one folder that sees jansson' check_outside 'notes/b.c: <jansson.h> is already seen by notes/a.c'
wrong_start
wrong_file base/a.c <<'EOF'
#include <unistr.h>
#include <unistd.h>
EOF
wrong_file page/a.c <<'EOF'
#include <unilbrk.h>
#include <unistd.h>
EOF
notices 'libunistring outside base' check_outside 'page/a.c: <unilbrk.h> belongs to base/'
wrong_start
wrong_file cli/a.c <<'EOF'
#include <curl/curl.h>
EOF
notices 'a library that nobody decided on' check_outside 'cli/a.c: <curl/curl.h> is in no rule'
wrong_start
wrong_file base/good.h <<'EOF'
#ifndef GOOD_H
#define GOOD_H
#include <stddef.h>
struct good { size_t n; };
#endif
EOF
wrong_file base/bad.h <<'EOF'
#ifndef BAD_H
#define BAD_H
int bad_count(size_t n);
#endif
EOF
notices 'a header that needs another one first' check_headers 'base/bad.h does not compile alone'
wrong_start
wrong_file base/base.c <<'EOF'
int page_width(void);
int base_width(void);
int base_width(void) { return page_width(); }
EOF
wrong_file page/page.c <<'EOF'
int base_width(void);
int page_width(void);
int page_width(void) { return base_width(); }
EOF
wrong_build
notices 'a call that goes up' check_calls 'base (.*) calls page_width of page'
wrong_start
wrong_file bundle/bundle.c <<'EOF'
int archive_read_support_filter_all(void *);
int archive_read_support_filter_zstd(void *);
int bundle_open(void *);
int bundle_open(void *a) { return archive_read_support_filter_all(a) + archive_read_support_filter_zstd(a); }
EOF
wrong_build
notices 'a call that may start programs' check_never_called 'calls archive_read_support_filter_all'
wrong_start
wrong_file notes/notes.c <<'EOF'
struct passwd *getpwuid(unsigned);
void *notes_home(void);
void *notes_home(void) { return getpwuid(0); }
EOF
wrong_file reader/reader.c <<'EOF'
struct passwd *getpwuid(unsigned);
void *reader_home(void);
void *reader_home(void) { return getpwuid(0); }
EOF
wrong_build
notices 'a look-up of users outside its one place' check_never_called 'notes (.*) calls getpwuid'
wrong_start
wrong_file doc/markdown.c <<'EOF'
int markdown_parse(void);
int markdown_parse(void) { return 0; }
EOF
wrong_file worker/worker.c <<'EOF'
int markdown_parse(void);
int worker_parse(void);
int worker_parse(void) { return markdown_parse(); }
EOF
wrong_file reader/reader.c <<'EOF'
int markdown_parse(void);
int reader_open(void);
int reader_open(void) { return markdown_parse(); }
EOF
wrong_build
$CC -c -o "$tmp/wrong/src/doc/markdown.o" "$tmp/wrong/src/doc/markdown.c" &&
	${AR-ar} cr "$tmp/wrong/src/doc/libdoc.a" "$tmp/wrong/src/doc/markdown.o"
notices 'a parser called outside the worker' check_parsers 'reader (.*) calls markdown_parse of markdown.o'
wrong_start
wrong_file page/page.c <<'EOF'
extern const char *const page_names[];
const char *const page_names[] = {"a", "b"};
int page_count(void);
int page_count(void) { static int calls; return ++calls; }
EOF
wrong_build
notices 'state hidden in a function' check_state 'calls.* is in .bss'
wrong_start
wrong_file tui/tui.c <<'EOF'
extern const char *tui_names[];
const char *tui_names[] = {"a", "b"};
EOF
wrong_build
notices 'a table of pointers that are not constant' check_state 'tui_names is in .data'
wrong_start
awk 'BEGIN { for (i = 0; i < 501; i++) print "/* */" }' | wrong_file base/long.c
awk 'BEGIN { for (i = 0; i < 500; i++) print "/* */" }' | wrong_file base/right.c
notices 'a file that is too long' check_sizes 'base/long.c has 501 lines'
wrong_start
wrong_file base/a.c <<'EOF'
	strcpy (a, b);
	my_strcpy(a, b);
	snprintf(a, 1, "x");
	localtime_r(t, &tm);
EOF
notices 'a banned function' check_banned 'base/a.c:1:'

keeps 'a folder includes only what lies below it' check_includes "$srcdir"
keeps 'an outside library is seen by one file' check_outside "$srcdir"
keeps 'every header compiles alone' check_headers "$srcdir"
for f in $folders; do
	[ -f "$builddir/src/$f/lib$f.a" ] || echo "lib$f.a was not built"
done >"$tmp/found"
if [ -s "$tmp/found" ]; then not_ok 'each folder is a library'; else ok 'each folder is a library'; fi
keeps 'a folder calls only what lies below it' check_calls "$builddir"
keeps 'no parser of foreign bytes is called outside the worker' check_parsers "$builddir"
keeps 'nothing of ours starts programs, opens sockets or loads code' check_never_called "$builddir"
if grep -q 'define QORJYN_SANITIZED 1' "$builddir/config.h"; then
	skip 'no state but where it cannot be avoided' 'sanitizers add data of their own'
else
	keeps 'no state but where it cannot be avoided' check_state "$builddir"
fi
keeps "no file is longer than $lines_max lines" check_sizes "$srcdir"
keeps 'no banned function is called' check_banned "$srcdir"
echo "1..$count"
