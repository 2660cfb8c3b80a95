#!/bin/sh
# Runs a cmocka program.  Its TAP calls a skipped test "not ok" up to version 1.1.5, which counts as a failure; TAP
# itself says "ok" there.
exec 3>&1
status=$({ { "$@" 3>&- 4>&-; echo $? >&4; } | sed 's/^not ok \([0-9]* # SKIP\)/ok \1/' >&3; } 4>&1)
exit "$status"
