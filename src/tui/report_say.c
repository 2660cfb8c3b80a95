/* The report view in linear mode: the place is a step, not a line. */
#include <config.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/number.h"
#include "doc/doc.h"
#include "page/page.h"
#include "page/speech.h"
#include "reader/find.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/note_words.h"
#include "tui/report_view.h"

static const struct speech *speech_of(struct report_view *rv)
{
	if (!rv->speech) {
		rv->speech = speech_new(rv->report->doc, report_mechanism(rv->report));
		rv->heard.step = rv->heard.first = rv->heard.block = rv->heard.spot = NONE;
		rv->heard.hit = UINT32_MAX;
	}
	return rv->speech;
}

/* Not every step has a line on the page, so the one said last is known by where the page was then. */
static uint32_t step_here(struct report_view *rv)
{
	const struct speech *s = speech_of(rv);
	uint32_t block, offset;

	report_view_here(rv, &block, &offset);
	if (rv->heard.step != NONE && rv->heard.block == block && rv->heard.offset == offset)
		return rv->heard.step;
	return speech_step_of(s, block);
}

static void go_step(struct report_view *rv, uint32_t step)
{
	report_view_go(rv, speech_block(speech_of(rv), step), 0, 0);
	rv->spot = rv->heard.spot = NONE;
	rv->heard.step = step;
	report_view_here(rv, &rv->heard.block, &rv->heard.offset);
}

bool report_say_step(struct report_view *rv, int64_t by)
{
	int64_t steps = speech_steps(speech_of(rv)), here = step_here(rv), to = here + by;

	if (to >= steps)
		to = steps - 1;
	if (to < 0)
		to = 0;
	if (!steps || to == here)
		return false;
	go_step(rv, (uint32_t)to);
	return true;
}

bool report_say_back(struct report_view *rv)
{
	uint32_t here = step_here(rv), first = here == rv->heard.step && rv->heard.first < here ? rv->heard.first : here;

	if (!first)
		return false;
	go_step(rv, first - 1);
	return true;
}

uint32_t report_say_links(struct report_view *rv, uint32_t *first)
{
	const struct speech *s = speech_of(rv);
	uint32_t step = step_here(rv), from = speech_block(s, step), to = speech_block(s, step + 1), n = 0;

	*first = 0;
	for (uint32_t i = 0; i < rv->nspots; i++) {
		*first += rv->spots[i].block < from;
		n += rv->spots[i].block >= from && rv->spots[i].block < to;
	}
	return n;
}

bool report_view_select(struct view *v, struct app *app, uint32_t number)
{
	struct report_view *rv = (struct report_view *)v;
	uint32_t first, n;

	(void)app;
	if (!rv->report || !rv->page)
		return false;
	n = report_say_links(rv, &first);
	if (!number || number > n)
		return false;
	rv->spot = first + number - 1;
	return true;
}

static void say_title(struct report_view *rv, struct buf *out)
{
	bool at_title = step_here(rv) == 0 && speech_has_title(speech_of(rv));

	if (!at_title) {
		buf_addf(out, _("Report: %s"), report_title(rv->report));
		buf_addc(out, '\n');
	}
	if (step_here(rv)) {
		buf_addf(out, _("You are at %u percent."), report_view_percent(rv));
		buf_addc(out, '\n');
	}
}

/* What the second language has for this step.  Passages that belong together may be several steps of either: what the
 * second one has is said with the first of them; what it alone has, before what follows. */
static void say_second(struct report_view *rv, uint32_t step, struct buf *out)
{
	const struct speech *s = speech_of(rv);
	struct second *second = &rv->second;
	const struct match *match = &second->match;
	uint32_t i = match_step_of(match, speech_block(s, step)), from = NONE, to = 0, n;
	const char *lang;

	while (i > 0 && speech_step_of(s, match->steps[i - 1].a) == step)
		i--;
	if (speech_step_of(s, match->steps[i].a) < step)
		i++;
	for (; i < match->count && speech_step_of(s, match->steps[i].a) == step; i++) {
		from = from == NONE ? match->steps[i].b : from;
		to = match_b_end(match, i);
	}
	if (from == NONE)
		return;
	if (!second->speech)
		second->speech = speech_new(second->report->doc, report_mechanism(second->report));
	lang = *report_lang(second->report) ? lang_name(report_lang(second->report)) : _("an unknown language");
	n = speech_step_of(second->speech, from);
	if (speech_block(second->speech, n) < from)
		n++;
	if (speech_block(second->speech, n) >= to) {
		buf_addf(out, _("%s: nothing stands here."), lang);
		buf_addc(out, '\n');
		return;
	}
	buf_addf(out, "%s:\n", lang);
	for (; speech_block(second->speech, n) < to; n++)
		speech_say(second->speech, n, out);
}

static void say_note(const struct note *note, const char *lang, struct buf *out)
{
	struct buf summary = BUF_INIT;

	note_summary(note, ", ", &summary);
	if (summary.len) {
		buf_addc(out, ' ');
		buf_addf(out, _("Your note: %s"), buf_str(&summary));
	}
	if (note_is_foreign(note, lang)) {
		buf_addc(out, ' ');
		buf_addf(out, _("Made in this language: %s."), lang_name(note->lang));
	}
	buf_addc(out, '\n');
	buf_free(&summary);
}

static void say_notes(const struct mark *marks, uint32_t n, const char *lang, struct buf *out)
{
	if (n == 1) {
		buf_adds(out, _("There is a bookmark here."));
		say_note(marks->note, lang, out);
		return;
	}
	number_format(out, tr_n("There is %lu bookmark here.", "There are %lu bookmarks here.", n), n, 0, i18n_language());
	buf_addc(out, '\n');
	for (uint32_t i = 0; i < n; i++) {
		number_format(out, _("Note %lu of %lu:"), (unsigned long)i + 1, n, i18n_language());
		buf_addc(out, ' ');
		buf_addf(out, "%.10s", marks[i].note->created);
		buf_adds(out, ".");
		say_note(marks[i].note, lang, out);
	}
}

static void say_others(const struct mark *marks, uint32_t n, struct buf *out)
{
	for (uint32_t i = 0; i < n; i++) {
		struct buf summary = BUF_INIT;

		note_summary(marks[i].note, ", ", &summary);
		if (summary.len)
			buf_addf(out, _("A note of %s: %s"), marks[i].note->creator, buf_str(&summary));
		else
			buf_addf(out, _("A bookmark of %s."), marks[i].note->creator);
		buf_addc(out, '\n');
		buf_free(&summary);
	}
}

static void say_step(struct report_view *rv, struct buf *out)
{
	const struct speech *s = speech_of(rv);
	uint32_t step = step_here(rv);
	const struct mark *marks;
	uint32_t n;

	if (!speech_steps(s)) {
		buf_addf(out, "%s\n", _("There is no text in this report."));
		return;
	}
	if (rv->find && rv->hit != UINT32_MAX && rv->hit != rv->heard.hit) {
		number_format(out, _("Found, %lu of %lu:"), (unsigned long)rv->hit + 1, find_count(rv->find), i18n_language());
		buf_addc(out, '\n');
	}
	speech_say(s, step, out);
	marks = marks_on(&rv->marks, rv->report, speech_block(s, step), &n);
	/* once for the whole of what they stand on */
	if (marks && (!step || speech_block(s, step - 1) < marks->block))
		say_notes(marks, n, report_lang(rv->report), out);
	marks = marks_others_at(&rv->marks, rv->report, speech_block(s, step), &n);
	if (marks && (!step || speech_block(s, step - 1) < marks->block))
		say_others(marks, n, out);
	if (rv->second.report)
		say_second(rv, step, out);
	rv->heard.step = rv->heard.first = step;
	rv->heard.hit = rv->hit;
	report_view_here(rv, &rv->heard.block, &rv->heard.offset);
}

void report_view_say(struct view *v, struct app *app, bool whole, struct buf *out)
{
	struct report_view *rv = (struct report_view *)v;

	(void)app;
	if (!rv->report || !rv->page) {
		buf_addf(out, "%s\n", rv->error ? rv->error : _("Opening…"));
		return;
	}
	if (whole)
		say_title(rv, out);
	else if (rv->spot != NONE && rv->spot != rv->heard.spot) {
		const struct spot *s = &rv->spots[rv->spot];

		rv->heard.spot = rv->spot;
		speech_say_link(rv->report->doc, s->block, s->at, s->len, out);
		return;
	}
	say_step(rv, out);
}
