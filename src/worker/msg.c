#include <config.h>
#include "worker/msg.h"

#include <stdlib.h>

#include "base/io.h"
#include "base/mem.h"
#include "worker/heap.h"

bool msg_write(int fd, enum msg_kind kind, const void *bytes, size_t len)
{
	const struct msg_head head = { MSG_MAGIC, kind, len };

	return io_write(fd, &head, sizeof head) && io_write(fd, bytes, len);
}

void *msg_read(int fd, enum msg_kind kind, size_t limit, size_t *len)
{
	struct msg_head head;
	char *bytes;

	if (!io_read(fd, &head, sizeof head) || head.magic != MSG_MAGIC ||
	    head.kind != (uint32_t)kind || head.len > limit)
		return NULL;
	heap_expect(head.len);
	bytes = mem_alloc((size_t)head.len + 1);
	if (!io_read(fd, bytes, (size_t)head.len)) {
		free(bytes);
		return NULL;
	}
	bytes[head.len] = '\0';
	*len = (size_t)head.len;
	return bytes;
}
