"""A program in a pseudo-terminal, timed from outside."""
import fcntl
import os
import re
import select
import signal
import struct
import termios
import time

MARK = re.compile(rb"\x1b\]7770;(\d)\x1b\\")  # what the reader prints after each frame for tests
DEADLINE = 60


class Terminal:
    def __init__(self, argv, env, rows=60, cols=200):
        size = struct.pack("HHHH", rows, cols, 0, 0)
        self.data = b""
        self.last = 0.0  # when the last bytes came
        self.pid = -1
        master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, size)
        self.start = time.perf_counter()
        pid = os.fork()
        if not pid:
            try:
                os.login_tty(slave) if hasattr(os, "login_tty") else self.adopt(slave)
                os.close(master)
                os.execvpe(argv[0], argv, env)
            finally:
                os._exit(127)
        self.pid, self.fd = pid, master
        os.close(slave)

    @staticmethod
    def adopt(slave):
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for fd in range(3):
            os.dup2(slave, fd)
        if slave > 2:
            os.close(slave)

    def read(self, seconds):
        """Takes what comes within that time; False when nothing did."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            part = os.read(self.fd, 1 << 16)
        except OSError:
            part = b""
        if not part:
            raise RuntimeError("the program ended: " + repr(self.data[-300:]))
        self.last = time.perf_counter()
        self.data += part
        return True

    def until_mark(self, since, needle=b""):
        """Until a frame is out that follows needle and leaves no key unread; its end in data."""
        limit = time.monotonic() + DEADLINE
        while time.monotonic() < limit:
            at = self.data.find(needle, since)
            if at >= 0:
                for mark in MARK.finditer(self.data, at):
                    if mark.group(1) == b"0":
                        return mark.end()
            self.read(1)
        raise RuntimeError("no frame came")

    def until_quiet(self, seconds):
        """Until that long no byte came; when the last one did."""
        while not self.data:
            self.read(DEADLINE)
        while self.read(seconds):
            pass
        return self.last

    def act(self, do):
        """(seconds to the next frame, bytes sent for it) of what do() begins."""
        since = len(self.data)
        start = time.perf_counter()
        do()
        end = self.until_mark(since)
        took = self.last - start
        sent = MARK.sub(b"", self.data[since:end])
        return took, len(sent)

    def key(self, key):
        return self.act(lambda: os.write(self.fd, key))

    def resize(self, rows, cols):
        size = struct.pack("HHHH", rows, cols, 0, 0)
        return self.act(lambda: fcntl.ioctl(self.fd, termios.TIOCSWINSZ, size))

    def peak(self):
        """Peak memory of the program's own process in MiB; None where the system does not say."""
        try:
            with open(f"/proc/{self.pid}/status", encoding="ascii") as f:
                return next(int(line.split()[1]) / 1024 for line in f if line.startswith("VmHWM"))
        except (OSError, StopIteration):
            return None

    def close(self):
        # the whole session: of a pipeline, the shell is only one process
        for pid, what in ((-self.pid, signal.SIGTERM), (-self.pid, signal.SIGKILL)):
            try:
                os.kill(pid, what)
            except ProcessLookupError:
                pass
        os.close(self.fd)
        os.waitpid(self.pid, 0)
