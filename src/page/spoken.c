#include <config.h>

#include "page/spoken.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "doc/doc.h"
#include "page/flow.h"
#include "page/speech.h"

static void add_bytes(const char *s, uint32_t len, bool one_line, struct buf *out)
{
	if (!one_line) {
		buf_add(out, s, len);
		return;
	}
	for (uint32_t i = 0; i < len; i++)
		buf_addc(out, s[i] == '\n' ? ' ' : s[i]);
}

static void add_runs(const struct doc *doc, uint32_t from, uint32_t to, bool one_line, struct buf *out)
{
	for (uint32_t i = from; i < to; i++)
		add_bytes(doc->text + doc->runs[i].text, doc->runs[i].len, one_line, out);
}

/* "(picture: a map, map.png)" */
static void add_picture(const struct doc *doc, uint32_t from, uint32_t to, struct buf *out)
{
	const struct run *run = &doc->runs[from];
	struct buf alt = BUF_INIT, name = BUF_INIT;
	const char *part = "";
	size_t len = 0;

	add_runs(doc, from, to, true, &alt);
	if (run->link != NONE)
		flow_target_name(doc_str(doc, doc->links[run->link].target), &part, &len);
	buf_add(&name, part, len);
	if (alt.len && name.len && strcmp(buf_str(&alt), buf_str(&name)))
		buf_addf(out, _("(picture: %s, %s)"), buf_str(&alt), buf_str(&name));
	else
		buf_addf(out, _("(picture: %s)"), alt.len ? buf_str(&alt) : buf_str(&name));
	buf_free(&name);
	buf_free(&alt);
}

static const char *footnote_label(const struct doc *doc, const struct run *run)
{
	uint32_t block = run->link != NONE ? doc->links[run->link].block : NONE;

	return block != NONE ? doc_str(doc, doc->blocks[block].label) : NULL;
}

static void add_footnote(const struct doc *doc, const struct run *run, struct buf *out)
{
	const char *label = footnote_label(doc, run);

	if (!label) {
		buf_add(out, doc->text + run->text, run->len);
		return;
	}
	if (out->len && out->data[out->len - 1] != ' ' && out->data[out->len - 1] != '\n')
		buf_addc(out, ' ');
	buf_addf(out, _("(footnote %s)"), label);
}

/* The end of the runs that belong together with run i: one link's, or one picture's. */
static uint32_t group_end(const struct doc *doc, uint32_t i, uint32_t end)
{
	uint32_t to = i + 1;

	while (to < end && doc->runs[i].link != NONE && doc->runs[to].link == doc->runs[i].link &&
	       !((doc->runs[to].style ^ doc->runs[i].style) & (RUN_IMAGE | RUN_LINK | RUN_FOOTREF)))
		to++;
	return to;
}

static void add_unstruck(const struct doc *doc, uint32_t from, uint32_t end, bool one_line, struct buf *out)
{
	for (uint32_t i = from, to; i < end; i = to) {
		to = group_end(doc, i, end);
		if (doc->runs[i].style & RUN_IMAGE)
			add_picture(doc, i, to, out);
		else if (doc->runs[i].style & RUN_FOOTREF)
			for (uint32_t k = i; k < to; k++)
				add_footnote(doc, &doc->runs[k], out);
		else
			add_runs(doc, i, to, one_line, out);
	}
}

void spoken_text(const struct doc *doc, uint32_t block, bool one_line, struct buf *out)
{
	const struct block *b = &doc->blocks[block];
	uint32_t end = b->run + b->runs;

	if (!b->runs)
		add_bytes(doc->text + b->text, b->text_len, one_line, out);
	for (uint32_t i = b->run, to; i < end; i = to) {
		unsigned struck = doc->runs[i].style & RUN_STRIKE;
		struct buf inside = BUF_INIT;

		for (to = i + 1; to < end && (doc->runs[to].style & RUN_STRIKE) == struck;)
			to++;
		if (!struck) {
			add_unstruck(doc, i, to, one_line, out);
			continue;
		}
		add_unstruck(doc, i, to, one_line, &inside);
		buf_addf(out, _("(struck out: %s)"), buf_str(&inside));
		buf_free(&inside);
	}
}

/* Whether the runs from i to end, which carry one link, say where it goes. */
static bool is_address(const struct doc *doc, uint32_t i, uint32_t end)
{
	const struct run *run = &doc->runs[i], *last = &doc->runs[end - 1];
	const struct doc_link *link = &doc->links[run->link];

	return flow_text_is_target(doc->text + run->text, last->text + last->len - run->text, doc_str(doc, link->target), link->target.len);
}

/* What such runs are. */
static void say_link(const struct doc *doc, uint32_t i, uint32_t end, struct buf *out)
{
	const struct run *run = &doc->runs[i];
	const struct doc_link *link = &doc->links[run->link];
	const char *label = run->style & RUN_FOOTREF ? footnote_label(doc, run) : NULL;
	struct buf text = BUF_INIT;

	add_runs(doc, i, end, true, &text);
	if (label)
		buf_addf(out, _("Footnote %s"), label);
	else if (run->style & RUN_IMAGE)
		buf_addf(out, _("Picture: %s, in the file %s"), buf_str(&text), doc_str(doc, link->target));
	else if (!link->target.len || is_address(doc, i, end))
		buf_addf(out, _("Link: %s"), buf_str(&text));
	else
		buf_addf(out, _("Link: %s, goes to %s"), buf_str(&text), doc_str(doc, link->target));
	buf_addc(out, '\n');
	buf_free(&text);
}

void spoken_links(const struct doc *doc, uint32_t block, struct buf *out)
{
	const struct block *b = &doc->blocks[block];
	uint32_t end = b->run + b->runs;

	for (uint32_t i = b->run, to; i < end; i = to) {
		to = group_end(doc, i, end);
		if (doc->runs[i].link != NONE && !(doc->runs[i].style & (RUN_IMAGE | RUN_FOOTREF)) && !is_address(doc, i, to))
			say_link(doc, i, to, out);
	}
}

void speech_say_link(const struct doc *doc, uint32_t block, uint32_t at, uint32_t len, struct buf *out)
{
	const struct block *b = &doc->blocks[block];
	uint32_t i = b->run, end = b->run + b->runs, to;

	while (i < end && doc->runs[i].text < at)
		i++;
	if (i == end || doc->runs[i].link == NONE)
		return;
	for (to = i + 1; to < end && doc->runs[to].text < at + len && doc->runs[to].link == doc->runs[i].link;)
		to++;
	say_link(doc, i, to, out);
}
