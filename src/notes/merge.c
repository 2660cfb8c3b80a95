#include <config.h>

#include "notes/merge.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/place.h"
#include "notes/journal.h"
#include "notes/json.h"
#include "notes/note.h"

enum { BATCH = 1 << 20 /* bytes written and synced at once, about */, KEY = 16, AHEAD = 24 * 60 * 60 /* seconds that clocks may differ */ };

/* A version of a note is told from all others by its line. */
struct version { char key[KEY]; };

/* What is known under one UUID, here and in what comes; the last of those with the latest modification counts. */
struct head {
	struct note *here, *there; /* NULL: none */
	struct version here_version, there_version;
	bool there_has_here;   /* what comes knows the version that counts here: it was made from it */
	uint32_t first, last;  /* of its lines to be written, chained; NONE */
	bool done;             /* its lines are on their way */
};

struct pending { uint32_t head, next; size_t at, len; struct version version; };

struct merge {
	struct journal *journal;
	struct map by_uuid, known; /* to heads; versions that the journal has, or is to get */
	struct head *heads;
	size_t nheads, cap_heads;
	struct pending *list;
	size_t count, cap;
	struct buf lines;
	size_t same;
};

/* ---- versions */

static uint64_t turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static struct version version_of(const char *line, size_t len)
{
	uint64_t x = 0xcbf29ce484222325u, y = 0x9e3779b97f4a7c15u;
	struct version v;

	for (size_t i = 0; i < len; i++) {
		x = (x ^ (unsigned char)line[i]) * 0x100000001b3u;
		y = turn(y ^ (unsigned char)line[i], 23) * 0xff51afd7ed558ccdu;
	}
	memcpy(v.key, &x, 8);
	memcpy(v.key + 8, &y, 8);
	return v;
}

static bool is_same(const struct version *a, const struct version *b)
{
	return !memcmp(a->key, b->key, KEY);
}

/* Whether a note counts instead of one that was there before it. */
static bool follows(const struct note *note, const struct note *before)
{
	return !before || strcmp(note->modified, before->modified) >= 0;
}

/* ---- the journal */

static uint32_t head_of(struct merge *m, const char *uuid)
{
	uint32_t at;

	if (map_get(&m->by_uuid, uuid, strlen(uuid), &at))
		return at;
	m->heads = mem_grow(m->heads, m->nheads, &m->cap_heads, sizeof *m->heads);
	m->heads[m->nheads] = (struct head){ .first = NONE, .last = NONE };
	map_set(&m->by_uuid, uuid, strlen(uuid), (uint32_t)m->nheads);
	return (uint32_t)m->nheads++;
}

/* Journals of one version of the program write the same note as the same line; others are read and written anew. */
static bool read_line(void *ctx, const char *line, size_t len)
{
	struct merge *m = ctx;
	struct buf again = BUF_INIT;
	struct note *note;
	enum json_line kind = json_read_line(line, len, &note);
	struct version v;
	struct head *h;
	uint32_t at;

	if (kind != JSON_NOTE)
		return kind == JSON_HEADER;
	json_note_line(note, &again);
	v = version_of(again.data, again.len);
	buf_free(&again);
	map_set(&m->known, v.key, KEY, 0);
	at = head_of(m, note->uuid);
	h = &m->heads[at];
	if (follows(note, h->here)) {
		note_free(h->here);
		h->here = note;
		h->here_version = v;
	} else {
		note_free(note);
	}
	return true;
}

struct merge *merge_open(const char *folder, const char *name, bool want_write, struct err *err)
{
	struct merge *m = mem_calloc(1, sizeof *m);

	m->journal = journal_open(folder, name, want_write, read_line, m, err);
	if (!want_write || journal_mode(m->journal) == JOURNAL_WRITABLE || journal_mode(m->journal) == JOURNAL_ABSENT)
		return m;
	/* err says it, but not in these words */
	journal_hold(m->journal, err);
	merge_close(m);
	return NULL;
}

void merge_close(struct merge *m)
{
	if (!m)
		return;
	journal_close(m->journal);
	for (size_t i = 0; i < m->nheads; i++) {
		note_free(m->heads[i].here);
		note_free(m->heads[i].there);
	}
	free(m->heads);
	free(m->list);
	map_free(&m->by_uuid);
	map_free(&m->known);
	buf_free(&m->lines);
	free(m);
}

const struct note *merge_find(const struct merge *m, const char *uuid)
{
	uint32_t at;

	return map_get(&m->by_uuid, uuid, strlen(uuid), &at) ? m->heads[at].here : NULL;
}

/* ---- adding */

/* What cannot be read again is as good as lost. */
static bool reads_back(const struct buf *line)
{
	struct note *again = NULL;
	bool ok = line->len <= JOURNAL_LINE_MAX && json_read_line(line->data, line->len - 1, &again) == JSON_NOTE;

	note_free(again);
	return ok;
}

bool merge_add(struct merge *m, const struct note *note)
{
	struct buf line = BUF_INIT;
	struct version v;
	struct head *h;
	uint32_t at;

	json_note_line(note, &line);
	v = version_of(line.data, line.len);
	if (!map_get(&m->known, v.key, KEY, NULL) && !reads_back(&line)) {
		buf_free(&line);
		return false;
	}
	at = head_of(m, note->uuid);
	h = &m->heads[at];
	h->there_has_here |= h->here && is_same(&v, &h->here_version);
	if (follows(note, h->there)) {
		note_free(h->there);
		h->there = note_copy(note);
		h->there_version = v;
	}
	if (map_get(&m->known, v.key, KEY, NULL)) {
		m->same++;
	} else {
		map_set(&m->known, v.key, KEY, 0);
		m->list = mem_grow(m->list, m->count, &m->cap, sizeof *m->list);
		m->list[m->count] = (struct pending){ at, NONE, m->lines.len, line.len, v };
		buf_add(&m->lines, line.data, line.len);
		if (h->last == NONE)
			h->first = (uint32_t)m->count;
		else
			m->list[h->last].next = (uint32_t)m->count;
		h->last = (uint32_t)m->count++;
	}
	buf_free(&line);
	return true;
}

/* ---- saving */

static bool is_pending(const struct merge *m, const struct head *h, const struct version *v)
{
	for (uint32_t n = h->first; n != NONE; n = m->list[n].next)
		if (is_same(&m->list[n].version, v))
			return true;
	return false;
}

static int compare_lines(const struct note *a, const struct note *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	int c;

	json_note_line(a, &x);
	json_note_line(b, &y);
	c = strcmp(buf_str(&x), buf_str(&y));
	buf_free(&x);
	buf_free(&y);
	return c;
}

/* Whether what comes counts from now on; both sides must find the same.  *conflict: neither was made from the other. */
static bool there_wins(const struct merge *m, const struct head *h, bool *conflict)
{
	int c;

	*conflict = false;
	if (!h->here || h->there_has_here)
		return true;
	if (!is_pending(m, h, &h->there_version))
		return false; /* it was here before */
	*conflict = true;
	c = strcmp(h->there->modified, h->here->modified);
	if (!c && h->there->removed != h->here->removed)
		return h->here->removed; /* what is there is more than what is not */
	if (!c && !*h->there->report != !*h->here->report)
		return !*h->here->report; /* it has found its report now */
	return (c ? c : compare_lines(h->there, h->here)) > 0;
}

static void add_line(const struct merge *m, const struct pending *p, struct buf *out)
{
	buf_add(out, m->lines.data + p->at, p->len);
}

/* The lines of one note, so that the one that counts is the last of its time. */
static void add_head(const struct merge *m, const struct head *h, bool wins, struct buf *out)
{
	const struct pending *winner = NULL;
	bool again = false;

	for (uint32_t n = h->first; n != NONE; n = m->list[n].next) {
		if (wins && is_same(&m->list[n].version, &h->there_version)) {
			winner = &m->list[n];
			continue;
		}
		add_line(m, &m->list[n], out);
		again = true;
	}
	if (winner)
		add_line(m, winner, out);
	else if (again)
		json_note_line(wins ? h->there : h->here, out);
}

static void count(const struct head *h, bool wins, bool conflict, const char *soon, struct merge_counts *c)
{
	c->conflicts += conflict;
	if (!wins)
		c->kept++;
	else if (h->there->removed)
		c->removed++;
	else if (!h->here || h->here->removed)
		c->added++;
	else
		c->changed++;
	c->later += wins && strcmp(h->there->modified, soon) > 0;
}

static void add_counts(struct merge_counts *to, const struct merge_counts *from)
{
	to->added += from->added;
	to->changed += from->changed;
	to->removed += from->removed;
	to->kept += from->kept;
	to->conflicts += from->conflicts;
	to->later += from->later;
}

static void soon_is(char out[21])
{
	time_t soon = time(NULL) + AHEAD;
	struct tm tm;

	if (!gmtime_r(&soon, &tm) || strftime(out, 21, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		memcpy(out, "9999", 5);
}

static bool flush(struct merge *m, struct buf *batch, struct merge_counts *in_batch, struct merge_counts *counts, struct err *err)
{
	struct buf header = BUF_INIT;
	bool ok = true;

	if (batch->len) {
		json_header_line(&header);
		ok = journal_append_lines(m->journal, buf_str(&header), batch->data, batch->len, err);
	}
	if (ok)
		add_counts(counts, in_batch);
	memset(in_batch, 0, sizeof *in_batch);
	buf_clear(batch);
	buf_free(&header);
	return ok;
}

bool merge_save(struct merge *m, struct merge_counts *counts, struct err *err)
{
	struct merge_counts in_batch = { 0 };
	struct buf batch = BUF_INIT;
	char soon[21];
	bool ok = true;

	memset(counts, 0, sizeof *counts);
	counts->same = m->same;
	soon_is(soon);
	for (size_t n = 0; ok && n < m->count; n++) {
		struct head *h = &m->heads[m->list[n].head];
		bool conflict, wins;

		if (h->done)
			continue;
		h->done = true;
		wins = there_wins(m, h, &conflict);
		add_head(m, h, wins, &batch);
		count(h, wins, conflict, soon, &in_batch);
		if (batch.len >= BATCH)
			ok = flush(m, &batch, &in_batch, counts, err);
	}
	ok = ok && flush(m, &batch, &in_batch, counts, err);
	buf_free(&batch);
	return ok;
}
