#include <config.h>

#include "tui/recs_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/number.h"
#include "notes/note.h"
#include "reader/noted.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/note_words.h"
#include "tui/prompt.h"
#include "tui/rec_row.h"

/* One report needs no heading. */
enum rec_group recs_group(const struct recs *s)
{
	return s->scope == SCOPE_REPORT && s->app->recs.group == GROUP_REPORT ? GROUP_NONE : s->app->recs.group;
}

/* ---- rows */

uint32_t recs_count(void *ctx)
{
	return ((struct recs *)ctx)->view.count;
}

const struct rec_entry *recs_entry(const struct recs *s, uint32_t n)
{
	return n < s->view.count && s->view.lines[n].entry != NONE ? rec_table_entry(s->table, s->view.lines[n].entry) : NULL;
}

static void heading_row(struct recs *s, const struct rec_line *line, struct list_row *row)
{
	const char *name = *line->heading ? line->heading : _("not said");

	buf_clear(&s->heading);
	buf_addf(&s->heading, "%s (", name);
	number_format(&s->heading, tr_n("%lu recommendation", "%lu recommendations", line->count), line->count, 0, i18n_language());
	buf_adds(&s->heading, ")");
	row->heading = true;
	row->text = buf_str(&s->heading);
}

void recs_row(void *ctx, uint32_t n, struct list_row *row)
{
	struct recs *s = ctx;
	const struct rec_entry *e = recs_entry(s, n);
	const struct note *note;
	const char *sign;

	if (!e) {
		heading_row(s, &s->view.lines[n], row);
		return;
	}
	buf_clear(&s->detail);
	rec_row_detail(e, s->scope != SCOPE_REPORT && recs_group(s) != GROUP_REPORT, &s->detail);
	row->text = e->text;
	row->detail = buf_str(&s->detail);
	row->indent = recs_group(s) != GROUP_NONE ? 2 : 0;
	note = note_of_entry(s->app->reader->store, e);
	row->said = !e->bookmarked ? NULL : note && note_is_written(note) ? _("bookmarked, with a note") : _("bookmarked");
	if (note) {
		sign = note_sign(note, e->state, s->app->ascii);
		memcpy(row->sign, sign, strlen(sign) + 1);
	}
}

/* ---- choosing */

uint32_t recs_selected(const struct recs *s)
{
	uint32_t n = s->list ? list_selected(s->list) : 0;

	return n < s->view.count ? s->view.lines[n].entry : NONE;
}

void recs_select(struct recs *s, uint32_t entry)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->view.count && entry != NONE; i++)
		if (s->view.lines[i].entry == entry)
			n = i;
	if (s->list)
		list_select(s->list, n);
}

/* The same entry stays selected where it is still there. */
void recs_choose(struct recs *s, uint32_t entry)
{
	struct rec_query *q = rec_query_new(s->app->recs.typed ? s->app->recs.typed : "");

	rec_table_choose(s->table, q, s->app->recs.order, recs_group(s), &s->view);
	rec_query_free(q);
	s->chosen = io_now_ms();
	recs_select(s, entry);
	s->app->dirty = true;
}

void recs_type(struct recs *s, const char *typed)
{
	free(s->app->recs.typed);
	s->app->recs.typed = mem_strdup(typed);
}

static void filter_changed(void *ctx, struct app *app, const char *text)
{
	struct recs *s = ctx;

	(void)app;
	recs_type(s, text);
	recs_choose(s, s->before);
}

static void filter_done(void *ctx, struct app *app, const char *text)
{
	struct recs *s = ctx;

	(void)app;
	recs_type(s, text ? text : s->typed_before ? s->typed_before : "");
	recs_choose(s, text && recs_selected(s) != NONE ? recs_selected(s) : s->before);
}

void recs_filter(struct recs *s)
{
	s->before = recs_selected(s);
	free(s->typed_before);
	s->typed_before = mem_strdup(s->app->recs.typed ? s->app->recs.typed : "");
	app_push(s->app, prompt_view_live(_("Show only: "), s->app->recs.typed, filter_changed, filter_done, s));
	app_say(s->app, false, "%s", _("Words, or to: from: theme: persons: sdg: response: status: tag: is:bookmarked is:declared; a minus before excludes."));
}
