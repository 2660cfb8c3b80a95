#include <config.h>

#include "bundle/picture_boxes.h"

#include <string.h>

#include "base/buf.h"
#include "bundle/picture.h"

enum { BOX = 8, FULL = 4 };

const unsigned char boxes_exif_plain[EXIF_PLAIN] = { 0, 0, 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0 };

bool box_at(const struct picture *x, size_t at, size_t end, struct box *b)
{
	const unsigned char *p = x->p + at;
	size_t left = end - at, head = BOX;
	uint64_t size;

	if (left < BOX)
		return false;
	size = picture_big(p, 4);
	if (size == 1) {
		head += 8;
		if (left < head)
			return false;
		size = (uint64_t)picture_big(p + 8, 4) << 32 | picture_big(p + 12, 4);
	} else if (size == 0) {
		size = left;
	}
	if (size < head || size > left)
		return false;
	*b = (struct box){ at, at + head, at + (size_t)size, p + 4 };
	return true;
}

bool box_is(const struct box *b, const char *type)
{
	return memcmp(b->type, type, 4) == 0;
}

void boxes_blank(struct boxes *b, size_t from, size_t to, enum blank_how how, size_t type)
{
	if (b->nblanks == BLANKS)
		b->unsure = true;
	else
		b->blanks[b->nblanks++] = (struct blank){ { from, to }, how, type };
}

bool boxes_is_blank(struct boxes *b, size_t from, size_t to, enum blank_how how)
{
	const unsigned char *p = b->x->p;

	if (to - from > b->steps) {
		b->odd = true;
		return false;
	}
	b->steps -= to - from;
	if (how == BLANK_EXIF && picture_starts(p + from, to - from, (const char *)boxes_exif_plain, EXIF_PLAIN))
		from += EXIF_PLAIN;
	while (from < to && p[from] == 0)
		from++;
	return from == to;
}

/* ---- films, and what is beside the items */

static void take_values(struct boxes *b, size_t from, size_t to, unsigned says)
{
	if (from >= to || boxes_is_blank(b, from, to, BLANK_ZERO))
		return;
	b->x->found |= says;
	boxes_blank(b, from, to, BLANK_ZERO, 0);
}

/* A box that is not needed for showing. */
static void take_box(struct boxes *b, const struct box *is, unsigned says)
{
	b->x->found |= says;
	boxes_blank(b, is->body, is->end, BLANK_FREE, is->at + 4);
}

/* When it was made and changed; the second kind has eight bytes for each. */
static void take_times(struct boxes *b, const struct box *is)
{
	size_t len = is->end - is->body, n = len > 0 && b->x->p[is->body] == 1 ? 16 : 8;

	if (len < FULL + n)
		b->odd = true;
	else
		take_values(b, is->body + FULL, is->body + FULL + n, PICTURE_TIME);
}

static void take_film(struct boxes *b, const struct box *is, int depth);

static void take_film_part(struct boxes *b, const struct box *is, int depth)
{
	if (box_is(is, "mvhd") || box_is(is, "tkhd") || box_is(is, "mdhd"))
		take_times(b, is);
	else if (box_is(is, "udta") || box_is(is, "meta") || box_is(is, "uuid"))
		take_box(b, is, PICTURE_TEXT);
	else if ((box_is(is, "trak") || box_is(is, "mdia")) && depth < 3)
		take_film(b, is, depth + 1);
}

static void take_film(struct boxes *b, const struct box *is, int depth)
{
	struct box in;
	size_t at = is->body;

	for (; at < is->end && box_at(b->x, at, is->end, &in); at = in.end)
		take_film_part(b, &in, depth);
	b->odd = b->odd || at < is->end;
}

/* What is said of all items: texts and times among the things that they may have. */
static void take_properties(struct boxes *b, size_t from, size_t end)
{
	struct box in;
	size_t at = from;

	for (; at < end && box_at(b->x, at, end, &in); at = in.end) {
		bool text = box_is(&in, "udes");

		if ((text || box_is(&in, "crtt") || box_is(&in, "mdft")) && in.end - in.body > FULL)
			take_values(b, in.body + FULL, in.end, text ? PICTURE_TEXT : PICTURE_TIME);
	}
	b->odd = b->odd || at < end;
}

static void take_meta(struct boxes *b)
{
	struct box in, props;
	size_t at = b->meta.body + FULL;

	for (; at < b->meta.end && box_at(b->x, at, b->meta.end, &in); at = in.end) {
		if (box_is(&in, "iprp"))
			for (size_t p = in.body; p < in.end && box_at(b->x, p, in.end, &props); p = props.end)
				if (box_is(&props, "ipco"))
					take_properties(b, props.body, props.end);
		if (box_is(&in, "udta") || box_is(&in, "uuid") || box_is(&in, "xml ") || box_is(&in, "bxml"))
			take_box(b, &in, PICTURE_TEXT);
	}
	b->odd = b->odd || at < b->meta.end;
	boxes_items(b);
}

/* ---- the whole */

static bool is_needed(const struct box *is)
{
	static const char *const types[] = { "ftyp", "free", "skip", "wide", "pdin", "styp", "sidx", "ssix", "moof", "mfra", "prft", "emsg" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (box_is(is, types[i]))
			return true;
	return false;
}

static unsigned uuid_says(const struct picture *x, const struct box *is)
{
	static const char xmp[] = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";

	return picture_starts(x->p + is->body, is->end - is->body, xmp, 16) ? PICTURE_XMP : PICTURE_TEXT;
}

static void take_top(struct boxes *b, const struct box *is)
{
	if (box_is(is, "mdat")) {
		/* items that lie in one too many are not found, which is said */
		if (b->ndata < DATA)
			b->data[b->ndata++] = (struct picture_range){ is->body, is->end };
	} else if (box_is(is, "meta")) {
		b->odd = b->odd || b->meta.end != 0 || is->end - is->body < FULL;
		b->meta = *is;
	} else if (box_is(is, "moov")) {
		b->film = true;
		take_film(b, is, 1);
	} else if (box_is(is, "uuid")) {
		take_box(b, is, uuid_says(b->x, is));
	} else if (!is_needed(is)) {
		/* phones put films here */
		take_box(b, is, PICTURE_BEHIND);
	}
}

static void apply(const struct boxes *b, unsigned char *out)
{
	for (size_t i = 0; i < b->nblanks; i++) {
		const struct blank *is = &b->blanks[i];

		memset(out + is->r.a, 0, is->r.b - is->r.a);
		if (is->how == BLANK_EXIF)
			memcpy(out + is->r.a, boxes_exif_plain, EXIF_PLAIN);
		else if (is->how == BLANK_FREE)
			memcpy(out + is->type, "free", 4);
	}
}

/* Of two that overlap, one might leave a byte of the other, or overwrite what the other has put there. */
static bool are_apart(const struct boxes *b)
{
	for (size_t i = 0; i < b->nblanks; i++)
		for (size_t j = 0; j < i; j++)
			if (picture_meet(b->blanks[i].r, b->blanks[j].r))
				return false;
	return true;
}

void picture_boxes(struct picture *x)
{
	struct boxes b = { .x = x, .steps = x->len };
	struct box is;
	size_t at = 0;

	for (; at < x->len && box_at(x, at, x->len, &is); at = is.end)
		take_top(&b, &is);
	b.odd = b.odd || at < x->len || (b.meta.end == 0 && !b.film);
	if (!b.odd && b.meta.end != 0) {
		take_meta(&b);
		boxes_items_stay(&b);
	}
	x->at = x->len;
	if (b.odd)
		x->found |= PICTURE_ODD;
	else if (x->found != 0 && (b.unsure || !are_apart(&b)))
		x->found |= PICTURE_STAYS;
	if (x->out != NULL && x->found != 0 && (x->found & (PICTURE_ODD | PICTURE_STAYS)) == 0) {
		size_t start = x->out->len;

		picture_keep(x, x->p, x->len);
		apply(&b, (unsigned char *)x->out->data + start);
	}
}
