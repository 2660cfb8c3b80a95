#include <config.h>
#include "worker/fds.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

static void fds_cloexec(int fd)
{
	int flags = fcntl(fd, F_GETFD);

	if (flags >= 0)
		fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
}

bool fds_pair(int pair[2])
{
	/* messages of one size, so that a stream does where there is nothing better */
	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) &&
	    socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return false;
	fds_cloexec(pair[0]);
	fds_cloexec(pair[1]);
	return true;
}

bool fds_pipe(int pair[2])
{
	if (pipe(pair))
		return false;
	fds_cloexec(pair[0]);
	fds_cloexec(pair[1]);
	return true;
}

bool fds_nonblock(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && !fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

void fds_pipe_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	if (fcntl(fd, F_SETPIPE_SZ, 1 << 20) < 0)
		fcntl(fd, F_SETPIPE_SZ, 256 << 10);
#else
	(void)fd;
#endif
}

union control {
	struct cmsghdr head; /* for its alignment */
	char bytes[CMSG_SPACE(FDS_MAX * sizeof(int))];
};

bool fds_send(int sock, const void *bytes, size_t len, const int *fds, size_t nfds, bool wait)
{
	struct iovec iov = { (void *)(uintptr_t)bytes, len };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	union control control;
	ssize_t n;

	memset(&control, 0, sizeof control);
	if (nfds) {
		struct cmsghdr *c = &control.head;

		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(nfds * sizeof(int));
		memcpy(CMSG_DATA(c), fds, nfds * sizeof(int));
		msg.msg_control = &control;
		msg.msg_controllen = CMSG_SPACE(nfds * sizeof(int));
	}
	do
		n = sendmsg(sock, &msg, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT));
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)len;
}

/* Takes the descriptors out of a message; those beyond FDS_MAX never had room. */
static size_t fds_take(struct msghdr *msg, int fds[FDS_MAX])
{
	size_t count = 0;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
		size_t n;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < n && count < FDS_MAX; i++, count++) {
			memcpy(&fds[count], CMSG_DATA(c) + i * sizeof(int), sizeof(int));
			fds_cloexec(fds[count]);
		}
	}
	return count;
}

int fds_recv(int sock, void *bytes, size_t len, int fds[FDS_MAX], size_t *nfds, bool wait)
{
	struct iovec iov = { bytes, len };
	union control control;
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof control,
	};
	ssize_t n;

	*nfds = 0;
	do
		n = recvmsg(sock, &msg, wait ? 0 : MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == ECONNRESET ? 0 : -1;
	*nfds = fds_take(&msg, fds);
	if (!n)
		return 0;
	if (n == (ssize_t)len && !(msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC)))
		return 1;
	fds_close(fds, *nfds);
	*nfds = 0;
	errno = EPROTO;
	return -1;
}

void fds_close(const int *fds, size_t nfds)
{
	for (size_t i = 0; i < nfds; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

/* One by one, as the system lists them; false when it does not. */
static bool fds_close_listed(int from)
{
	DIR *dir = opendir("/proc/self/fd");
	struct dirent *e;

	if (!dir)
		dir = opendir("/dev/fd");
	if (!dir)
		return false;
	while ((e = readdir(dir))) {
		int fd = atoi(e->d_name);

		if (fd >= from && fd != dirfd(dir))
			close(fd);
	}
	closedir(dir);
	return true;
}

void fds_close_from(int from)
{
	long max;

#ifdef SYS_close_range
	if (!syscall(SYS_close_range, (unsigned)from, ~0U, 0U))
		return;
#endif
	if (fds_close_listed(from))
		return;
	max = sysconf(_SC_OPEN_MAX);
	if (max < 0 || max > 65536)
		max = 65536;
	for (int fd = from; fd < max; fd++)
		close(fd);
}
