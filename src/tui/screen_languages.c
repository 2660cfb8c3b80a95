#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "bundle/index.h"
#include "reader/library.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/report_view.h"
#include "tui/screens.h"

struct languages {
	const struct app *app;
	const struct index_report *report;
	uint32_t shown, second; /* second: shown beside it; NONE */
};

static uint32_t count(void *ctx)
{
	return ((struct languages *)ctx)->report->nvariants;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	const struct languages *l = ctx;
	const struct index_variant *v = &l->report->variants[n];

	row->text = *v->lang ? lang_name(v->lang) : _("an unknown language");
	row->right = v->lang;
	row->detail = v->title;
	row->said = n == l->shown ? _("shown now") : n == l->second ? _("the second language") : v->lang;
	if (l->second != NONE && (n == l->shown || n == l->second))
		memcpy(row->sign, n == l->shown ? "1" : "2", 2);
	else if (n == l->shown)
		memcpy(row->sign, l->app->ascii ? "*" : "•", l->app->ascii ? 2 : sizeof "•");
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct languages *l = ctx;
	bool other = n != l->shown, two = l->second != NONE;
	struct report_view *rv = report_view_of(app);

	app_pop(app); /* l is gone */
	if (two && rv)
		second_choose(rv, app, n);
	else if (other)
		screen_switch(app, n);
}

static void title(void *ctx, struct buf *out)
{
	const struct languages *l = ctx;

	buf_addf(out, l->second != NONE ? _("The second language: %s") : _("Languages: %s"), l->report->variants[l->shown].title);
}

void screen_languages(struct app *app)
{
	struct report *r = screen_current_report(app);
	struct report_view *rv = report_view_of(app);
	struct languages *l;
	struct list_data data = { .count = count, .row = row_of, .open = open_row, .title = title, .free = free };

	if (r == NULL)
		return;
	if (r->bundle->ix->reports[r->report_no].nvariants < 2) {
		app_say(app, false, "%s", _("This report is in one language only."));
		return;
	}
	l = mem_calloc(1, sizeof *l);
	l->app = app;
	l->report = &r->bundle->ix->reports[r->report_no];
	l->shown = r->variant_no;
	l->second = rv->second.report ? rv->second.report->variant_no : NONE;
	data.ctx = l;
	app_push(app, list_view(&data, l->second != NONE ? l->second : l->shown));
}
