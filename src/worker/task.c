#include <config.h>
#include "worker/task.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "bundle/index.h"
#include "bundle/limits.h"
#include "bundle/source.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "doc/rec.h"
#include "notes/foreign.h"
#include "worker/foreign_read.h"
#include "worker/heap.h"
#include "worker/msg.h"

/* What front matter gives along with the text, all of it together. */
enum { TASK_STRINGS_MAX = 1 << 20 };

struct index_request {
	uint32_t texts, wanted;
	/* the name and the passphrase follow */
};

enum { PARSE_STRINGS = 4, PARSE_NO_STRING = -1 };

struct parse_request {
	uint64_t first_line;
	int64_t len[PARSE_STRINGS]; /* without its NUL; PARSE_NO_STRING */
	/* the strings, each with a NUL, and the Markdown follow */
};

static void task_head(struct buf *out, size_t len)
{
	const struct msg_head head = { MSG_MAGIC, MSG_REQUEST, len };

	buf_add(out, &head, sizeof head);
}

void task_named_request(struct buf *out, const void *fixed, size_t size, const char *name, const char *passphrase)
{
	const char *secret = passphrase ? passphrase : "";
	size_t len = size + strlen(name) + 1 + strlen(secret) + 1;

	/* at once, so that no part of the passphrase stays where it was before growing */
	buf_reserve(out, sizeof(struct msg_head) + len);
	task_head(out, len);
	buf_add(out, fixed, size);
	buf_add(out, name, strlen(name) + 1);
	buf_add(out, secret, strlen(secret) + 1);
}

bool task_named(const char *bytes, size_t len, size_t size, const char **name, const char **passphrase)
{
	const char *secret, *end = bytes + len;

	if (len <= size || (secret = memchr(bytes + size, '\0', len - size)) == NULL || ++secret == end || secret + strlen(secret) + 1 != end)
		return false;
	*name = bytes + size;
	*passphrase = *secret ? secret : NULL;
	return true;
}

void task_index_request(struct buf *out, const char *name, uint32_t texts, uint32_t wanted, const char *passphrase)
{
	const struct index_request request = { texts, wanted };

	task_named_request(out, &request, sizeof request, name, passphrase);
}

void task_parse_request(struct buf *out, size_t md_len, size_t first_line, const struct markdown_defaults *defaults)
{
	static const struct markdown_defaults none = { NULL, NULL, NULL, NULL };
	const struct markdown_defaults *d = defaults ? defaults : &none;
	const char *const strings[PARSE_STRINGS] = { d->from, d->to, d->theme, d->report };
	struct parse_request request = { .first_line = first_line };
	size_t total = sizeof request + md_len;

	for (int i = 0; i < PARSE_STRINGS; i++) {
		request.len[i] = strings[i] ? (int64_t)strlen(strings[i]) : PARSE_NO_STRING;
		total += (size_t)(request.len[i] + 1);
	}
	task_head(out, total);
	buf_add(out, &request, sizeof request);
	for (int i = 0; i < PARSE_STRINGS; i++)
		if (strings[i])
			buf_add(out, strings[i], (size_t)request.len[i] + 1);
}

void task_notes_request(struct buf *out, size_t len)
{
	task_head(out, len);
}

/* ---- in the worker */

static int task_answer(int out, enum msg_kind kind, const struct buf *answer, size_t limit)
{
	if (answer->len > limit)
		return TASK_MEMORY;
	return msg_write(out, kind, answer->data, answer->len) ? TASK_DONE : TASK_ANSWER;
}

struct ahead_out {
	int out;
	unsigned left; /* so many more of them may go */
};

static bool task_ahead(void *ctx, const struct index *one, uint32_t member)
{
	struct ahead_out *to = ctx;
	struct buf answer = BUF_INIT;
	bool sent;

	if (to->left == 0)
		return false;
	to->left--;
	buf_add(&answer, &member, sizeof member);
	index_encode(one, &answer);
	sent = msg_write(to->out, MSG_AHEAD, answer.data, answer.len);
	buf_free(&answer);
	return sent;
}

static int task_index(int in, int out, int extra)
{
	const size_t limit = sizeof(struct index_request) + TASK_NAMED_MAX;
	struct buf answer = BUF_INIT;
	struct ahead_out to = { out, MSG_AHEAD_MAX };
	struct index_ask ask = { .count = rec_count, .ahead = task_ahead, .ctx = &to };
	struct index_request request;
	const char *name, *secret;
	struct source *source;
	struct index *ix;
	off_t size = 0;
	size_t len;
	char *bytes = msg_read(in, MSG_REQUEST, limit, &len);

	if (!bytes || !task_named(bytes, len, sizeof request, &name, &secret))
		return TASK_REQUEST;
	memcpy(&request, bytes, sizeof request);
	if (request.texts > INDEX_FROM_TEXTS)
		return TASK_REQUEST;
	/* the reader has read it before, for the signature; a pipe has no start to go to */
	if (extra >= 0 && ((size = lseek(extra, 0, SEEK_END)) < 0 || lseek(extra, 0, SEEK_SET) < 0))
		return TASK_REQUEST;
	heap_expect((uint64_t)size);
	ask.texts = (enum index_texts)request.texts;
	ask.wanted = request.wanted;
	source = extra >= 0 ? source_archive_locked(extra, secret) : source_frames(in);
	ix = index_build(source, name, &ask);
	source_close(source); /* its memory is needed for the answer */
	index_encode(ix, &answer);
	return task_answer(out, MSG_INDEX, &answer, MSG_MAX);
}

/* The strings of a request; false when they do not fit in it. */
static bool task_strings(const struct parse_request *request, const char **at, const char *end, const char *strings[PARSE_STRINGS])
{
	for (int i = 0; i < PARSE_STRINGS; i++) {
		int64_t len = request->len[i];

		strings[i] = NULL;
		if (len == PARSE_NO_STRING)
			continue;
		if (len < 0 || len >= end - *at || (*at)[len])
			return false;
		strings[i] = *at;
		*at += len + 1;
	}
	return true;
}

static int task_parse(int in, int out, int extra)
{
	const size_t limit = sizeof(struct parse_request) + DOC_PARSE_MAX + TASK_STRINGS_MAX;
	const char *strings[PARSE_STRINGS], *at;
	struct markdown_defaults defaults;
	struct buf answer = BUF_INIT;
	struct parse_request request;
	struct doc *doc;
	size_t len;
	char *bytes = msg_read(in, MSG_REQUEST, limit, &len);

	(void)extra;
	if (!bytes || len < sizeof request)
		return TASK_REQUEST;
	memcpy(&request, bytes, sizeof request);
	at = bytes + sizeof request;
	if (!task_strings(&request, &at, bytes + len, strings))
		return TASK_REQUEST;
	defaults = (struct markdown_defaults){ strings[0], strings[1], strings[2], strings[3] };
	doc = markdown_parse(at, (size_t)(bytes + len - at), (size_t)request.first_line, &defaults);
	doc_encode(doc, &answer);
	return task_answer(out, MSG_DOC, &answer, DOC_RECORD_MAX);
}

static int task_notes(int in, int out, int extra)
{
	struct buf answer = BUF_INIT;
	size_t len;
	char *bytes = msg_read(in, MSG_REQUEST, FOREIGN_FILE_MAX, &len);

	(void)extra;
	if (!bytes)
		return TASK_REQUEST;
	foreign_read(bytes, len, &answer);
	return task_answer(out, MSG_NOTES, &answer, FOREIGN_RECORD_MAX);
}

const struct task task_table[TASK_KINDS] = {
	[TASK_INDEX] = { "index", task_index, 2, 3000, 256 << 20 },
	/* while it waits for the reader to read the next file it does nothing, and the person can stop it */
	[TASK_INDEX_FED] = { "index", task_index, 2, 60 * 1000, 256 << 20 },
	/* a key is made for each member, which takes about a millisecond, and the person can stop it */
	[TASK_INDEX_LOCKED] = { "index", task_index, 60, 120 * 1000, 256 << 20 },
	/* what is written is compressed meanwhile, and the person can stop it */
	[TASK_PACK] = { "pack", task_pack, 600, 3600 * 1000, 256 << 20 },
	[TASK_PARSE] = { "parse", task_parse, 2, 3000, 256 << 20 },
	/* nobody waits for it at a key */
	[TASK_NOTES] = { "notes", task_notes, 20, 30000, 512 << 20 },
};
