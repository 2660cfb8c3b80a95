#include <config.h>

#include "notes/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "notes/journal.h"
#include "notes/json.h"
#include "notes/others.h"
#include "notes/places.h"

struct store {
	struct journal *journal; /* NULL: memory only */
	struct places *places;
	struct others *others;
	struct note **all;       /* one a UUID, in order of appearance; removed ones too, so that
	                            an older line that comes later does not bring them back */
	size_t count, cap;
	struct map by_uuid;      /* UUID to index in all */
	uint32_t *shown;         /* indices of those not removed, oldest first */
	size_t nshown, cap_shown;
	bool loading;            /* not all lines were read: shown is made at the end */
	bool newer;              /* the journal is of a later version: what is not known here is neither damaged nor touched */
	uint64_t lines;          /* read so far */
	uint64_t changes;        /* notes taken in so far */
};

/* ---- the arrays */

static bool find(const struct store *s, const char *uuid, uint32_t *at)
{
	return map_get(&s->by_uuid, uuid, strlen(uuid), at);
}

static void show(struct store *s, uint32_t at)
{
	s->shown = mem_grow(s->shown, s->nshown, &s->cap_shown, sizeof *s->shown);
	s->shown[s->nshown++] = at;
}

static void hide(struct store *s, uint32_t at)
{
	size_t n;

	for (n = 0; n < s->nshown && s->shown[n] != at; n++)
		;
	if (n == s->nshown)
		return;
	s->nshown--;
	memmove(s->shown + n, s->shown + n + 1, (s->nshown - n) * sizeof *s->shown);
}

/* Takes note over as what now is known under its UUID. */
static void keep(struct store *s, struct note *note)
{
	bool was = false;
	uint32_t at;

	if (find(s, note->uuid, &at)) {
		was = !s->all[at]->removed;
		note_free(s->all[at]);
	} else {
		s->all = mem_grow(s->all, s->count, &s->cap, sizeof *s->all);
		at = (uint32_t)s->count++;
		map_set(&s->by_uuid, note->uuid, strlen(note->uuid), at);
	}
	s->all[at] = note;
	if (s->loading)
		return;
	s->changes++;
	if (was && note->removed)
		hide(s, at);
	else if (!was && !note->removed)
		show(s, at);
}

struct dated {
	const char *created;
	uint32_t at;
};

static int compare_dated(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;
	int c = strcmp(x->created, y->created);

	return c ? c : x->at < y->at ? -1 : x->at > y->at;
}

static void show_all(struct store *s)
{
	struct dated *list = mem_calloc(s->count + 1, sizeof *list);
	size_t n, used = 0;

	for (n = 0; n < s->count; n++)
		if (!s->all[n]->removed)
			list[used++] = (struct dated){ s->all[n]->created, (uint32_t)n };
	qsort(list, used, sizeof *list, compare_dated);
	s->nshown = 0;
	for (n = 0; n < used; n++)
		show(s, list[n].at);
	free(list);
}

/* ---- opening */

/* The later modification wins, of equal ones the later line: so two journals
 * of one person merge by being put one after the other. */
static bool read_line(void *ctx, const char *line, size_t len)
{
	struct store *s = ctx;
	struct note *note;
	uint32_t at;

	s->lines++;
	switch (json_read_line(line, len, &note)) {
	case JSON_NOTE:
		if (find(s, note->uuid, &at) && strcmp(note->modified, s->all[at]->modified) < 0)
			note_free(note);
		else
			keep(s, note);
		return true;
	case JSON_NEWER:
		s->newer = true;
		return true;
	case JSON_HEADER:
		return true;
	case JSON_OTHER:
		return s->newer;
	case JSON_PLACE:
	case JSON_BAD:
		break;
	}
	return false;
}

static void say_newer(const struct store *s, struct err *err)
{
	char *shown = text_name(journal_path(s->journal)), *before = mem_strdup(err ? err_text(err) : "");
	char *newer = mem_printf(_("%s is of a newer version of qorjyn. What this version knows of it is shown; all else stays in the file as it is."), shown);

	err_set(err, *before ? "%s %s" : "%s%s", before, newer);
	free(newer);
	free(before);
	free(shown);
}

bool store_ready(const struct store *s)
{
	return !s->loading;
}

bool store_read(struct store *s, bool all, struct err *err)
{
	bool more = s->loading;

	while (more && (more = journal_read(s->journal, err)) && all)
		;
	if (s->loading && !more) {
		s->loading = false;
		s->changes++;
		show_all(s);
		if (s->newer)
			say_newer(s, err);
	}
	return more;
}

struct store *store_open(const char *state, unsigned how, struct err *err)
{
	struct store *s = mem_calloc(1, sizeof *s);
	struct err places_err = ERR_INIT;
	bool want_write = how & STORE_WRITES;
	char *folder;

	s->others = others_new(state);
	if (!state) {
		s->places = places_open(NULL, want_write, NULL);
		return s;
	}
	folder = mem_printf("%s/notes", state);
	s->loading = true;
	s->journal = journal_open_slowly(folder, "mine.jsonl", want_write, read_line, s, err);
	if (!journal_unread(s->journal) || !(how & STORE_SLOWLY))
		store_read(s, true, err);
	s->places = places_open(how & STORE_NO_PLACES ? NULL : state, want_write, &places_err);
	/* usually the same reason; one sentence is enough */
	if (err && !*err_text(err) && *err_text(&places_err))
		err_set(err, "%s", err_text(&places_err));
	err_free(&places_err);
	free(folder);
	return s;
}

void store_close(struct store *s)
{
	size_t n;

	if (!s)
		return;
	journal_close(s->journal);
	places_close(s->places);
	others_free(s->others);
	for (n = 0; n < s->count; n++)
		note_free(s->all[n]);
	free(s->all);
	free(s->shown);
	map_free(&s->by_uuid);
	free(s);
}

enum store_mode store_mode(const struct store *s)
{
	if (!s->journal)
		return STORE_MEMORY;
	switch (journal_mode(s->journal)) {
	case JOURNAL_WRITABLE:
	case JOURNAL_ABSENT:
		return STORE_SAVES;
	case JOURNAL_LOCKED:
	case JOURNAL_READ_ONLY:
		break;
	}
	return STORE_READ_ONLY;
}

const char *store_path(const struct store *s)
{
	return s->journal ? journal_path(s->journal) : "";
}

const char *store_places_path(const struct store *s)
{
	return places_path(s->places);
}

/* ---- looking */

size_t store_count(const struct store *s)
{
	return s->nshown;
}

const struct note *store_note(const struct store *s, size_t n)
{
	return n < s->nshown ? s->all[s->shown[n]] : NULL;
}

const struct note *store_find(const struct store *s, const char *uuid)
{
	uint32_t at;

	return !s->loading && find(s, uuid, &at) && !s->all[at]->removed ? s->all[at] : NULL;
}

size_t store_each(const struct store *s, const char *series, const char *report, store_fn *fn, void *ctx)
{
	size_t n, found = 0;

	for (n = 0; n < s->nshown; n++) {
		const struct note *note = s->all[s->shown[n]];

		if (strcmp(note->report, report) == 0 && strcmp(note->series, series) == 0) {
			fn(ctx, note);
			found++;
		}
	}
	return found;
}

struct others *store_others(const struct store *s)
{
	return s->others;
}

uint64_t store_lines(const struct store *s)
{
	return s->lines;
}

uint64_t store_changes(const struct store *s)
{
	return s->changes;
}

/* ---- changing */

static bool append(struct store *s, const struct note *note, struct err *err)
{
	struct buf header = BUF_INIT, line = BUF_INIT;
	bool ok;

	if (!s->journal)
		return true;
	json_header_line(&header);
	json_note_line(note, &line);
	ok = journal_append(s->journal, buf_str(&header), line.data, line.len, err);
	buf_free(&header);
	buf_free(&line);
	return ok;
}

/* A change must count as later than what it changes, also when the clock was set back. */
static void make_later(struct note *note, const struct note *old)
{
	char now[21];

	if (strcmp(note->modified, old->modified) > 0)
		return;
	io_utc(now);
	free(note->modified);
	note->modified = mem_strdup(strcmp(now, old->modified) > 0 ? now : old->modified);
}

bool store_put(struct store *s, struct note *note, struct err *err)
{
	uint32_t at;
	bool ok;

	store_read(s, true, NULL);
	ok = !s->journal || journal_hold(s->journal, err);
	note->removed = false;
	if (ok && find(s, note->uuid, &at))
		make_later(note, s->all[at]);
	if (!ok || !append(s, note, err)) {
		note_free(note);
		return false;
	}
	keep(s, note);
	return true;
}

bool store_remove(struct store *s, const char *uuid, struct err *err)
{
	const struct note *old;
	struct note *gone;

	store_read(s, true, NULL);
	if (s->journal && !journal_hold(s->journal, err))
		return false;
	old = store_find(s, uuid);
	if (!old)
		return err_set(err, _("This bookmark is not there any more."));
	/* the words are in the earlier lines; here only what a merge needs */
	gone = note_new();
	note_set(&gone->uuid, old->uuid);
	note_set(&gone->created, old->created);
	note_set(&gone->series, old->series);
	note_set(&gone->edition, old->edition);
	note_set(&gone->report, old->report);
	gone->removed = true;
	make_later(gone, old);
	if (!append(s, gone, err)) {
		note_free(gone);
		return false;
	}
	keep(s, gone);
	return true;
}

/* ---- reading positions */

const struct reading *store_reading(const struct store *s, const char *series, const char *report)
{
	return places_get(s->places, series, report);
}

void store_set_reading(struct store *s, const char *series, const char *report, const char *lang, uint32_t block,
		       uint32_t offset, unsigned percent)
{
	const struct reading *old = places_get(s->places, series, report);

	if (old && old->block == block && old->offset == offset && old->percent == percent && strcmp(old->lang, lang) == 0)
		return;
	places_set(s->places, &(struct reading){ .series = mem_strdup(series), .report = mem_strdup(report),
						 .lang = mem_strdup(lang), .block = block, .offset = offset,
						 .percent = percent });
}

bool store_save_readings(struct store *s, struct err *err)
{
	return places_save(s->places, err);
}
