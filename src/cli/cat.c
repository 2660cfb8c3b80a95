#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/bidi.h"
#include "base/buf.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/text.h"
#include "base/width.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "cli/session.h"
#include "doc/doc.h"
#include "page/page.h"
#include "page/speech.h"
#include "page/style.h"
#include "reader/library.h"
#include "reader/report.h"
#include "trust/verify.h"

/* SGR parameters of each style, for --color. */
static const char *const sgr[STYLE_KINDS] = {
	[STYLE_HEADING1] = "1",
	[STYLE_HEADING2] = "1",
	[STYLE_HEADING3] = "1",
	[STYLE_CODE] = "36",
	[STYLE_CODE_BLOCK] = "36",
	[STYLE_QUOTE_BAR] = "2",
	[STYLE_MARKER] = "33",
	[STYLE_RULE] = "2",
	[STYLE_TABLE_RULE] = "2",
	[STYLE_TABLE_HEAD] = "1",
	[STYLE_LINK] = "4",
	[STYLE_LINK_TARGET] = "2",
	[STYLE_FOOTREF] = "33",
	[STYLE_IMAGE] = "3",
	[STYLE_REC_MARK] = "1;32",
	[STYLE_REC_FIELD] = "2",
	[STYLE_NOTE] = "1;33",
};

struct printing {
	struct buf out;
	struct page_options page;
	bool color, ascii, linear, broken;
	bool allow_invalid, refused;
	bool found;        /* the report that was asked for */
	unsigned printed;
};

static void add_span(struct printing *p, const struct page *page, const struct span *span, uint32_t len)
{
	const char *text = page_text(page, span);
	bool styled = p->color && (sgr[span->style] || span->bits);

	if (styled) {
		buf_adds(&p->out, "\033[0");
		if (sgr[span->style])
			buf_addf(&p->out, ";%s", sgr[span->style]);
		if (span->bits & STYLE_STRONG)
			buf_adds(&p->out, ";1");
		if (span->bits & STYLE_EMPH)
			buf_adds(&p->out, ";3");
		if (span->bits & STYLE_STRIKE)
			buf_adds(&p->out, ";9");
		buf_addc(&p->out, 'm');
	}
	out_text(&p->out, text, len);
	if (styled)
		buf_adds(&p->out, "\033[0m");
}

static void add_line(struct printing *p, const struct page *page, uint32_t no)
{
	const struct line *line = page_line(page, no);
	uint32_t spans = line->spans, len = 0;

	/* no trailing spaces, with colour neither */
	for (; spans; spans--) {
		const struct span *span = page_span(page, line->span + spans - 1);
		const char *text = page_text(page, span);

		for (len = span->len; len && text[len - 1] == ' ';)
			len--;
		if (len)
			break;
	}
	for (uint32_t i = 0; i < spans; i++) {
		const struct span *span = page_span(page, line->span + i);

		add_span(p, page, span, i + 1 < spans ? span->len : len);
	}
	buf_addc(&p->out, '\n');
}

static void add_rule(struct printing *p)
{
	buf_addc(&p->out, '\n');
	for (uint32_t i = 0; i < p->page.width; i++)
		buf_adds(&p->out, p->ascii ? "-" : "─");
	buf_adds(&p->out, "\n\n");
}

/* A title that is not part of the text: wrapped, and underlined as headings are. */
static void add_heading(struct printing *p, const char *title)
{
	struct doc *doc = doc_plain(title, strlen(title), false);
	struct page *page = page_new(doc, &p->page);
	uint32_t cols = 0;

	while (!page_step(page, UINT32_MAX, NONE, 0))
		;
	for (uint32_t i = 0; i < page_lines(page); i++) {
		struct buf line = BUF_INIT;
		uint32_t wide;

		page_plain_line(page, i, &line);
		wide = (uint32_t)width_str(buf_str(&line), line.len);
		cols = wide > cols ? wide : cols;
		buf_adds(&p->out, p->color ? "\033[0;1m" : "");
		out_text(&p->out, buf_str(&line), line.len);
		buf_adds(&p->out, p->color ? "\033[0m\n" : "\n");
		buf_free(&line);
	}
	for (uint32_t i = 0; i < cols && i < p->page.width; i++)
		buf_adds(&p->out, p->ascii ? "=" : "═");
	buf_adds(&p->out, "\n\n");
	page_free(page);
	doc_free(doc);
}

/* The title from the front matter, where the text has none of its own. */
static void add_title(struct printing *p, const struct report *r)
{
	const struct doc *doc = r->doc;

	if (doc->nblocks > 1 && doc->blocks[1].kind == BLOCK_HEADING && doc->blocks[1].level == 1)
		return;
	if (!*index_value(r->variant->meta, r->variant->nmeta, "title"))
		return;
	add_heading(p, report_title(r));
}

/* What a person should know about how the report is shown. */
static void say_how(const struct session *s, const struct report *r)
{
	const char *wanted = s->reader.options.langs[0], *path = r->bundle->ix->members[r->variant->member].path;
	bool told = s->reader.options.langs_named || r->bundle->ix->reports[r->report_no].nvariants > 1;

	if (r->notice)
		out_error("%s: %s: %s", r->bundle->shown, path, r->notice);
	if (told && wanted && *report_lang(r) && !lang_match(wanted, report_lang(r)))
		out_error(_("%s: %s: There is no text in this language: %s. Shown in this language: %s."), r->bundle->shown, path,
		          lang_name(wanted), lang_name(report_lang(r)));
}

/* What a person would hear, without commands between the steps. */
static void say_report(struct printing *p, const struct report *r)
{
	struct speech *speech = speech_new(r->doc, report_mechanism(r));
	struct buf step = BUF_INIT, lines = BUF_INIT;

	if (p->printed++)
		buf_addc(&p->out, '\n');
	if (!speech_has_title(speech))
		buf_addf(&step, _("Report: %s"), report_title(r));
	for (uint32_t n = 0; !p->broken; n++) {
		speech_wrap(buf_str(&step), step.len, p->page.width, &lines);
		out_text(&p->out, buf_str(&lines), lines.len);
		p->broken = !out_flush(&p->out, false);
		if (n == speech_steps(speech))
			break;
		if (step.len)
			buf_addc(&p->out, '\n');
		buf_clear(&step);
		buf_clear(&lines);
		speech_say(speech, n, &step);
	}
	buf_free(&step);
	buf_free(&lines);
	speech_free(speech);
}

static void print_report(struct printing *p, const struct report *r)
{
	struct page *page;
	bool done;
	uint32_t next = 0;

	p->page.mechanism = report_mechanism(r);
	p->page.rtl = bidi_language(report_lang(r));
	page = page_new(r->doc, &p->page);
	if (p->printed++)
		add_rule(p);
	add_title(p, r);
	do {
		done = page_step(page, page_lines(page) + 2000, NONE, 0);
		while (next < page_lines(page) && !p->broken) {
			add_line(p, page, next++);
			p->broken = !out_flush(&p->out, false);
		}
	} while (!done && !p->broken);
	page_free(page);
}

/* REPORT as a person may write it: its id, the end of its id, its title, or a
 * member's path. */
static uint32_t find_report(const struct bundle *b, const char *wanted)
{
	char *key = fold_key(wanted);
	uint32_t found = NONE;

	for (uint32_t i = 0; i < b->ix->nreports && found == NONE; i++) {
		const struct index_report *r = &b->ix->reports[i];
		const char *slash = strrchr(r->id, '/');

		if (!strcmp(r->id, wanted) || (slash && !strcmp(slash + 1, wanted)))
			found = i;
		for (uint32_t v = 0; v < r->nvariants && found == NONE; v++) {
			char *title = fold_key(r->variants[v].title);

			if (!strcmp(title, key) || !strcmp(b->ix->members[r->variants[v].member].path, wanted))
				found = i;
			free(title);
		}
	}
	free(key);
	return found;
}

static void set_up(struct printing *p, const struct cli_args *args)
{
	struct winsize ws;
	uint32_t width = PAGE_WIDTH_DEFAULT;

	memset(p, 0, sizeof *p);
	if (args->options.width)
		width = args->options.width;
	else if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col >= PAGE_WIDTH_MIN && ws.ws_col < width)
		width = ws.ws_col;
	p->color = args->options.color == COLOR_ALWAYS || (args->options.color == COLOR_AUTO && isatty(STDOUT_FILENO));
	p->ascii = args->options.ascii;
	p->linear = args->options.linear;
	p->allow_invalid = args->allow_invalid;
	p->page = (struct page_options){ .width = width, .prose = width, .ascii = p->ascii, .urls = true, .fields = true,
		.cut_code = true };
}

static void print_bundle(struct printing *p, struct session *s, uint32_t no, const char *wanted)
{
	const struct bundle *b = library_bundle(s->reader.library, no);
	uint32_t only = wanted && b->ix ? find_report(b, wanted) : NONE;

	p->found |= only != NONE;
	if (verdict_state(b->verdict) == SIGNED_INVALID && !p->allow_invalid) {
		out_error(_("%s: It was not printed. Add --allow-invalid to print it all the same."), b->shown);
		p->refused = true;
		return;
	}
	for (uint32_t r = 0; b->ix && r < b->ix->nreports && !p->broken; r++) {
		struct report *report = !wanted || r == only ? session_report(s, no, r) : NULL;

		if (report) {
			say_how(s, report);
			(p->linear ? say_report : print_report)(p, report);
		}
		report_free(report);
	}
}

static void say_not_found(const char *path, const char *wanted)
{
	char *shown = text_name(wanted), *where = text_name(path);

	out_error(_("There is no report %s in %s. qorjyn list shows the reports."), shown, where);
	free(where);
	free(shown);
}

/* wanted: one report of the only path, or NULL for all. */
static int print_all(struct cli_args *args, const char *wanted)
{
	struct session s;
	struct printing p;
	int status;

	if (!session_open(&s, args, READER_NO_NOTES, true, wanted)) {
		session_close(&s);
		return STATUS_FAILED;
	}
	set_up(&p, args);
	for (uint32_t i = 0; i < library_count(s.reader.library) && !p.broken; i++)
		print_bundle(&p, &s, i, wanted);
	if (!p.broken)
		p.broken = !out_flush(&p.out, true);
	if (wanted && !p.found && s.shown)
		say_not_found(args->options.paths[0], wanted);
	if (!library_count(s.reader.library))
		out_error("%s", _("There is nothing to show: no bundle was named, and none was found in the usual folders. qorjyn where lists them."));
	status = p.printed && !p.broken && !p.refused ? STATUS_DONE : STATUS_FAILED;
	buf_free(&p.out);
	session_close(&s);
	return status;
}

int cli_cat(struct cli_args *args)
{
	const char *wanted = NULL;

	if (args->noperands > 2) {
		out_error("%s", _("cat takes one PATH and, if you like, one REPORT. Usage: qorjyn cat [--linear] [-w COLUMNS] [-l LANGUAGE] [--color=WHEN] PATH [REPORT]"));
		return STATUS_FAILED;
	}
	if (args->noperands == 2) {
		wanted = args->options.paths[1];
		args->options.paths[1] = NULL;
		args->noperands = 1;
	}
	return print_all(args, wanted);
}

int cli_cat_all(struct cli_args *args)
{
	return print_all(args, NULL);
}
