/* Descriptors: over a socket to another process, and closed in one go. */
#ifndef QORJYN_WORKER_FDS_H
#define QORJYN_WORKER_FDS_H

#include <stdbool.h>
#include <stddef.h>

enum { FDS_MAX = 3 };

/* Two ends that keep messages apart; false with errno. */
bool fds_pair(int pair[2]);
/* A pipe, closed on exec; false with errno. */
bool fds_pipe(int pair[2]);
bool fds_nonblock(int fd);
/* Makes a pipe hold more where that is possible: fewer turns for large answers. */
void fds_pipe_widen(int fd);

/* Sends one message with nfds (at most FDS_MAX) descriptors, without waiting
 * unless wait; they stay open on this side.  False with errno. */
bool fds_send(int sock, const void *bytes, size_t len, const int *fds, size_t nfds, bool wait);
/* Receives a message of exactly len bytes.  1: there is one; 0: the other side
 * is gone; -1 with errno (EAGAIN: none yet, EPROTO: not one of ours).
 * fds[0..*nfds) are then the caller's. */
int fds_recv(int sock, void *bytes, size_t len, int fds[FDS_MAX], size_t *nfds, bool wait);

/* Closes all of them; -1 is skipped. */
void fds_close(const int *fds, size_t nfds);
/* Closes every descriptor from this number up. */
void fds_close_from(int from);

#endif
