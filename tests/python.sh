#!/bin/sh
# Runs a test that is written in Python, where there is Python.
if [ -z "${PYTHON3-}" ]; then
	echo '1..0 # SKIP python3 is not installed'
	exit 0
fi
exec "$PYTHON3" -B "$@"
