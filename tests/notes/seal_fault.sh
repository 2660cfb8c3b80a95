#!/bin/sh
# Sealing and unsealing that is interrupted at any call, or in which any fails: no note is lost, and the next start
# completes it.
. "${top_srcdir:-.}/tests/notes/traced.sh"

"$PYTHON3" "$here/seal_faults.py" "$dir" "$bin/seal_writer" >"$dir/said" 2>&1
r=$?
sed 's/^/# /' "$dir/said"
say $r "sealing and unsealing interrupted at every call: nothing is lost, nothing stays plain"

"$PYTHON3" "$here/crashsim.py" "$dir/run" "$bin/seal_writer" found -- "$bin/seal_writer" story "$dir/run" >"$dir/said" 2>&1
r=$?
sed 's/^/# /' "$dir/said"
say $r "notes sealed and unsealed: nothing acknowledged is lost at any call on any disk, on FAT neither"

for what in data names; do
	QORJYN_TEST_UNSYNCED=$what "$PYTHON3" "$here/crashsim.py" "$dir/run" "$bin/seal_writer" found -- "$bin/seal_nosync" story "$dir/run" >"$dir/said" 2>&1
	r=$?
	sed 's/^/# /' "$dir/said"
	[ $r -eq 1 ] && grep -q "lost [1-9]" "$dir/said"
	say $? "with syncs left out ($what) the losses are seen"
done
echo "1..$n"
