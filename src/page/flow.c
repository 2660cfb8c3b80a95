#include <config.h>
#include "page/flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/bidi.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/width.h"
#include "page/layout.h"

enum {
	LINE_BYTES = 16384, /* a line of characters without width ends here */
	COLUMN_BYTES = 24   /* a character and the marks on it */
};

void flow_free(struct flow *f)
{
	free(f->segs);
	words_free(&f->words);
	buf_free(&f->mix);
	memset(f, 0, sizeof *f);
}

static void flow_start(struct flow *f, const struct page *p, const char *text, uint32_t len)
{
	f->rtl = bidi_right_to_left(text, len, p->options.rtl);
	f->text = text;
	f->len = len;
	f->pos = 0;
	f->seg = 0;
	words_start(&f->words, text, len);
}

static void seg_add(struct flow *f, const struct seg *seg)
{
	struct seg *last = f->nsegs ? &f->segs[f->nsegs - 1] : NULL;

	if (last && last->style == seg->style && last->bits == seg->bits && last->link == seg->link &&
	    last->made == seg->made && seg->at - last->at == seg->pos - last->pos)
		return;
	if (last && last->pos == seg->pos) {
		*last = *seg;
		return;
	}
	f->segs = mem_grow(f->segs, f->nsegs, &f->cap, sizeof *f->segs);
	f->segs[f->nsegs++] = *seg;
}

void flow_made(struct flow *f, const struct page *p, uint32_t at, uint32_t len, uint8_t style)
{
	struct seg seg = { 0, at, NONE, style, 0, 1 };

	f->nsegs = 0;
	seg_add(f, &seg);
	/* a copy: page->made may move while lines are made */
	buf_clear(&f->mix);
	buf_add(&f->mix, p->made.data + at, len);
	flow_start(f, p, buf_str(&f->mix), len);
}

/* ---- from a block's runs */

static uint8_t run_style(const struct run *run, uint8_t style)
{
	if (run->style & RUN_IMAGE)
		return STYLE_IMAGE;
	if (run->style & RUN_FOOTREF)
		return STYLE_FOOTREF;
	if (run->style & RUN_LINK)
		return STYLE_LINK;
	if (run->style & RUN_CODE)
		return STYLE_CODE;
	return style;
}

static uint8_t run_bits(const struct run *run)
{
	return (uint8_t)((run->style & RUN_EMPH ? STYLE_EMPH : 0) | (run->style & RUN_STRONG ? STYLE_STRONG : 0) |
			 (run->style & RUN_STRIKE ? STYLE_STRIKE : 0));
}

/* What the page puts before and after the runs of one link or picture. */
static bool run_shows_target(const struct page *p, const struct run *run)
{
	return p->options.urls && run->link != NONE && (run->style & RUN_LINK) &&
	       !(run->style & (RUN_IMAGE | RUN_FOOTREF)) && p->doc->links[run->link].kind == LINK_OUTSIDE;
}

static bool block_needs_mix(const struct page *p, const struct block *b)
{
	uint32_t i;

	for (i = b->run; i < b->run + b->runs; i++)
		if ((p->doc->runs[i].style & RUN_IMAGE) || run_shows_target(p, &p->doc->runs[i]))
			return true;
	return false;
}

static void mix_made(struct flow *f, struct page *p, const char *s, size_t len, const struct seg *like)
{
	struct seg seg = *like;

	if (!len)
		return;
	seg.pos = (uint32_t)f->mix.len;
	seg.at = page_add_made(p, s, len);
	seg.made = 1;
	seg_add(f, &seg);
	buf_add(&f->mix, s, len);
}

void flow_target_name(const char *target, const char **name, size_t *len)
{
	size_t end = strcspn(target, "?#"), start;

	while (end && target[end - 1] == '/')
		end--;
	for (start = end; start && target[start - 1] != '/';)
		start--;
	*name = target + start;
	*len = end - start;
}

/* Splits a translated sentence at its %s; false when it has another number. */
static bool pattern_split(const char *s, unsigned count, const char *part[3], size_t len[3])
{
	unsigned i = 0;

	for (;; i++) {
		const char *mark = strstr(s, "%s");

		if (i > count)
			return false;
		part[i] = s;
		len[i] = mark ? (size_t)(mark - s) : strlen(s);
		if (!mark)
			return i == count;
		s = mark + 2;
	}
}

static void mix_runs(struct flow *f, const struct page *p, uint32_t from, uint32_t to, uint8_t style)
{
	uint32_t i;

	for (i = from; i < to; i++) {
		const struct run *run = &p->doc->runs[i];
		struct seg seg = { (uint32_t)f->mix.len, run->text, run->link, run_style(run, style), run_bits(run), 0 };

		if (!run->len)
			continue;
		seg_add(f, &seg);
		buf_add(&f->mix, p->doc->text + run->text, run->len);
	}
}

static void mix_picture(struct flow *f, struct page *p, uint32_t from, uint32_t to, uint8_t style)
{
	const struct run *run = &p->doc->runs[from];
	struct seg like = { 0, 0, run->link, STYLE_IMAGE, run_bits(run), 1 };
	const char *name = "", *part[3];
	size_t name_len = 0, len[3];
	uint32_t i, alt = 0;

	for (i = from; i < to; i++)
		alt += p->doc->runs[i].len;
	if (run->link != NONE)
		flow_target_name(doc_str(p->doc, p->doc->links[run->link].target), &name, &name_len);
	if (alt == name_len && !memcmp(p->doc->text + run->text, name, alt))
		name_len = 0; /* a picture without words has its name instead */
	if (alt && name_len) {
		if (!pattern_split(_("[picture: %s, %s]"), 2, part, len))
			pattern_split("[picture: %s, %s]", 2, part, len);
		mix_made(f, p, part[0], len[0], &like);
		mix_runs(f, p, from, to, style);
		mix_made(f, p, part[1], len[1], &like);
		mix_made(f, p, name, name_len, &like);
		mix_made(f, p, part[2], len[2], &like);
		return;
	}
	if (!pattern_split(_("[picture: %s]"), 1, part, len))
		pattern_split("[picture: %s]", 1, part, len);
	mix_made(f, p, part[0], len[0], &like);
	mix_runs(f, p, from, to, style);
	mix_made(f, p, name, name_len, &like);
	mix_made(f, p, part[1], len[1], &like);
}

bool flow_text_is_target(const char *text, size_t len, const char *target, size_t target_len)
{
	static const char *const added[] = { "", "mailto:", "http://", "https://", NULL };
	size_t i;

	for (i = 0; added[i]; i++) {
		size_t n = strlen(added[i]);

		if (target_len == n + len && !strncmp(target, added[i], n) && !memcmp(target + n, text, len))
			return true;
	}
	return false;
}

static void mix_target(struct flow *f, struct page *p, uint32_t from, uint32_t to)
{
	const struct run *run = &p->doc->runs[from], *end = &p->doc->runs[to - 1];
	const struct doc_link *link = &p->doc->links[run->link];
	struct seg like = { 0, 0, run->link, STYLE_LINK_TARGET, 0, 1 };
	const char *target = doc_str(p->doc, link->target);

	if (flow_text_is_target(p->doc->text + run->text, end->text + end->len - run->text, target, link->target.len))
		return;
	mix_made(f, p, " <", 2, &like);
	mix_made(f, p, target, link->target.len, &like);
	mix_made(f, p, ">", 1, &like);
}

static void flow_mix(struct flow *f, struct page *p, const struct block *b, uint8_t style)
{
	const struct run *runs = p->doc->runs;
	uint32_t i, end = b->run + b->runs, to;

	buf_clear(&f->mix);
	for (i = b->run; i < end; i = to) {
		for (to = i + 1; to < end && runs[i].link != NONE && runs[to].link == runs[i].link &&
				 !((runs[to].style ^ runs[i].style) & (RUN_IMAGE | RUN_LINK));)
			to++;
		if (runs[i].style & RUN_IMAGE) {
			mix_picture(f, p, i, to, style);
			continue;
		}
		mix_runs(f, p, i, to, style);
		if (run_shows_target(p, &runs[i]))
			mix_target(f, p, i, to);
	}
	flow_start(f, p, buf_str(&f->mix), (uint32_t)f->mix.len);
}

void flow_block(struct flow *f, struct page *p, uint32_t block, uint8_t style)
{
	const struct block *b = &p->doc->blocks[block];
	uint32_t i;

	f->nsegs = 0;
	if (block_needs_mix(p, b)) {
		flow_mix(f, p, b, style);
		return;
	}
	for (i = b->run; i < b->run + b->runs; i++) {
		const struct run *run = &p->doc->runs[i];
		struct seg seg = { run->text - b->text, run->text, run->link, run_style(run, style), run_bits(run), 0 };

		if (run->len)
			seg_add(f, &seg);
	}
	if (!f->nsegs) {
		struct seg seg = { 0, b->text, NONE, style, 0, 0 };

		seg_add(f, &seg);
	}
	flow_start(f, p, p->doc->text + b->text, b->text_len);
}

/* ---- lines */

/* Bytes of a word that is wider than a line: whole clusters that fit, or, when
 * the first cluster alone is wider, whole characters of it. */
static uint32_t word_cut(const struct flow *f, uint32_t pos, uint32_t width, uint32_t *cols)
{
	/* each column has its character and at most four marks; a cluster may be as long as the text */
	uint64_t enough = (uint64_t)width * COLUMN_BYTES + 64;
	uint32_t max = enough < LINE_BYTES ? (uint32_t)enough : LINE_BYTES;
	size_t used, n, i = 0;

	max = f->len - pos < max ? f->len - pos : max;
	while (max < f->len - pos && ((unsigned char)f->text[pos + max] & 0xC0) == 0x80)
		max--;
	n = width_fit(f->text + pos, max, width, &used);
	if (!n) {
		for (used = 0; i < max; n = i) {
			size_t w;

			do
				i++;
			while (i < max && ((unsigned char)f->text[pos + i] & 0xC0) == 0x80);
			w = width_str(f->text + pos + n, i - n);
			if (n && used + w > width)
				break;
			used += w;
		}
	}
	*cols = (uint32_t)used;
	return (uint32_t)n;
}

bool flow_next(struct flow *f, uint32_t width, struct flow_line *line)
{
	uint32_t cols = 0, gap = 0, end = f->pos, n;
	struct piece piece;

	if (f->pos >= f->len)
		return false;
	line->start = f->pos;
	while (f->pos < f->len && f->text[f->pos] != '\n') {
		words_next(&f->words, f->pos, cols + gap < width ? width - cols - gap : 0, &piece);
		if (!piece.over && cols + gap + piece.cols <= width && end - line->start < LINE_BYTES) {
			if (piece.end > f->pos) {
				cols += gap + piece.cols;
				end = piece.end;
				gap = 0;
			}
			gap += piece.next - piece.end;
			f->pos = piece.next;
			continue;
		}
		if (end > line->start)
			goto out;
		if (f->pos > line->start) { /* spaces before a word that is too long beside them */
			line->start = end = f->pos;
			gap = 0;
			continue;
		}
		n = word_cut(f, f->pos, width, &cols);
		f->pos += n;
		end = f->pos;
		while (f->pos < f->len && f->text[f->pos] == ' ')
			f->pos++;
		if (f->pos < f->len && f->text[f->pos] == '\n')
			f->pos++;
		goto out;
	}
	if (f->pos < f->len)
		f->pos++;
out:
	line->end = end;
	line->cols = cols;
	return true;
}

void flow_show(struct flow *f, struct page *p, const struct flow_line *line)
{
	uint32_t pos = line->start, left = line->cols;
	struct span span = { 0 };

	while (f->seg + 1 < f->nsegs && f->segs[f->seg + 1].pos <= pos)
		f->seg++;
	do {
		const struct seg *seg = &f->segs[f->seg];
		uint32_t end = f->seg + 1 < f->nsegs ? seg[1].pos : f->len;

		if (end >= line->end)
			end = line->end;
		else
			f->seg++;
		span.at = seg->at + (pos - seg->pos);
		span.len = end - pos;
		span.cols = (uint16_t)(end == line->end ? left : width_str(f->text + pos, end - pos));
		span.style = seg->style;
		span.bits = seg->bits;
		span.link = seg->link;
		span.made = seg->made;
		line_add(p, &span);
		left -= span.cols;
		pos = end;
	} while (pos < line->end);
}

void flow_measure(struct flow *f, uint32_t *longest, uint32_t *whole)
{
	uint32_t pos = 0, cols = 0, gap = 0;
	struct piece piece;

	*longest = *whole = 0;
	while (pos < f->len) {
		if (f->text[pos] == '\n') {
			cols = gap = 0;
			pos++;
			continue;
		}
		words_next(&f->words, pos, PAGE_WIDTH_MAX, &piece);
		if (piece.over) {
			*longest = *whole = PAGE_WIDTH_MAX;
			return;
		}
		cols += gap + piece.cols;
		gap = piece.next - piece.end;
		pos = piece.next;
		if (piece.cols > *longest)
			*longest = piece.cols;
		if (cols > *whole)
			*whole = cols > PAGE_WIDTH_MAX ? PAGE_WIDTH_MAX : cols;
	}
}
