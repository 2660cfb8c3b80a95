/* Messages on pipes: a header of fixed size, then bytes.  Both sides are one
 * build on one machine, so numbers are in native order. */
#ifndef QORJYN_WORKER_MSG_H
#define QORJYN_WORKER_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MSG_MAGIC = 0x714A5231, MSG_MAX = 600 << 20 };

/* MSG_AHEAD: a member's number (u32) and an index of it alone; at most so many of them before MSG_INDEX. */
enum { MSG_AHEAD_MAX = 64 };
/* MSG_MEMBER: one member of a pack job, struct msg_member, then its name, then its bytes if they were asked for. */
enum msg_kind { MSG_REQUEST = 1, MSG_AHEAD, MSG_INDEX, MSG_DOC, MSG_NOTES, MSG_MEMBER };

struct msg_member {
	uint64_t size;
	uint32_t number, found, name_len, has_bytes;
	unsigned char digest[32];
};

struct msg_head {
	uint32_t magic, kind;
	uint64_t len;
};

/* In the worker: blocking.  False when the other side is gone. */
bool msg_write(int fd, enum msg_kind kind, const void *bytes, size_t len);
/* Reads one message of this kind, at most limit bytes, into memory the caller
 * frees; NULL otherwise. */
void *msg_read(int fd, enum msg_kind kind, size_t limit, size_t *len);

#endif
