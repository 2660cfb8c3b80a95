#include <config.h>

#include "bundle/picture_boxes.h"

#include <string.h>

#include "bundle/picture.h"

enum { FULL = 4, ITEMS = 64 };

/* An item that is no picture. */
struct item {
	uint32_t id;
	unsigned says;
	bool placed, told; /* it was found; it says something still */
};

struct items {
	struct boxes *b;
	struct item list[ITEMS];
	size_t n;
	struct box info, places, own; /* iinf, iloc, idat; end 0: none */
};

/* A cursor: ok goes when more is read than there is. */
struct reading {
	const unsigned char *p;
	size_t at, end;
	bool ok;
};

static uint64_t number(struct reading *r, size_t bytes)
{
	uint64_t v = 0;

	if (!r->ok || bytes > r->end - r->at) {
		r->ok = false;
		return 0;
	}
	for (size_t i = 0; i < bytes; i++)
		v = v << 8 | r->p[r->at + i];
	r->at += bytes;
	return v;
}

static struct reading read_box(const struct boxes *b, const struct box *is)
{
	return (struct reading){ b->x->p, is->body, is->end, true };
}

/* ---- what they are */

/* A string and its NUL, which is passed over. */
static const char *text(struct reading *r)
{
	const unsigned char *p = r->p + r->at, *end = r->ok ? memchr(p, 0, r->end - r->at) : NULL;

	if (end == NULL) {
		r->ok = false;
		return "";
	}
	r->at += (size_t)(end - p) + 1;
	return (const char *)p;
}

static unsigned mime_says(struct reading *r)
{
	text(r);
	return strcmp(text(r), "application/rdf+xml") == 0 ? PICTURE_XMP : PICTURE_TEXT;
}

static unsigned item_says(struct reading *r, unsigned version)
{
	unsigned char type[4];

	if (version < 2)
		return mime_says(r);
	for (size_t i = 0; i < sizeof(type); i++)
		type[i] = (unsigned char)number(r, 1);
	if (!r->ok)
		return 0;
	if (memcmp(type, "Exif", 4) == 0)
		return PICTURE_EXIF;
	return memcmp(type, "mime", 4) == 0 ? mime_says(r) : memcmp(type, "uri ", 4) == 0 ? PICTURE_TEXT : 0;
}

static void take_item(struct items *t, const struct box *is)
{
	struct reading r = read_box(t->b, is);
	unsigned version = (unsigned)number(&r, 1), says;
	uint32_t id;

	number(&r, 3);
	id = (uint32_t)number(&r, version == 3 ? 4 : 2);
	number(&r, 2);
	says = item_says(&r, version);
	if (!r.ok || version > 3)
		t->b->odd = true;
	else if (says != 0 && t->n == ITEMS)
		t->b->odd = true;
	else if (says != 0)
		t->list[t->n++] = (struct item){ .id = id, .says = says };
}

static void take_info(struct items *t)
{
	struct reading r = read_box(t->b, &t->info);
	bool wide = number(&r, 1) != 0;
	struct box in;

	number(&r, 3);
	number(&r, wide ? 4 : 2);
	if (r.ok)
		for (; r.at < r.end && box_at(t->b->x, r.at, r.end, &in); r.at = in.end)
			if (box_is(&in, "infe"))
				take_item(t, &in);
	t->b->odd = t->b->odd || !r.ok || r.at < r.end;
}

/* ---- where they are */

struct extent {
	struct picture_range r;
	bool plain; /* in this file, where such data may be */
	bool first;
};

typedef void extent_fn(struct items *t, uint32_t id, const struct extent *e);

static bool in_data(const struct items *t, struct picture_range r)
{
	for (size_t i = 0; i < t->b->ndata; i++)
		if (t->b->data[i].a <= r.a && r.b <= t->b->data[i].b)
			return true;
	return t->own.body <= r.a && r.b <= t->own.end;
}

static struct extent make_extent(const struct items *t, unsigned method, uint64_t base, uint64_t offset, uint64_t len)
{
	const size_t end = method == 1 ? t->own.end : t->b->x->len, start = method == 1 ? t->own.body : 0, room = end - start;
	struct extent e = { .r = { start, end } };

	if (method > 1 || base > room || offset > room - base || len > room - base - offset || len == 0)
		return e;
	e.r.a = start + (size_t)(base + offset);
	e.r.b = e.r.a + (size_t)len;
	e.plain = in_data(t, e.r);
	return e;
}

/* Bytes of the numbers in the box: 0, 4 or 8. */
struct widths {
	size_t offset, len, base, index;
	unsigned version;
};

static void each_of_item(struct items *t, struct reading *r, const struct widths *w, extent_fn *take)
{
	uint32_t id = (uint32_t)number(r, w->version < 2 ? 2 : 4);
	unsigned method = w->version > 0 ? number(r, 2) & 15 : 0;
	bool elsewhere = number(r, 2) != 0;
	uint64_t base = number(r, w->base), n = number(r, 2);

	/* what takes no bytes may be promised often */
	if (n > 1 && w->offset + w->len == 0)
		r->ok = false;
	for (uint64_t i = 0; i < n && r->ok; i++) {
		uint64_t offset, len;
		struct extent e;

		number(r, w->index);
		offset = number(r, w->offset);
		len = number(r, w->len);
		if (!r->ok)
			return;
		e = make_extent(t, elsewhere ? 15 : method, base, offset, len);
		e.first = i == 0;
		take(t, id, &e);
	}
}

static bool is_width(size_t bytes)
{
	return bytes == 0 || bytes == 4 || bytes == 8;
}

static void each_extent(struct items *t, extent_fn *take)
{
	struct reading r = read_box(t->b, &t->places);
	struct widths w = { .version = (unsigned)number(&r, 1) };
	unsigned sizes;
	uint64_t n;

	number(&r, 3);
	sizes = (unsigned)number(&r, 2);
	w.offset = sizes >> 12, w.len = sizes >> 8 & 15, w.base = sizes >> 4 & 15, w.index = w.version > 0 ? sizes & 15 : 0;
	if (w.version > 2 || !is_width(w.offset) || !is_width(w.len) || !is_width(w.base) || !is_width(w.index))
		r.ok = false;
	n = number(&r, w.version < 2 ? 2 : 4);
	for (uint64_t i = 0; i < n && r.ok; i++)
		each_of_item(t, &r, &w, take);
	t->b->odd = t->b->odd || !r.ok;
}

static struct item *find(struct items *t, uint32_t id)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->list[i].id == id)
			return &t->list[i];
	return NULL;
}

/* An item of Exif says first how far its block is behind these four bytes. */
static unsigned exif_says(const struct picture *x, const struct picture_range *r)
{
	size_t len = r->b - r->a, skip;

	if (len < 4)
		return PICTURE_EXIF;
	skip = picture_big(x->p + r->a, 4);
	return skip <= len - 4 ? picture_exif_says(x->p + r->a + 4 + skip, len - 4 - skip) : PICTURE_EXIF;
}

static void take_told(struct items *t, uint32_t id, const struct extent *e)
{
	struct item *item = find(t, id);
	enum blank_how how;

	if (item == NULL)
		return;
	item->placed = true;
	if (!e->plain) {
		item->told = t->b->unsure = true;
		return;
	}
	how = item->says == PICTURE_EXIF && e->first && e->r.b - e->r.a >= EXIF_PLAIN ? BLANK_EXIF : BLANK_ZERO;
	boxes_blank(t->b, e->r.a, e->r.b, how, 0);
	if (boxes_is_blank(t->b, e->r.a, e->r.b, how))
		return;
	item->told = true;
	if (item->says == PICTURE_EXIF && e->first)
		t->b->x->found |= exif_says(t->b->x, &e->r);
}

/* ---- */

/* False: there is nothing to be read. */
static bool find_boxes(struct items *t, struct boxes *b)
{
	struct box in;

	memset(t, 0, sizeof(*t));
	t->b = b;
	for (size_t at = b->meta.body + FULL; at < b->meta.end && box_at(b->x, at, b->meta.end, &in); at = in.end) {
		if (box_is(&in, "iinf"))
			t->info = in;
		else if (box_is(&in, "iloc"))
			t->places = in;
		else if (box_is(&in, "idat"))
			t->own = in;
	}
	if (t->info.end == 0)
		return false;
	take_info(t);
	return t->places.end != 0;
}

void boxes_items(struct boxes *b)
{
	struct items t;

	if (find_boxes(&t, b))
		each_extent(&t, take_told);
	for (size_t i = 0; i < t.n; i++)
		if (t.list[i].told || !t.list[i].placed) {
			b->x->found |= t.list[i].says;
			b->unsure = b->unsure || !t.list[i].placed;
		}
}

static void hold(struct items *t, uint32_t id, const struct extent *e)
{
	if (find(t, id) != NULL)
		return;
	for (size_t i = 0; i < t->b->nblanks; i++)
		if (picture_meet(t->b->blanks[i].r, e->r))
			t->b->unsure = true;
}

void boxes_items_stay(struct boxes *b)
{
	struct items t;

	if (b->nblanks > 0 && find_boxes(&t, b))
		each_extent(&t, hold);
}
