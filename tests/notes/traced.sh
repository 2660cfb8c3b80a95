# For tests that trace programs: skips where that cannot be, makes $dir, and say.
here=${top_srcdir:-.}/tests/notes
bin=${top_builddir:-.}/tests/notes
n=0
say() # STATUS TEXT
{
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

if [ -z "$PYTHON3" ] || [ -z "$STRACE" ]; then
	echo "1..0 # SKIP python3 or strace is missing"
	exit 0
fi
if ! "$STRACE" -o /dev/null -e inject=mkdir:error=EIO true 2>/dev/null; then
	echo "1..0 # SKIP strace may not trace here"
	exit 0
fi
if "$NM" "$bin/crash_writer" 2>/dev/null | grep -q __asan_init; then
	echo "1..0 # SKIP sanitizers do not run under strace; the plain build tests this"
	exit 0
fi
dir=$(mktemp -d "${TMPDIR:-/tmp}/qorjyn-notes.XXXXXX") || exit 99
trap 'rm -rf "$dir"' EXIT
