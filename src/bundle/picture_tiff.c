/* TIFF, and the block of Exif that other formats carry, which is one.  Lists of tags (IFDs) lead to values and pixels anywhere
 * in the file.  So nothing is moved: tags are taken out of their lists, and their values are overwritten, unless one byte of
 * them may belong to anything that stays. */
#include <config.h>

#include "bundle/picture_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "bundle/picture.h"
#include "bundle/picture_tags.h"

enum { HEAD = 8, COUNT = 2, ENTRY = 12, NEXT = 4, LISTS = 1024, RANGES = 65536, BLANK_LOOKED = 256 };

struct list {
	uint32_t at;
	enum picture_list kind;
};

/* A part of the file that stays. */
struct stays {
	struct picture_range r;
	bool list; /* that changes when tags go */
};

struct stay {
	struct stays *r;
	size_t n, cap;
};

struct tiff {
	const unsigned char *p;
	size_t len;
	uint32_t (*number)(const unsigned char *, size_t);
	struct list lists[LISTS];
	size_t nlists;
	size_t steps;  /* how much work is left to be done: no file needs more than its length */
	unsigned found;
	bool odd;      /* it was not looked through wholly */
	bool unsure;   /* it is not plain which bytes are whose */
	bool ranges;   /* those are wanted */
	struct stay stay, gone;
};

struct tag {
	unsigned tag, type;
	uint64_t size; /* of its value in bytes; 0: not known */
	uint32_t count;
	size_t at;     /* of the value */
};

static bool inside(const struct tiff *t, uint64_t at, uint64_t size)
{
	return at <= t->len && size <= t->len - at;
}

/* False: there is too much to do. */
static bool spend(struct tiff *t, size_t steps)
{
	if (steps > t->steps) {
		t->odd = true;
		return false;
	}
	t->steps -= steps;
	return true;
}

static void add_range(struct tiff *t, struct stay *to, uint64_t at, uint64_t size, bool list)
{
	struct stays *last = to->n > 0 ? &to->r[to->n - 1] : NULL;
	size_t a = at < t->len ? (size_t)at : t->len, b = size < t->len - a ? a + (size_t)size : t->len;

	if (!t->ranges || a == b)
		return;
	if (last != NULL && !last->list && !list && last->r.b == a) {
		last->r.b = b;
		return;
	}
	if (to->n == RANGES) {
		t->unsure = true;
		return;
	}
	to->r = mem_grow(to->r, to->n, &to->cap, sizeof(*to->r));
	to->r[to->n++] = (struct stays){ { a, b }, list };
}

/* ---- looking */

static void add_list(struct tiff *t, uint32_t at, enum picture_list kind)
{
	for (size_t i = 0; i < t->nlists; i++)
		if (t->lists[i].at == at) {
			t->odd = t->odd || t->lists[i].kind != kind;
			return;
		}
	if (t->nlists == LISTS)
		t->odd = true;
	else
		t->lists[t->nlists++] = (struct list){ at, kind };
}

static struct tag tag_at(const struct tiff *t, size_t at)
{
	static const unsigned char sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };
	struct tag g = { .tag = t->number(t->p + at, 2), .type = t->number(t->p + at + 2, 2), .count = t->number(t->p + at + 4, 4), .at = at + 8 };

	if (g.type < sizeof(sizes))
		g.size = (uint64_t)sizes[g.type] * g.count;
	if (g.size > 4)
		g.at = t->number(t->p + at + 8, 4);
	return g;
}

/* Cameras have fields for names that nobody filled in. */
static bool is_blank(const struct tiff *t, const struct tag *g)
{
	if (g->type != TYPE_TEXT || g->size > BLANK_LOOKED || !inside(t, g->at, g->size))
		return false;
	for (size_t i = 0; i < g->size; i++)
		if (t->p[g->at + i] != 0 && t->p[g->at + i] != ' ')
			return false;
	return true;
}

static unsigned says(const struct tiff *t, enum picture_list kind, const struct tag *g)
{
	unsigned what = picture_tag_says(kind, g->tag, g->type);

	return what != 0 && is_blank(t, g) ? 0 : what;
}

/* The n-th number of a value that is inside. */
static uint32_t nth(const struct tiff *t, const struct tag *g, size_t n)
{
	size_t each = g->type == TYPE_SHORT ? 2 : 4;

	return t->number(t->p + g->at + n * each, each);
}

static bool is_numbers(const struct tiff *t, const struct tag *g)
{
	return (g->type == TYPE_SHORT || g->type == TYPE_LONG || g->type == TYPE_IFD) && g->count > 0 && inside(t, g->at, g->size);
}

static void follow(struct tiff *t, const struct tag *g, enum picture_list kind)
{
	if (!is_numbers(t, g)) {
		t->odd = true;
		return;
	}
	for (uint32_t i = 0; i < g->count && i <= LISTS && spend(t, 2); i++)
		add_list(t, nth(t, g, i), kind);
}

/* True: the picture may need it. */
static bool take_tag(struct tiff *t, enum picture_list kind, const struct tag *g)
{
	unsigned what = says(t, kind, g);
	bool goes = kind != LIST_PAGE || what != 0;

	t->found |= what;
	if (kind == LIST_PAGE && g->tag == TAG_EXIF)
		follow(t, g, LIST_EXIF);
	else if (kind == LIST_PAGE && g->tag == TAG_GPS)
		follow(t, g, LIST_GPS);
	else if (kind == LIST_PAGE && g->tag == TAG_PAGES)
		follow(t, g, LIST_PAGE);
	else if (kind == LIST_EXIF && g->tag == TAG_INTEROP)
		follow(t, g, LIST_EXIF);
	if (g->size > 4)
		add_range(t, goes ? &t->gone : &t->stay, g->at, g->size, false);
	if (goes && ((g->size == 0 && g->count > 0) || (g->size > 4 && !inside(t, g->at, g->size))))
		t->unsure = true;
	return !goes;
}

/* The pixels: a tag with places, another with lengths. */
static void keep_pixels(struct tiff *t, const struct tag *at, const struct tag *len)
{
	if (!t->ranges || at->tag == 0)
		return;
	if (!is_numbers(t, at) || !is_numbers(t, len) || at->count != len->count) {
		t->unsure = true;
		return;
	}
	for (uint32_t i = 0; i < at->count && spend(t, 2); i++)
		add_range(t, &t->stay, nth(t, at, i), nth(t, len, i), false);
}

static void look_list(struct tiff *t, struct list list)
{
	static const unsigned pairs[][2] = { { 273, 279 }, { 324, 325 }, { 513, 514 } };
	struct tag pixels[3][2] = { { { 0 } } };
	size_t needed = 0, n = inside(t, list.at, COUNT) ? t->number(t->p + list.at, 2) : 0, end = list.at + COUNT + n * ENTRY;

	if (n == 0 || !inside(t, list.at, COUNT + n * ENTRY + (list.kind == LIST_PAGE ? NEXT : 0))) {
		t->odd = true;
		return;
	}
	if (!spend(t, n * ENTRY))
		return;
	add_range(t, list.kind == LIST_PAGE ? &t->stay : &t->gone, list.at, COUNT + n * ENTRY + NEXT, list.kind == LIST_PAGE);
	for (size_t at = list.at + COUNT; at < end; at += ENTRY) {
		struct tag g = tag_at(t, at);

		needed += take_tag(t, list.kind, &g);
		for (size_t i = 0; i < 6; i++)
			if (g.tag == pairs[i / 2][i % 2])
				pixels[i / 2][i % 2] = g;
	}
	if (list.kind != LIST_PAGE)
		return;
	t->unsure = t->unsure || needed == 0;
	for (size_t i = 0; i < 3; i++)
		keep_pixels(t, &pixels[i][0], &pixels[i][1]);
	if (t->number(t->p + end, 4) != 0)
		add_list(t, t->number(t->p + end, 4), LIST_PAGE);
}

/* The lists themselves need not be empty: there may be many small blocks in one file. */
static void begin(struct tiff *t, const unsigned char *p, size_t len, bool ranges)
{
	t->p = p;
	t->len = t->steps = len < UINT32_MAX ? len : UINT32_MAX;
	t->nlists = 0;
	t->found = 0;
	t->odd = t->unsure = false;
	t->ranges = ranges;
	t->stay = t->gone = (struct stay){ NULL, 0, 0 };
}

static void look_lists(struct tiff *t)
{
	if (t->len < HEAD) {
		t->odd = true;
		return;
	}
	t->number = t->p[0] == 'M' ? picture_big : picture_little;
	add_range(t, &t->stay, 0, HEAD, true);
	add_list(t, t->number(t->p + 4, 4), LIST_PAGE);
	for (size_t i = 0; i < t->nlists; i++)
		look_list(t, t->lists[i]);
}

unsigned picture_exif_says(const unsigned char *p, size_t len)
{
	/* some programs put a JPEG's mark before it */
	const size_t head = picture_starts(p, len, "Exif\0\0", 6) ? 6 : 0;
	struct tiff t;

	begin(&t, p + head, len - head, false);
	look_lists(&t);
	return PICTURE_EXIF | (t.found & (PICTURE_PLACE | PICTURE_WHO | PICTURE_DEVICE | PICTURE_TIME | PICTURE_TEXT));
}

/* ---- taking out */

static int by_place(const void *x, const void *y)
{
	const struct stays *a = x, *b = y;

	return a->r.a != b->r.a ? (a->r.a < b->r.a ? -1 : 1) : a->r.b != b->r.b ? (a->r.b < b->r.b ? -1 : 1) : a->list - b->list;
}

/* Makes one range of those that overlap.  False: a list shares bytes with something. */
static bool put_in_order(struct stay *s)
{
	size_t n = 0, lists_end = 0;

	qsort(s->r, s->n, sizeof(*s->r), by_place);
	for (size_t i = 0; i < s->n; i++) {
		struct stays *is = &s->r[i], *last = n > 0 ? &s->r[n - 1] : NULL;

		if (is->r.a < lists_end || (is->list && last != NULL && is->r.a < last->r.b))
			return false;
		if (is->list)
			lists_end = is->r.b;
		if (last != NULL && is->r.a < last->r.b)
			last->r.b = is->r.b > last->r.b ? is->r.b : last->r.b;
		else
			s->r[n++] = *is;
	}
	s->n = n;
	return true;
}

/* Whether any of it belongs to what stays. */
static bool is_needed(const struct stay *s, struct picture_range r)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->r[mid].r.b <= r.a)
			low = mid + 1;
		else
			high = mid;
	}
	return low < s->n && picture_meet(s->r[low].r, r);
}

static bool is_safe(struct tiff *t)
{
	if (t->unsure || !put_in_order(&t->stay))
		return false;
	for (size_t i = 0; i < t->gone.n; i++)
		if (is_needed(&t->stay, t->gone.r[i].r))
			return false;
	return true;
}

/* A page's list without what goes; zeroes fill its end. */
static void shorten(const struct tiff *t, size_t at, unsigned char *out)
{
	size_t n = t->number(t->p + at, 2), kept = 0;
	const size_t from = at + COUNT, end = from + n * ENTRY;

	for (size_t e = from; e < end; e += ENTRY) {
		struct tag g = tag_at(t, e);

		if (says(t, LIST_PAGE, &g) == 0)
			memcpy(out + from + kept++ * ENTRY, t->p + e, ENTRY);
	}
	out[at + (t->p[0] == 'M')] = (unsigned char)kept;
	out[at + (t->p[0] != 'M')] = (unsigned char)(kept >> 8);
	memcpy(out + from + kept * ENTRY, t->p + end, NEXT);
	memset(out + from + kept * ENTRY + NEXT, 0, (n - kept) * ENTRY);
}

static void take_out(const struct tiff *t, unsigned char *out)
{
	for (size_t i = 0; i < t->gone.n; i++)
		memset(out + t->gone.r[i].r.a, 0, t->gone.r[i].r.b - t->gone.r[i].r.a);
	for (size_t i = 0; i < t->nlists; i++)
		if (t->lists[i].kind == LIST_PAGE)
			shorten(t, t->lists[i].at, out);
}

void picture_tiff(struct picture *x)
{
	struct tiff t;

	begin(&t, x->p, x->len, true);
	look_lists(&t);
	x->found |= t.found;
	if (t.odd)
		x->found |= PICTURE_ODD;
	else if (t.found != 0 && !is_safe(&t))
		x->found |= PICTURE_STAYS;
	x->at = x->len;
	if (x->out != NULL && t.found != 0 && (x->found & (PICTURE_ODD | PICTURE_STAYS)) == 0) {
		size_t start = x->out->len;

		picture_keep(x, x->p, x->len);
		take_out(&t, (unsigned char *)x->out->data + start);
	}
	free(t.stay.r);
	free(t.gone.r);
}
