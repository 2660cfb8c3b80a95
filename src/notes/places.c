#include <config.h>

#include "notes/places.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/map.h"
#include "base/mem.h"
#include "notes/journal.h"
#include "notes/json.h"
#include "notes/note.h"

enum { COMPACT_FROM = 64 << 10 /* bytes of a file that is not worth tidying */ };

struct place_entry {
	struct reading r;
	bool changed;
};

struct places {
	struct journal *journal; /* NULL: memory only */
	struct place_entry *list;
	size_t count, cap;
	bool newer;              /* the journal is of a later version: it is not written anew */
	struct map by_report; /* "series LF report" to index */
};

/* LF is in no name. */
static char *key_of(const char *series, const char *report)
{
	return mem_printf("%s\n%s", series, report);
}

static bool find(const struct places *p, const char *series, const char *report, uint32_t *at)
{
	char *key = key_of(series, report);
	bool found = map_get(&p->by_report, key, strlen(key), at);

	free(key);
	return found;
}

static struct place_entry *put(struct places *p, const struct reading *r)
{
	struct place_entry *e;
	uint32_t at;
	char *key;

	if (find(p, r->series, r->report, &at)) {
		e = &p->list[at];
		reading_free(&e->r);
	} else {
		p->list = mem_grow(p->list, p->count, &p->cap, sizeof *p->list);
		key = key_of(r->series, r->report);
		map_set(&p->by_report, key, strlen(key), (uint32_t)p->count);
		free(key);
		e = &p->list[p->count++];
	}
	e->r = *r;
	e->changed = false;
	return e;
}

static bool read_line(void *ctx, const char *line, size_t len)
{
	struct places *p = ctx;
	struct reading r;
	struct note *note;
	enum json_line kind;
	uint32_t at;

	if (json_read_reading(line, len, &r)) {
		/* what this run has set is newer than what another program left */
		if (find(p, r.series, r.report, &at) && p->list[at].changed)
			reading_free(&r);
		else
			put(p, &r);
		return true;
	}
	kind = json_read_line(line, len, &note);
	note_free(note); /* a note has no place here */
	p->newer = p->newer || kind == JSON_NEWER;
	return kind == JSON_HEADER || kind == JSON_NEWER || (kind == JSON_OTHER && p->newer);
}

struct places *places_open(const char *folder, bool want_write, struct err *err)
{
	struct places *p = mem_calloc(1, sizeof *p);

	if (folder)
		p->journal = journal_open(folder, "places.jsonl", want_write, read_line, p, err);
	return p;
}

void places_close(struct places *p)
{
	size_t n;

	if (!p)
		return;
	journal_close(p->journal);
	for (n = 0; n < p->count; n++)
		reading_free(&p->list[n].r);
	free(p->list);
	map_free(&p->by_report);
	free(p);
}

const char *places_path(const struct places *p)
{
	return p->journal ? journal_path(p->journal) : "";
}

const struct reading *places_get(const struct places *p, const char *series, const char *report)
{
	uint32_t at;

	return find(p, series, report, &at) ? &p->list[at].r : NULL;
}

void places_set(struct places *p, const struct reading *r)
{
	char now[21];
	struct reading copy = *r;

	io_utc(now);
	copy.time = mem_strdup(now);
	put(p, &copy)->changed = true;
}

static void add_lines(const struct places *p, bool all, struct buf *out)
{
	size_t n;

	for (n = 0; n < p->count; n++)
		if (all || p->list[n].changed)
			json_reading_line(&p->list[n].r, out);
}

/* Most of a large file being superseded lines, it is written anew.  That it
 * fails loses nothing. */
static void compact(struct places *p, const char *header)
{
	struct buf lines = BUF_INIT;

	if (journal_size(p->journal) <= COMPACT_FROM || p->newer)
		return;
	buf_adds(&lines, header);
	add_lines(p, true, &lines);
	if (lines.len < journal_size(p->journal) / 2)
		journal_replace(p->journal, lines.data, lines.len, NULL);
	buf_free(&lines);
}

bool places_save(struct places *p, struct err *err)
{
	struct buf header = BUF_INIT, lines = BUF_INIT;
	bool ok = true;
	size_t n;

	if (!p->journal)
		return true;
	add_lines(p, false, &lines);
	if (lines.len > 0) {
		json_header_line(&header);
		ok = journal_append_lazily(p->journal, buf_str(&header), lines.data, lines.len, err);
		for (n = 0; ok && n < p->count; n++)
			p->list[n].changed = false;
		if (ok)
			compact(p, buf_str(&header));
	}
	buf_free(&header);
	buf_free(&lines);
	return ok;
}
