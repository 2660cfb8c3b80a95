#!/bin/sh
# Every crash point on every kind of disk: no acknowledged change may be lost;
# and the same without the syncs must be seen to lose some.
. "${top_srcdir:-.}/tests/notes/traced.sh"

sim() { "$PYTHON3" "$here/crashsim.py" "$@" >"$dir/said" 2>&1; r=$?; sed 's/^/# /' "$dir/said"; return $r; }
check="$bin/crash_check"

sim "$dir/run" "$check" -- "$bin/crash_writer" "$dir/run"
say $? "24 bookmarks kept, changed and removed: nothing acknowledged is lost at any call on any disk"

sim --below a/state "$dir/run" "$check" -- "$bin/crash_writer" "$dir/run/a/state" 1 3
say $? "the folders above that had to be made last too"

sim "$dir/run" "$bin/crash_replace" --check -- "$bin/crash_replace" "$dir/run"
say $? "a journal that is written anew is never lost, on FAT neither"

lost=0
for at in mkdir:1 mkdir:2 write:1 write:2 fsync:1 fsync:2 fsync:3 fsync:4 write:3 fdatasync:1; do
	sim --killed $at "$dir/run" "$check" -- "$bin/crash_writer" "$dir/run" 1 3 || lost=$((lost + 1))
done
say $lost "what a killed run left unsynced is made safe by the next one"

must_lose() # WHAT ACCORDING-TO TEXT CHECK... -- PROGRAM...
{
	what=$1 model=$2 text=$3
	shift 3
	QORJYN_TEST_UNSYNCED=$what "$PYTHON3" "$here/crashsim.py" "$dir/run" "$@" >"$dir/said" 2>&1
	r=$?
	sed 's/^/# /' "$dir/said"
	[ $r -eq 1 ] && grep -q "$model lost [1-9]" "$dir/said"
	say $? "$text"
}
for what in all:power data:names names:bytes; do
	must_lose ${what%:*} ${what#*:} "with syncs left out (${what%:*}) the losses are seen" \
		"$check" -- "$bin/crash_nosync" "$dir/run" 1 6
done
must_lose renamed fat "without the sync after the rename the losses on FAT are seen" \
	"$bin/crash_replace" --check -- "$bin/crash_norename" "$dir/run"
echo "1..$n"
