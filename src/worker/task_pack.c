/* The job behind pack and repair: every member of a source, each with its digest. */
#include <config.h>
#include "worker/task.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "bundle/digest.h"
#include "bundle/index.h"
#include "bundle/limits.h"
#include "bundle/manifest.h"
#include "bundle/name.h"
#include "bundle/picture.h"
#include "bundle/private.h"
#include "bundle/source.h"
#include "doc/rec.h"
#include "worker/heap.h"
#include "worker/job_pack.h"
#include "worker/msg.h"

void task_pack_request(struct buf *out, const char *name, uint32_t flags, const char *passphrase)
{
	task_named_request(out, &flags, sizeof flags, name, passphrase);
}

/* ---- in the worker */

struct packing {
	int out;
	uint32_t flags;
	bool gone; /* nobody listens any more */
	struct buf less;
};

static bool is_manifest(const char *path)
{
	const char *name = name_last_part(path);

	return !strcmp(name, "bundle.yaml") && (name == path || memchr(path, '/', (size_t)(name - path)) == name - 1);
}

static void take_less(struct packing *p, struct buf *bytes)
{
	struct buf all = *bytes;

	*bytes = p->less;
	p->less = all;
}

/* What it says that it should not; with JOB_PACK_STRIP it no longer does. */
static uint32_t look(struct packing *p, const char *path, struct buf *bytes)
{
	struct buf *less = p->flags & JOB_PACK_STRIP ? &p->less : NULL;
	uint32_t found = 0;

	buf_clear(&p->less);
	if (picture_is(path)) {
		found = picture_look(buf_str(bytes), bytes->len, less);
	} else if (name_is_markdown(path)) {
		enum private_found private = private_look(buf_str(bytes), bytes->len, less);

		found = private == PRIVATE_KEYS ? JOB_PACK_PRIVATE : private == PRIVATE_STUCK ? JOB_PACK_STUCK : 0;
	}
	if (p->less.len)
		take_less(p, bytes);
	return found;
}

static void send_member(void *ctx, uint32_t member, const char *path, struct buf *bytes)
{
	struct packing *p = ctx;
	struct msg_member m = { .number = member, .name_len = (uint32_t)strlen(path) };
	struct msg_head head = { MSG_MAGIC, MSG_MEMBER, 0 };

	if (p->gone)
		return;
	if (p->flags & (JOB_PACK_LOOK | JOB_PACK_STRIP))
		m.found = look(p, path, bytes);
	if (p->flags & JOB_PACK_PLAIN && is_manifest(path)) {
		buf_clear(&p->less);
		manifest_plain(buf_str(bytes), bytes->len, &p->less);
		take_less(p, bytes);
	}
	m.size = bytes->len;
	m.has_bytes = p->flags & JOB_PACK_BYTES || is_manifest(path);
	digest_of(buf_str(bytes), bytes->len, m.digest);
	head.len = sizeof m + m.name_len + (m.has_bytes ? bytes->len : 0);
	p->gone = !io_write(p->out, &head, sizeof head) || !io_write(p->out, &m, sizeof m) || !io_write(p->out, path, m.name_len) ||
		(m.has_bytes && !io_write(p->out, buf_str(bytes), bytes->len));
}

int task_pack(int in, int out, int extra)
{
	const size_t limit = sizeof(uint32_t) + TASK_NAMED_MAX;
	struct packing p = { .out = out };
	struct index_ask ask = { .texts = INDEX_NO_TEXTS, .each = send_member, .ctx = &p };
	struct buf answer = BUF_INIT;
	const char *name, *secret;
	struct source *source;
	struct index *ix;
	size_t len;
	char *bytes = msg_read(in, MSG_REQUEST, limit, &len);

	if (!bytes || !task_named(bytes, len, sizeof p.flags, &name, &secret))
		return TASK_REQUEST;
	memcpy(&p.flags, bytes, sizeof p.flags);
	if (extra >= 0 && lseek(extra, 0, SEEK_SET) < 0)
		return TASK_REQUEST;
	ask.files = p.flags & JOB_PACK_FILES;
	ask.count = p.flags & JOB_PACK_BYTES ? NULL : rec_count;
	source = extra >= 0 ? source_archive_locked(extra, secret) : source_frames(in);
	ix = index_build(source, name, &ask);
	source_close(source);
	index_encode(ix, &answer);
	return msg_write(out, MSG_INDEX, answer.data, answer.len) ? TASK_DONE : TASK_ANSWER;
}
