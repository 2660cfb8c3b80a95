#include <config.h>

#include "notes/merge.h"

#include <stdint.h>
#include <stdio.h>
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

enum { TIME_SIZE = 32, BATCH = 1 << 20 /* bytes written and synced at once, about */, KEY = 16, AHEAD = 24 * 60 * 60 /* seconds that clocks may differ */ };

/* A version of a note is told from all others by its line. */
struct version { char key[KEY]; };

/* Where it is: in the journal, in what comes. */
enum { HERE = 1, THERE = 2 };
struct seen { uint32_t next; struct version version; char modified[TIME_SIZE]; };

/* What is known under one UUID, here and in what comes; the last of those with the latest modification counts. */
struct head {
	struct note *here, *there; /* NULL: none */
	struct version here_version, there_version;
	uint32_t seen;         /* the last of its versions, chained; NONE */
	uint32_t first, last;  /* of its lines to be written, chained; NONE */
};

struct pending { uint32_t head, next; size_t at, len; struct version version; char modified[TIME_SIZE]; };

struct merge {
	struct journal *journal;
	struct map by_uuid, known; /* to heads; versions to where they are */
	struct seen *seen;         /* each version once */
	size_t nseen, cap_seen;
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

static uint32_t where_is(const struct merge *m, const struct version *v)
{
	uint32_t where = 0;

	map_get(&m->known, v->key, KEY, &where);
	return where;
}

static void see(struct merge *m, struct head *h, const struct version *v, const char *modified, uint32_t where)
{
	uint32_t before = where_is(m, v);

	map_set(&m->known, v->key, KEY, before | where);
	if (before)
		return;
	m->seen = mem_grow(m->seen, m->nseen, &m->cap_seen, sizeof *m->seen);
	m->seen[m->nseen] = (struct seen){ h->seen, *v, "" };
	snprintf(m->seen[m->nseen].modified, TIME_SIZE, "%s", modified);
	h->seen = (uint32_t)m->nseen++;
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
	m->heads[m->nheads] = (struct head){ .seen = NONE, .first = NONE, .last = NONE };
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
	at = head_of(m, note->uuid);
	h = &m->heads[at];
	see(m, h, &v, note->modified, HERE);
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
	free(m->seen);
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
	if (!where_is(m, &v) && !reads_back(&line)) {
		buf_free(&line);
		return false;
	}
	at = head_of(m, note->uuid);
	h = &m->heads[at];
	if (follows(note, h->there)) {
		note_free(h->there);
		h->there = note_copy(note);
		h->there_version = v;
	}
	if (where_is(m, &v)) {
		m->same++;
	} else {
		m->list = mem_grow(m->list, m->count, &m->cap, sizeof *m->list);
		m->list[m->count] = (struct pending){ at, NONE, m->lines.len, line.len, v, "" };
		snprintf(m->list[m->count].modified, TIME_SIZE, "%s", note->modified);
		buf_add(&m->lines, line.data, line.len);
		if (h->last == NONE)
			h->first = (uint32_t)m->count;
		else
			m->list[h->last].next = (uint32_t)m->count;
		h->last = (uint32_t)m->count++;
	}
	see(m, h, &v, note->modified, THERE);
	buf_free(&line);
	return true;
}

/* ---- saving */

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

/* Of two versions of one time, neither of which is known to be the later one; both sides must choose the same. */
static bool is_more(const struct note *note, const struct note *than)
{
	if (note->removed != than->removed)
		return than->removed; /* what is there is more than what is not */
	if (!*note->report != !*than->report)
		return *note->report != '\0'; /* it has found its report */
	return compare_lines(note, than) > 0;
}

/* Whether what comes counts from now on.  *conflict: neither was made from the other.  Of one time, who knows all versions of
 * the other side and more is the later one. */
static bool there_wins(const struct merge *m, const struct head *h, bool *conflict)
{
	bool here_only = false, there_only = false;
	int c = h->here ? strcmp(h->there->modified, h->here->modified) : 1;

	*conflict = h->here && !(where_is(m, &h->here_version) & THERE) && !(where_is(m, &h->there_version) & HERE);
	if (c || is_same(&h->here_version, &h->there_version))
		return c > 0;
	for (uint32_t n = h->seen; n != NONE; n = m->seen[n].next) {
		uint32_t where = where_is(m, &m->seen[n].version);

		if (strncmp(m->seen[n].modified, h->here->modified, TIME_SIZE - 1) != 0)
			continue;
		here_only |= where == HERE;
		there_only |= where == THERE;
	}
	return here_only == there_only ? is_more(h->there, h->here) : there_only;
}

static void add_line(const struct merge *m, const struct pending *p, struct buf *out)
{
	buf_add(out, m->lines.data + p->at, p->len);
}

/* The lines of one note, so that the one that counts is the last of its time. */
static void add_head(const struct merge *m, const struct head *h, bool wins, struct buf *out)
{
	const struct note *counts = wins ? h->there : h->here;
	const struct pending *winner = NULL;
	bool again = wins && (!h->here || !is_same(&h->here_version, &h->there_version));

	for (uint32_t n = h->first; n != NONE; n = m->list[n].next) {
		if (wins && is_same(&m->list[n].version, &h->there_version)) {
			winner = &m->list[n];
			continue;
		}
		add_line(m, &m->list[n], out);
		again |= strncmp(m->list[n].modified, counts->modified, TIME_SIZE - 1) >= 0;
	}
	if (winner)
		add_line(m, winner, out);
	else if (again)
		json_note_line(counts, out);
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
	for (size_t n = 0; ok && n < m->nheads; n++) {
		struct head *h = &m->heads[n];
		bool conflict, wins;

		if (!h->there)
			continue;
		wins = there_wins(m, h, &conflict);
		if (!wins && h->first == NONE)
			continue; /* it is as it was */
		add_head(m, h, wins, &batch);
		count(h, wins, conflict, soon, &in_batch);
		if (batch.len >= BATCH)
			ok = flush(m, &batch, &in_batch, counts, err);
	}
	ok = ok && flush(m, &batch, &in_batch, counts, err);
	buf_free(&batch);
	return ok;
}
