#!/bin/sh
# bootstrap's options, and that --no-install leaves the system alone.
set -u
srcdir=${top_srcdir-.}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
count=0
is() {
	count=$((count + 1))
	if [ "$2" = "$3" ]; then echo "ok $count - $1"; else
		echo "not ok $count - $1"
		echo "# expected $3, got $2"
		sed 's/^/# /' "$tmp/out"
	fi
}

sh "$srcdir/bootstrap" --help >"$tmp/out" 2>&1
is '--help is no failure' $? 0
is '--help names both ways to go on' "$(grep -cE '^  --(run|check) ' "$tmp/out")" 2
sh "$srcdir/bootstrap" --chek >"$tmp/out" 2>&1
is 'an unknown option is refused' $? 2

# a system on which nothing is installed, whatever it is
mkdir "$tmp/bin"
for c in dpkg-query rpm apk pacman brew; do printf '#!/bin/sh\nexit 1\n' >"$tmp/bin/$c"; done
for c in apt-get dnf sudo doas autoreconf; do printf '#!/bin/sh\ntouch "%s/called"\nexit 1\n' "$tmp" >"$tmp/bin/$c"; done
chmod +x "$tmp"/bin/*
if grep -qE '^ID(_LIKE)?=.*(debian|ubuntu|fedora|alpine|arch)' /etc/os-release 2>/dev/null; then
	PATH=$tmp/bin:$PATH sh "$srcdir/bootstrap" --no-install --check >"$tmp/out" 2>&1 </dev/null
	is '--no-install stops when something is missing' $? 1
	is 'it says what is missing' "$(grep -c 'missing:.*libarchive' "$tmp/out")" 1
	is 'it says how to install it' "$(grep -c 'run this as root: .*libarchive' "$tmp/out")" 1
	is 'it called nothing that installs or builds' "$(ls "$tmp/called" 2>/dev/null)" ''
else
	echo "ok $((count + 1)) - --no-install leaves the system alone # SKIP this system is not known to bootstrap"
	count=$((count + 1))
fi
echo "1..$count"
