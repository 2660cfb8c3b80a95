#!/bin/sh
# Fuzzing, each kind in a build of its own: fuzz (libFuzzer), fuzz-afl (AFL++), fuzz-coverage (lines of src/ that the
# seeds and all inputs found so far go through).  Run by make, in the folder of the build.
#
#   FUZZ_SECONDS  how long each target runs          FUZZ_JOBS  how many run side by side
#   FUZZ_TARGETS  which                              FUZZ_DIR   where builds, inputs and crashes are kept
#
# What crashes is copied to FUZZ_DIR/crashes/TARGET; smaller and with a good name it belongs into tests/fuzz/crashes/.
set -u
kind=$1
: "${MAKE:=make}" "${FUZZ_SECONDS:=60}" "${FUZZ_JOBS:=1}"
: "${FUZZ_TARGETS:=foreign front index index_record lint notes parse picture record sealed signature text time}"
: "${FUZZ_DIR:=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/qorjyn-fuzz}"
export MAKE FUZZ_SECONDS FUZZ_JOBS FUZZ_TARGETS FUZZ_DIR
build=$FUZZ_DIR/$kind
say() { printf '%s\n' "$*"; }
die() { say "$kind: $*" >&2; exit 1; }
# called again for each target, from another folder
case $0 in /*) self=$0 ;; *) self=$PWD/$0 ;; esac

# ---- the build

# A copy of what would be shipped, as one that is configured cannot be configured again elsewhere.  Times of files are
# kept, so that only what changed is built.
copy_sources() {
	mkdir -p "$build/obj" || exit 1
	$MAKE -s distdir distdir="qorjyn-$kind" >"$build/log" 2>&1 || { tail -n 20 "$build/log"; die 'the sources could not be copied'; }
	if [ -d "$build/src" ]; then
		chmod -R u+w "$build/src"
		rm -rf "$build/src"
	fi
	mv "qorjyn-$kind" "$build/src" && chmod -R u+w "$build/src"
}

# COMPILER SANITIZERS CFLAGS MAKE-ARGUMENTS...
build_programs() {
	compiler=$1 sanitizers=$2 flags=$3
	shift 3
	copy_sources
	cd "$build/obj" || exit 1
	if [ ! -f Makefile ] || [ ../src/configure -nt config.status ]; then
		../src/configure --quiet --without-static-libs --enable-sanitizers="$sanitizers" CC="$compiler" CFLAGS="$flags" \
			>"$build/log" 2>&1 </dev/null || { tail -n 20 "$build/log"; die "configure failed; see $build/log"; }
	fi
	$MAKE -s -j"$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)" fuzz-programs "$@" >"$build/log" 2>&1 </dev/null ||
		{ tail -n 40 "$build/log"; die "the build failed; see $build/log"; }
}

# Without the tools nothing is tried, and nothing counts.
skip() {
	say "skipped: $*"
	say '0 passed, 0 failed'
	exit 0
}
need() { command -v "$1" >/dev/null 2>&1 || skip "$1 is not installed"; }
need_engine() { # COMPILER
	need "$1"
	mkdir -p "$build" || exit 1
	echo 'int LLVMFuzzerTestOneInput(const unsigned char *data, unsigned long size) { return !data && size; }' >"$build/try.c"
	"$1" -fsanitize=fuzzer,address,undefined -o "$build/try" "$build/try.c" >"$build/log" 2>&1 ||
		skip "$1 has no fuzzing engine (on Debian it is in libclang-rt-dev)"
}

# ---- one target

# The longest input: what only gets slow, not more interesting, is not tried.
length_max() {
	case $1 in
	parse | record) echo 3000 ;; # old versions of cmark-gfm take seconds for more
	text) echo 2000 ;;
	time) echo 100 ;;
	index) echo 20000 ;;
	*) echo 8000 ;;
	esac
}

inputs_of() { # TARGET: makes its folders and sets seeds, crashes, corpus, found, dict
	seeds=$build/src/tests/fuzz/seeds/$1 crashes=$build/src/tests/fuzz/crashes/$1
	corpus=$FUZZ_DIR/corpus/$1 found=$FUZZ_DIR/crashes/$1 dict=$build/src/tests/fuzz/dict/$1.dict
	mkdir -p "$corpus" "$found"
	[ -d "$crashes" ] || crashes=
}

# One line: runs, their rate, edges, inputs kept, crashes.  The time-out is by the clock, so it leaves room for a busy
# machine; time.c counts the processor's.
run_libfuzzer() {
	t=$1
	inputs_of "$t"
	log=$FUZZ_DIR/$t.log
	: >"$FUZZ_DIR/$t.began"
	words=
	[ ! -f "$dict" ] || words=-dict=$dict
	# shellcheck disable=SC2086
	ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1 "$build/obj/tests/fuzz/${t}_t" \
		-max_total_time="$FUZZ_SECONDS" -rss_limit_mb=2048 -timeout=20 -max_len="$(length_max "$t")" -print_final_stats=1 \
		-artifact_prefix="$found/" $words "$corpus" "$seeds" $crashes >"$log" 2>&1 </dev/null
	status=$?
	crashed=$(find "$found" -type f -newer "$FUZZ_DIR/$t.began" | wc -l)
	[ "$status" = 0 ] || [ "$crashed" != 0 ] || crashed=1
	awk -v t="$t" -v crashed="$crashed" -v log_name="$log" '
		/^stat::number_of_executed_units:/ { runs = $2 }
		/^stat::average_exec_per_sec:/ { rate = $2 }
		/ cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") cov = $(i + 1); if ($i == "corp:") corp = $(i + 1) } }
		END {
			printf "%s %s: %d runs, %d a second, %d edges, %s kept, %d crashes\n", crashed ? "not ok" : "ok", t, runs, rate, cov, corp, crashed
			if (crashed) printf "# see %s\n", log_name
		}' "$log"
	[ "$crashed" != 0 ] || return 0
	# all that is needed where only this output is kept
	grep -E 'this does not hold|ERROR: |runtime error|SUMMARY' "$log" | head -n 5 | sed 's/^/# /'
	find "$found" -type f -newer "$FUZZ_DIR/$t.began" -size -8k | head -n 1 | while read -r f; do
		say "# $f, in base64:"
		base64 "$f" | sed 's/^/# /'
	done
	return 1
}

run_afl() {
	t=$1
	inputs_of "$t"
	out=$FUZZ_DIR/afl/$t log=$FUZZ_DIR/$t.afl.log all=$FUZZ_DIR/afl/$t.in
	rm -rf "$all" "$out"
	mkdir -p "$all" "$out"
	cp "$seeds"/* "$all" && [ -z "$crashes" ] || cp "$crashes"/* "$all"
	words=
	[ ! -f "$dict" ] || words="-x $dict"
	# shellcheck disable=SC2086
	AFL_SKIP_CPUFREQ=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 \
		afl-fuzz -V "$FUZZ_SECONDS" -t 10000 -m none $words -i "$all" -o "$out" -- "$build/obj/tests/fuzz/${t}_t" >"$log" 2>&1 </dev/null
	status=$?
	stats=$out/default/fuzzer_stats
	[ -f "$stats" ] || { say "not ok $t: AFL++ did not start (status $status), see $log"; return 1; }
	find "$out"/default/crashes "$out"/default/hangs -type f -name 'id*' -exec cp {} "$found" \;
	awk -F ' *: *' -v t="$t" '{ v[$1] = $2 }
		END {
			bad = v["saved_crashes"] + v["saved_hangs"]
			printf "%s %s: %d runs, %d a second, %d edges, %d kept, %d crashes\n", bad ? "not ok" : "ok", t, v["execs_done"], v["execs_per_sec"],
				v["edges_found"], v["corpus_count"], bad
			exit bad != 0
		}' "$stats"
}

# All targets, FUZZ_JOBS at a time; the last line sums up.
run_targets() {
	# shellcheck disable=SC2086
	printf '%s\n' $FUZZ_TARGETS | xargs -n 1 -P "$FUZZ_JOBS" sh "$self" "$1-one" | tee "$FUZZ_DIR/$1.results"
	awk '/^ok /{ p++ } /^not ok /{ f++ } END { printf "%d passed, %d failed\n", p, f; exit f != 0 }' "$FUZZ_DIR/$1.results"
}

# ---- coverage, by folder

coverage() {
	rm -f "$build"/*.profraw
	objects=
	for t in $FUZZ_TARGETS; do
		inputs_of "$t"
		LLVM_PROFILE_FILE="$build/$t.profraw" "$build/obj/tests/fuzz/${t}_t" "$seeds" $crashes "$corpus" >"$build/$t.log" 2>&1 ||
			say "$t: stopped; see $build/$t.log"
		objects="$objects -object $build/obj/tests/fuzz/${t}_t"
	done
	llvm-profdata merge -o "$build/all.profdata" "$build"/*.profraw || die 'nothing was measured'
	# shellcheck disable=SC2086
	llvm-cov export -summary-only -format=text -instr-profile="$build/all.profdata" $objects 2>/dev/null | tr '{' '\n' | awk '
		match($0, /"filename":"[^"]*\/src\/[^"]*"/) { file = substr($0, RSTART + 12, RLENGTH - 13); sub(/.*\/src\//, "", file) }
		file != "" && /^"count":.*"covered":/ && want { split($0, w, /[:,]/); folder = file; sub("/.*", "/", folder)
			all[folder] += w[2]; hit[folder] += w[4]; n[file] = w[2]; h[file] = w[4]; want = 0; file = "" }
		/"lines":$/ { want = 1 }
		END {
			for (f in n) if (n[f]) printf "  %-28s %5d of %5d lines, %3d %%\n", f, h[f], n[f], 100 * h[f] / n[f]
			for (f in all) printf "%-30s %5d of %5d lines, %3d %%\n", f, hit[f], all[f], 100 * hit[f] / all[f]
		}' | LC_ALL=C sort
}

case $kind in
fuzz)
	need_engine clang
	build_programs clang address,undefined,fuzzer-no-link '-g -O1' FUZZ_MAIN= FUZZ_ENGINE=-fsanitize=fuzzer
	run_targets "$kind" ;;
fuzz-afl)
	need_engine afl-clang-fast
	build_programs afl-clang-fast address,undefined '-g -O1' FUZZ_MAIN= FUZZ_ENGINE=-fsanitize=fuzzer
	run_targets "$kind" ;;
fuzz-coverage)
	need clang
	need llvm-cov
	build_programs clang no '-g -O1 -fprofile-instr-generate -fcoverage-mapping'
	coverage ;;
fuzz-one)
	kind=fuzz build=$FUZZ_DIR/fuzz
	run_libfuzzer "$2" ;;
fuzz-afl-one)
	kind=fuzz-afl build=$FUZZ_DIR/fuzz-afl
	run_afl "$2" ;;
*) die 'fuzz, fuzz-afl or fuzz-coverage' ;;
esac
