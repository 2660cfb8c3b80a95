#include <config.h>

#include "bundle/picture.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "bundle/picture_parts.h"

void picture_keep(struct picture *x, const void *bytes, size_t len)
{
	if (x->out != NULL)
		buf_add(x->out, bytes, len);
}

bool picture_starts(const unsigned char *p, size_t len, const char *with, size_t n)
{
	return len >= n && memcmp(p, with, n) == 0;
}

uint32_t picture_big(const unsigned char *p, size_t bytes)
{
	uint32_t v = 0;

	while (bytes-- > 0)
		v = v << 8 | *p++;
	return v;
}

uint32_t picture_little(const unsigned char *p, size_t bytes)
{
	uint32_t v = 0;

	while (bytes-- > 0)
		v = v << 8 | p[bytes];
	return v;
}

const unsigned char *picture_find(const unsigned char *p, size_t len, const char *needle)
{
	const size_t n = strlen(needle);

	while (len >= n) {
		const unsigned char *at = memchr(p, needle[0], len - n + 1);

		if (at == NULL)
			return NULL;
		if (memcmp(at, needle, n) == 0)
			return at;
		len -= (size_t)(at + 1 - p);
		p = at + 1;
	}
	return NULL;
}

/* ---- JPEG */

enum { EXIF_HEAD = 6, TIFF_HEAD = 8, IFD_ENTRY = 12, TAG_ORIENTATION = 0x0112 };

/* The orientation in an Exif segment, 0: none is given. */
static unsigned orientation(const unsigned char *exif, size_t len)
{
	const unsigned char *t = exif + EXIF_HEAD;
	uint32_t (*number)(const unsigned char *, size_t);
	uint32_t at, n;

	if (len < EXIF_HEAD + TIFF_HEAD + 2)
		return 0;
	len -= EXIF_HEAD;
	number = t[0] == 'M' ? picture_big : picture_little;
	at = number(t + 4, 4);
	if (at > len - 2)
		return 0;
	n = number(t + at, 2);
	for (at += 2; n-- > 0 && len - at >= IFD_ENTRY; at += IFD_ENTRY)
		if (number(t + at, 2) == TAG_ORIENTATION) {
			uint32_t v = number(t + at + 8, 2);

			return v >= 1 && v <= 8 ? v : 0;
		}
	return 0;
}

/* An Exif segment that says nothing but how the picture is turned. */
enum { TURN_LEN = 36 };

static void make_turn(unsigned char out[TURN_LEN], unsigned turn)
{
	static const unsigned char plain[TURN_LEN] = { 0xFF, 0xE1, 0, TURN_LEN - 2, 'E', 'x', 'i', 'f', 0, 0,
		'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 };

	memcpy(out, plain, TURN_LEN);
	out[29] = (unsigned char)turn;
}

/* APP1 */
static void take_app1(struct picture *x, const unsigned char *segment, size_t whole)
{
	const unsigned char *p = segment + 4;
	size_t len = whole - 4;
	unsigned char turned[TURN_LEN];
	unsigned turn;

	if (picture_starts(p, len, "Exif\0", 5)) {
		turn = orientation(p, len);
		make_turn(turned, turn);
		if (whole == TURN_LEN && memcmp(segment, turned, TURN_LEN) == 0) {
			picture_keep(x, segment, whole);
			return;
		}
		x->found |= picture_exif_says(p + EXIF_HEAD, len < EXIF_HEAD ? 0 : len - EXIF_HEAD);
		if (turn > 1) {
			x->found |= PICTURE_TURNED;
			picture_keep(x, turned, TURN_LEN);
		}
	} else if (picture_starts(p, len, "http://ns.adobe.com/", 20)) {
		x->found |= PICTURE_XMP;
	} else {
		x->found |= PICTURE_TEXT;
	}
}

/* To the next marker behind the picture's own data. */
static void skip_scan(struct picture *x)
{
	size_t from = x->at;

	while (x->at + 1 < x->len) {
		const unsigned char *p = memchr(x->p + x->at, 0xFF, x->len - x->at - 1);

		if (p == NULL)
			break;
		x->at = (size_t)(p - x->p);
		if (p[1] != 0 && p[1] != 0xFF && (p[1] < 0xD0 || p[1] > 0xD7)) {
			picture_keep(x, x->p + from, x->at - from);
			return;
		}
		x->at++;
	}
	picture_keep(x, x->p + from, x->len - from);
	x->at = x->len;
}

/* The segment at x->at.  False: the end. */
static bool take_segment(struct picture *x)
{
	const unsigned char *p = x->p + x->at;
	size_t left = x->len - x->at, whole;

	/* FF 00 is a byte of pixels, and never begins a segment */
	if (left < 2 || p[0] != 0xFF || p[1] == 0) {
		x->found |= PICTURE_ODD;
		return false;
	}
	if (p[1] == 0xD9) {
		picture_keep(x, p, 2);
		x->at += 2;
		return false;
	}
	if (p[1] == 0xFF || p[1] == 0x01 || (p[1] >= 0xD0 && p[1] <= 0xD8)) {
		picture_keep(x, p, p[1] == 0xFF ? 1 : 2);
		x->at += p[1] == 0xFF ? 1 : 2;
		return true;
	}
	whole = left < 4 ? 0 : 2 + (size_t)picture_big(p + 2, 2);
	if (whole < 4 || whole > left) {
		x->found |= PICTURE_ODD;
		return false;
	}
	x->at += whole;
	if (p[1] == 0xE1)
		take_app1(x, p, whole);
	else if (p[1] == 0xED)
		x->found |= PICTURE_IPTC;
	else if (p[1] == 0xFE)
		x->found |= PICTURE_TEXT;
	else
		picture_keep(x, p, whole);
	if (p[1] == 0xDA)
		skip_scan(x);
	return true;
}

static void look_jpeg(struct picture *x)
{
	while (take_segment(x))
		;
}

/* ---- PNG */

static unsigned png_says(const unsigned char *type)
{
	if (memcmp(type, "eXIf", 4) == 0)
		return PICTURE_EXIF;
	if (memcmp(type, "tEXt", 4) == 0 || memcmp(type, "zTXt", 4) == 0 || memcmp(type, "iTXt", 4) == 0 || memcmp(type, "tIME", 4) == 0)
		return PICTURE_TEXT;
	return 0;
}

static void look_png(struct picture *x)
{
	enum { SIGN = 8, FRAME = 12 };

	picture_keep(x, x->p, SIGN);
	for (x->at = SIGN; x->len - x->at >= FRAME;) {
		const unsigned char *p = x->p + x->at;
		size_t body = picture_big(p, 4);
		unsigned says = png_says(p + 4);

		if (body > x->len - x->at - FRAME)
			break;
		x->at += body + FRAME;
		x->found |= says == PICTURE_EXIF ? picture_exif_says(p + 8, body) : says;
		if (says == 0)
			picture_keep(x, p, body + FRAME);
		if (memcmp(p + 4, "IEND", 4) == 0)
			return;
	}
	x->found |= PICTURE_ODD;
}

/* ---- WebP */

static unsigned webp_says(const unsigned char *type)
{
	return memcmp(type, "EXIF", 4) == 0 ? PICTURE_EXIF : memcmp(type, "XMP ", 4) == 0 ? PICTURE_XMP : 0;
}

static void look_webp(struct picture *x)
{
	enum { HEAD = 12, FRAME = 8, FLAGS = 8, EXIF_OR_XMP = 0x0C };
	size_t end = 8 + (size_t)picture_little(x->p + 4, 4), start = x->out != NULL ? x->out->len : 0;

	if (end > x->len || end < HEAD) {
		x->found |= PICTURE_ODD;
		return;
	}
	picture_keep(x, x->p, HEAD);
	for (x->at = HEAD; end - x->at >= FRAME;) {
		const unsigned char *p = x->p + x->at;
		size_t body = picture_little(p + 4, 4), whole = FRAME + body + (body & 1);
		unsigned says = webp_says(p);

		if (body > end - x->at - FRAME)
			break;
		if (whole > end - x->at)
			whole = end - x->at;
		x->at += whole;
		x->found |= says == PICTURE_EXIF ? picture_exif_says(p + FRAME, body) : says;
		if (says != 0)
			continue;
		picture_keep(x, p, whole);
		if (memcmp(p, "VP8X", 4) == 0 && body > 0 && x->out != NULL)
			x->out->data[x->out->len - whole + FLAGS] &= (char)~EXIF_OR_XMP;
	}
	if (x->at != end)
		x->found |= PICTURE_ODD;
	for (int i = 0; i < 4 && x->out != NULL; i++)
		x->out->data[start + 4 + (size_t)i] = (char)((x->out->len - start - 8) >> (8 * i));
}

/* ---- all of them */

bool picture_is(const char *path)
{
	static const char *const suffixes[] = { ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".gif", ".tif", ".tiff", ".heic", ".heif",
		".hif", ".heics", ".heifs", ".avif", ".avifs", ".svg", ".svgz", ".pdf" };
	size_t len = strlen(path);

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (len > strlen(suffixes[i]) && strcasecmp(path + len - strlen(suffixes[i]), suffixes[i]) == 0)
			return true;
	return false;
}

/* XML, in whatever stands for a space or a mark of order before it. */
static bool is_markup(const unsigned char *p, size_t len)
{
	if (picture_starts(p, len, "\xEF\xBB\xBF", 3))
		p += 3, len -= 3;
	while (len > 0 && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++, len--;
	return len > 0 && *p == '<';
}

static void look(struct picture *x)
{
	if (picture_starts(x->p, x->len, "\xFF\xD8\xFF", 3))
		look_jpeg(x);
	else if (picture_starts(x->p, x->len, "\x89PNG\r\n\x1a\n", 8))
		look_png(x);
	else if (x->len >= 12 && picture_starts(x->p, x->len, "RIFF", 4) && memcmp(x->p + 8, "WEBP", 4) == 0)
		look_webp(x);
	else if (picture_starts(x->p, x->len, "GIF87a", 6) || picture_starts(x->p, x->len, "GIF89a", 6))
		picture_gif(x);
	else if (picture_starts(x->p, x->len, "II*\0", 4) || picture_starts(x->p, x->len, "MM\0*", 4))
		picture_tiff(x);
	else if (picture_starts(x->p, x->len, "\0\0", 2) && x->len >= 8 && memcmp(x->p + 4, "ftyp", 4) == 0)
		picture_boxes(x);
	else if (picture_starts(x->p, x->len, "%PDF-", 5))
		picture_pdf(x);
	else if (is_markup(x->p, x->len))
		picture_svg(x);
	else
		x->found = PICTURE_ODD;
}

unsigned picture_look(const void *bytes, size_t len, struct buf *out)
{
	struct picture x = { .p = bytes, .len = len, .out = out };

	look(&x);
	if ((x.found & PICTURE_ODD) == 0 && x.at < len)
		x.found |= PICTURE_BEHIND;
	if (out != NULL && ((x.found & ~(unsigned)PICTURE_INSIDE) == 0 || (x.found & (PICTURE_ODD | PICTURE_STAYS)) != 0))
		buf_clear(out);
	return x.found;
}
