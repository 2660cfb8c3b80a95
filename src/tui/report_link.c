/* Links of a report: from one to the next, where they lead, and back. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "doc/doc.h"
#include "page/page.h"
#include "reader/links.h"
#include "reader/reader.h"
#include "reader/rec_table.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/copy.h"
#include "tui/list.h"
#include "tui/popup.h"
#include "tui/report_view.h"
#include "tui/screens.h"

static const struct doc *doc_of(const struct report_view *rv)
{
	return rv->report->doc;
}

/* Where the person was: at the link, if one was selected. */
static void push_history(const struct report_view *rv, struct app *app)
{
	struct place here = report_view_place(rv);

	if (rv->spot != NONE) {
		here.block = rv->spots[rv->spot].block;
		here.offset = rv->spots[rv->spot].at - doc_of(rv)->blocks[here.block].text;
	}
	history_push(&app->history, &here);
}

/* A picture's link is the one that it stands in. */
static uint32_t outer(const struct report_view *rv, uint32_t link)
{
	return link != NONE && doc_of(rv)->links[link].around != NONE ? doc_of(rv)->links[link].around : link;
}

/* The spot nearest after (before) what the current line shows. */
static void go_link(struct report_view *rv, struct app *app, bool back)
{
	uint32_t block, offset, n = NONE;

	if (!rv->nspots) {
		app_say(app, false, _("This report has no links or footnotes."));
		return;
	}
	if (rv->spot != NONE) {
		n = back ? (rv->spot ? rv->spot - 1 : rv->nspots - 1) : (rv->spot + 1) % rv->nspots;
	} else {
		uint32_t at;

		report_view_here(rv, &block, &offset);
		at = doc_of(rv)->blocks[block].text + offset;
		for (uint32_t i = 0; i < rv->nspots; i++)
			if (back ? rv->spots[i].at < at : rv->spots[i].at >= at && n == NONE)
				n = i;
		if (n == NONE)
			n = back ? rv->nspots - 1 : 0;
	}
	{
		const struct spot *s = &rv->spots[n];
		uint32_t in_block = s->at - doc_of(rv)->blocks[s->block].text;
		uint32_t line = report_view_row_of(rv, s->block, in_block);

		if (line >= rv->top && line < rv->top + (uint32_t)rv->rows)
			rv->line = line;
		else
			report_view_go(rv, s->block, in_block, -1);
		rv->spot = n;
	}
	app_say(app, false, "%s", doc_str(doc_of(rv), doc_of(rv)->links[outer(rv, rv->spots[n].link)].target));
}

/* ---- following */

/* The selected link, or the only one on the current line; NONE. */
static uint32_t link_here(const struct report_view *rv)
{
	uint32_t at = report_view_line(rv, rv->line), link = NONE;
	const struct line *line;

	if (rv->spot != NONE)
		return outer(rv, rv->spots[rv->spot].link);
	if (at == NONE)
		return NONE;
	line = page_line(rv->page, at);
	for (uint32_t i = 0; i < line->spans; i++) {
		const struct span *s = page_span(rv->page, line->span + i);

		if (s->made || s->link == NONE || s->link == link)
			continue;
		if (link != NONE)
			return NONE;
		link = s->link;
	}
	return outer(rv, link);
}

/* Enter in a footnote's pop-up: to the footnote itself, where its links can be followed. */
static void go_footnote(struct app *app, uint32_t block)
{
	struct report_view *rv;

	app_pop(app);
	rv = report_view_of(app);
	if (!rv || !rv->report || block >= doc_of(rv)->nblocks)
		return;
	push_history(rv, app);
	rv->spot = NONE;
	report_view_go(rv, block, 0, -1);
}

static void show_footnote(struct report_view *rv, struct app *app, uint32_t block)
{
	struct buf text = BUF_INIT, label = BUF_INIT;
	char key[KEY_NAME_MAX];

	if (app->linear) /* one hears it and is back */
		buf_addf(&label, _("Footnote %s"), doc_str(doc_of(rv), doc_of(rv)->blocks[block].label));
	else
		buf_addf(&label, _("Footnote %s (%s goes there)"), doc_str(doc_of(rv), doc_of(rv)->blocks[block].label), app_key(app, ACT_OPEN, key));
	doc_plain_text(doc_of(rv), block, &text);
	app_push(app, popup_view(&(struct popup_data){ .title = buf_str(&label), .text = buf_str(&text), .open = go_footnote, .what = block }));
	buf_free(&text);
	buf_free(&label);
}

/* From a footnote to the first passage that names it; false when the current line is in none. */
static bool leave_footnote(struct report_view *rv, struct app *app)
{
	const struct doc *doc = doc_of(rv);
	unsigned long count = 0;
	uint32_t block, offset, first = NONE;

	report_view_here(rv, &block, &offset);
	while (block != NONE && doc->blocks[block].kind != BLOCK_FOOTNOTE)
		block = doc->blocks[block].parent;
	if (block == NONE)
		return false;
	for (uint32_t i = 0; i < rv->nspots; i++) {
		const struct doc_link *l = &doc->links[rv->spots[i].link];

		if (l->kind != LINK_FOOTNOTE || l->block != block)
			continue;
		first = count++ ? first : i;
	}
	if (!count) {
		app_say(app, false, _("No passage refers to this footnote."));
		return true;
	}
	push_history(rv, app);
	report_view_go(rv, rv->spots[first].block, rv->spots[first].at - doc->blocks[rv->spots[first].block].text, -1);
	rv->spot = first;
	app_say(app, false, tr_n("%lu passage refers to this footnote.", "%lu passages refer to this footnote; this is the first.", count), count);
	return true;
}

static void show_address(struct app *app, uint32_t link, const struct report_view *rv, const char *address)
{
	struct buf text = BUF_INIT;
	char key[KEY_NAME_MAX];

	buf_adds(&text, address);
	if (link_is_picture(rv->report, link))
		buf_addf(&text, "\n\n%s", _("It is a picture's address."));
	if (!app->linear) {
		buf_adds(&text, "\n\n");
		buf_addf(&text, _("%s copies the address."), app_key(app, ACT_COPY, key));
	}
	app_push(app, popup_view(&(struct popup_data){ .title = _("This link leads out of the bundle. qorjyn never opens it."),
		.text = buf_str(&text), .copy = address }));
	buf_free(&text);
}

static bool is_this_report(const struct report_view *rv, const struct place *p)
{
	return p->bundle == rv->report->bundle_no && p->report == rv->report->report_no &&
	       (p->variant == NONE || p->variant == rv->report->variant_no);
}

static void go_to(struct report_view *rv, struct app *app, const struct place *place, const char *anchor)
{
	uint32_t block = place->block;

	if (!is_this_report(rv, place)) {
		push_history(rv, app);
		screen_report(app, place, anchor); /* rv may be gone now */
		return;
	}
	if (block == NONE)
		block = doc_anchor(doc_of(rv), anchor);
	if (block == NONE) {
		app_say(app, true, _("There is no passage #%s in this report."), anchor);
		return;
	}
	push_history(rv, app);
	rv->spot = NONE;
	report_view_go(rv, block, 0, 1);
}

static void follow(struct report_view *rv, struct app *app)
{
	uint32_t link = link_here(rv);
	struct buf anchor = BUF_INIT, text = BUF_INIT;
	struct place place;
	char key[KEY_NAME_MAX];

	if (link == NONE) {
		if (!report_view_show_note(rv, app) && !leave_footnote(rv, app))
			app_say(app, false, _("There is no link on this line; %s goes to the next one."), app_key(app, ACT_NEXT_LINK, key));
		return;
	}
	if (doc_of(rv)->links[link].kind == LINK_FOOTNOTE && doc_of(rv)->links[link].block != NONE) {
		show_footnote(rv, app, doc_of(rv)->links[link].block);
		return;
	}
	switch (link_resolve(app->reader->library, rv->report, link, &place, &anchor, &text)) {
	case LEADS_HERE:
	case LEADS_REPORT:
		go_to(rv, app, &place, buf_str(&anchor));
		break;
	case LEADS_OUTSIDE:
		show_address(app, link, rv, buf_str(&text));
		break;
	case LEADS_MEMBER:
	case LEADS_FOLDER:
	case LEADS_NOWHERE:
		if (strchr(buf_str(&text), '\n'))
			app_push(app, popup_view(&(struct popup_data){ .title = _("This link cannot be followed."), .text = buf_str(&text) }));
		else
			app_say(app, true, "%s", buf_str(&text));
		break;
	}
	buf_free(&anchor);
	buf_free(&text);
}

static void go_back(struct report_view *rv, struct app *app)
{
	struct place p;

	if (rv->from_recs) {
		screen_recs(app);
		return;
	}
	if (!history_pop(&app->history, &p)) {
		if (view_is_list(rv->view.below))
			app_pop(app); /* to the entry that led here */
		else
			app_say(app, false, _("There is nothing to go back to."));
		return;
	}
	rv->spot = NONE;
	if (is_this_report(rv, &p)) {
		report_view_go(rv, p.block, p.offset, -1);
		rv->spot = report_view_spot_at(rv, p.block, p.offset);
	} else {
		screen_report(app, &p, NULL);
		report_view_of(app)->to_link = true;
	}
}

/* The selected link's address; with none selected, the passage. */
static void copy_here(const struct report_view *rv, struct app *app)
{
	uint32_t link = rv->spot != NONE ? outer(rv, rv->spots[rv->spot].link) : NONE, block, offset;
	struct rec_table *t;

	if (link != NONE && doc_of(rv)->links[link].kind != LINK_FOOTNOTE) {
		copy_address(app, doc_str(doc_of(rv), doc_of(rv)->links[link].target));
		return;
	}
	t = rec_table_new();
	report_view_here(rv, &block, &offset);
	rec_table_add_passage(t, rv->report, block);
	copy_quotation(app, rec_table_entry(t, 0));
	rec_table_free(t);
}

bool report_view_act_link(struct report_view *rv, struct app *app, enum action act)
{
	switch (act) {
	case ACT_NEXT_LINK: go_link(rv, app, false); return true;
	case ACT_PREV_LINK: go_link(rv, app, true); return true;
	case ACT_OPEN: follow(rv, app); return true;
	case ACT_BACK: go_back(rv, app); return true;
	case ACT_COPY: copy_here(rv, app); return true;
	default: return false;
	}
}
