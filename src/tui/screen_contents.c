#include <config.h>

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/place.h"
#include "doc/doc.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/report_view.h"
#include "tui/screens.h"

struct contents {
	const struct report *report;
	uint32_t *blocks, count;
	struct buf text, said;
};

static uint32_t count(void *ctx)
{
	return ((struct contents *)ctx)->count;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	struct contents *c = ctx;

	buf_clear(&c->text);
	doc_plain_text(c->report->doc, c->blocks[n], &c->text);
	row->indent = 2 * (c->report->doc->blocks[c->blocks[n]].level - 1);
	row->text = buf_str(&c->text);
	buf_clear(&c->said);
	buf_addf(&c->said, _("level %u"), (unsigned)c->report->doc->blocks[c->blocks[n]].level);
	row->said = buf_str(&c->said);
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct contents *c = ctx;

	screen_go(app, c->blocks[n], 0);
}

static void title(void *ctx, struct buf *out)
{
	buf_addf(out, _("Contents: %s"), report_title(((struct contents *)ctx)->report));
}

static void empty(void *ctx, struct buf *out)
{
	(void)ctx;
	buf_adds(out, _("This report has no headings."));
}

static void free_contents(void *ctx)
{
	struct contents *c = ctx;

	free(c->blocks);
	buf_free(&c->text);
	buf_free(&c->said);
	free(c);
}

void screen_contents(struct app *app)
{
	struct report_view *rv = report_view_of(app);
	struct contents *c;
	struct list_data data = { .count = count, .row = row_of, .open = open_row, .title = title, .empty = empty, .free = free_contents };
	uint32_t here, offset, selected = 0;
	size_t cap = 0;

	if (!rv || !rv->report)
		return;
	c = mem_calloc(1, sizeof *c);
	c->report = rv->report;
	report_view_here(rv, &here, &offset);
	for (uint32_t b = 0; b < c->report->doc->nblocks; b++) {
		if (c->report->doc->blocks[b].kind != BLOCK_HEADING)
			continue;
		if (b <= here)
			selected = c->count;
		c->blocks = mem_grow(c->blocks, c->count, &cap, sizeof *c->blocks);
		c->blocks[c->count++] = b;
	}
	data.ctx = c;
	app_push(app, list_view(&data, selected));
}
