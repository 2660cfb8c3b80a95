#!/bin/sh
# System calls that fail, and SIGKILL, at every call: what was acknowledged is
# there, what was denied is not and was given a reason.
. "${top_srcdir:-.}/tests/notes/traced.sh"

faults() # ARGS...
{
	"$PYTHON3" "$here/faults.py" "$dir/state" "$bin/crash_check" "$@" -- "$bin/crash_writer" >"$dir/said" 2>&1
	r=$?
	sed 's/^/# /' "$dir/said"
	return $r
}
faults 0 9
say $? "a new journal: every call fails in every way, nothing acknowledged is lost"
faults 5 9
say $? "an old journal: every call fails in every way, nothing acknowledged is lost"
QORJYN_TEST_LIES=1 faults 5 7 >"$dir/lies"
grep -q '^# WRONG write ENOSPC' "$dir/lies" && grep -q '^# WRONG fdatasync EIO' "$dir/lies"
say $? "a program that promises too much is found out"
echo "1..$n"
