#!/bin/sh
# What makes a fault in the program harder to use: it has no fixed place in memory, no memory is both written and run, and
# the addresses of functions cannot be written over.
set -u
builddir=${top_builddir-.}
READELF=${READELF-readelf}
program=$builddir/qorjyn
count=0
result() {
	count=$((count + 1))
	if "$2" "$program"; then echo "ok $count - $1"; else echo "not ok $count - $1"; fi
}

header() { "$READELF" -hW "$1"; }
segments() { "$READELF" -lW "$1"; }
dynamic() { "$READELF" -dW "$1"; }

placed_anew() { header "$1" | grep -q 'Type: *DYN'; }
no_memory_is_written_and_run() { segments "$1" | grep -q GNU_STACK && ! segments "$1" | grep -Eq '(LOAD|GNU_STACK).* RWE '; }
addresses_stay() { segments "$1" | grep -q GNU_RELRO && dynamic "$1" | grep -Eq 'BIND_NOW|FLAGS.* NOW'; }

if ! header "$program" >/dev/null 2>&1 || [ "$(uname -s)" != Linux ]; then
	echo "1..0 # SKIP no readelf, or not Linux"
	exit 0
fi
# what the system's own compiler makes of it is not ours to promise
if echo 'int main(void) { return 0; }' | ${CC-cc} -x c -o "$builddir/tests/hardened.tmp" - 2>/dev/null && placed_anew "$builddir/tests/hardened.tmp"; then
	result 'the program has no fixed place in memory' placed_anew
fi
rm -f "$builddir/tests/hardened.tmp"
result 'no memory is both written and run' no_memory_is_written_and_run
result 'addresses of functions cannot be written over' addresses_stay
echo "1..$count"
