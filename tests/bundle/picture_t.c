/* GIF, TIFF, HEIF, SVG and PDF, made by hand: what they say is found, and goes without a pixel being touched. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "bundle/picture.h"

#define BYTES(s) (s), sizeof(s) - 1

/* What was stripped says nothing; with the file's own length where nothing may move. */
static void strip(const char *bytes, size_t len, unsigned expected, struct buf *out)
{
	struct buf again = BUF_INIT;

	buf_clear(out);
	assert_int_equal(picture_look(bytes, len, NULL), expected);
	assert_int_equal(picture_look(bytes, len, out), expected);
	assert_int_not_equal(out->len, 0);
	assert_int_equal(picture_look(out->data, out->len, &again) & ~(unsigned)PICTURE_INSIDE, 0);
	assert_int_equal(again.len, 0);
	buf_free(&again);
}

static void stays(const char *bytes, size_t len, unsigned expected)
{
	struct buf out = BUF_INIT;

	assert_int_equal(picture_look(bytes, len, &out), expected);
	assert_int_equal(out.len, 0);
	buf_free(&out);
}

static bool has(const struct buf *b, const char *word)
{
	for (size_t i = 0; i + strlen(word) <= b->len; i++)
		if (memcmp(b->data + i, word, strlen(word)) == 0)
			return true;
	return false;
}

/* No end or changed byte of it makes us read or write where we may not, and what came out is clean. */
static void spoil(const char *bytes, size_t len)
{
	struct buf copy = BUF_INIT, out = BUF_INIT;
	static const unsigned char with[] = { 0x01, 0x80, 0xFF };

	for (size_t n = 0; n < len; n++)
		for (size_t i = 0; i <= sizeof(with); i++) {
			buf_clear(&copy);
			buf_clear(&out);
			buf_add(&copy, bytes, i == sizeof(with) ? n : len);
			if (i < sizeof(with))
				copy.data[n] ^= (char)with[i];
			picture_look(buf_str(&copy), copy.len, &out);
			assert_true(out.len <= copy.len);
			if (out.len > 0)
				assert_int_equal(picture_look(out.data, out.len, NULL) & ~(unsigned)PICTURE_INSIDE, 0);
		}
	buf_free(&copy);
	buf_free(&out);
}

static void names_tell_which_files_are_looked_at(void **state)
{
	(void)state;
	assert_true(picture_is("a/b.GIF"));
	assert_true(picture_is("scan.tiff"));
	assert_true(picture_is("IMG_1.HEIC"));
	assert_true(picture_is("a.avif"));
	assert_true(picture_is("map.svg"));
	assert_true(picture_is("map.svgz"));
	assert_true(picture_is("law.pdf"));
	assert_false(picture_is(".gif"));
	assert_false(picture_is("a.md"));
	stays(BYTES("\x1F\x8B\x08packed"), PICTURE_ODD);
}

/* ---- GIF */

#define GIF_HEAD "GIF89a\x01\0\x01\0\x80\0\0" "rgbRGB"
#define GIF_LOOP "\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0"
#define GIF_TIME "\x21\xF9\x04\0\x0A\0\0\0"
#define GIF_IMAGE "\x2C\0\0\0\0\x01\0\x01\0\0" "\x02\x02\x44\x01\0"

static const char gif[] = GIF_HEAD GIF_LOOP "\x21\xFE\x05Meet\x21\0" "\x21\xFF\x0BXMP DataXMP<x/>\x01\xFF\xFE\0\0" GIF_TIME GIF_IMAGE ";" "more";

static void a_gif_loses_comments_and_xmp_and_goes_on_moving(void **state)
{
	static const char kept[] = GIF_HEAD GIF_LOOP GIF_TIME GIF_IMAGE ";";
	struct buf out = BUF_INIT;

	(void)state;
	/* XMP is not in pieces; what stands behind it makes whoever reads it so come out at the end */
	strip(BYTES(GIF_HEAD "\x21\xFE\x05Meet\x21\0" GIF_IMAGE ";"), PICTURE_TEXT, &out);
	assert_int_equal(out.len, sizeof(GIF_HEAD GIF_IMAGE ";") - 1);
	strip(BYTES(GIF_HEAD "\x21\xFF\x0BMGKIPTC0000\x01x\0" GIF_IMAGE ";"), PICTURE_IPTC, &out);
	strip(BYTES(GIF_HEAD GIF_LOOP "\x21\xFE\x05Meet\x21\0" "\x21\xFF\x0BXMP DataXMP\x03<x>\0" GIF_TIME GIF_IMAGE ";more"),
		PICTURE_TEXT | PICTURE_XMP | PICTURE_BEHIND, &out);
	assert_int_equal(out.len, sizeof(kept) - 1);
	assert_memory_equal(out.data, kept, sizeof(kept) - 1);
	stays(kept, sizeof(kept) - 1, 0);
	stays(kept, sizeof(kept) - 2, PICTURE_ODD);
	spoil(gif, sizeof(gif) - 1);
	buf_free(&out);
}

/* ---- TIFF */

/* little: the page at 8 with five tags, the next at 0 */
#define TAG(tag, type, count, value) tag type "\0" count "\0\0\0" value
#define TIFF_HEAD "II*\0\x08\0\0\0"
#define PIXELS_AT(at, len) TAG("\x11\x01", "\x04", "\x01", at "\0\0\0") TAG("\x17\x01", "\x04", "\x01", len "\0\0\0")
#define WIDE TAG("\x00\x01", "\x03", "\x01", "\x02\0\0\0")

static const char tiff[] = TIFF_HEAD "\x05\0" WIDE TAG("\x0F\x01", "\x02", "\x04", "Cam\0") PIXELS_AT("\x56", "\x04")
	TAG("\x3B\x01", "\x02", "\x0C", "\x4A\0\0\0") "\0\0\0\0" "A. Somebody\0" "PIXL";

static void a_tiff_loses_tags_and_their_values_where_they_stand(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	strip(tiff, sizeof(tiff) - 1, PICTURE_DEVICE | PICTURE_WHO, &out);
	assert_int_equal(out.len, sizeof(tiff) - 1);
	assert_memory_equal(out.data + 0x56, "PIXL", 4);
	assert_memory_equal(out.data, TIFF_HEAD "\x03\0" WIDE PIXELS_AT("\x56", "\x04") "\0\0\0\0", 10 + 36 + 4);
	for (size_t i = 10 + 36; i < 0x56; i++)
		assert_int_equal(out.data[i], 0);
	spoil(tiff, sizeof(tiff) - 1);
	buf_free(&out);
}

static void a_tiff_loses_its_place_and_exif(void **state)
{
	static const char bytes[] = TIFF_HEAD "\x05\0" WIDE PIXELS_AT("\xA2", "\x04") TAG("\x69\x87", "\x04", "\x01", "\x4A\0\0\0")
		TAG("\x25\x88", "\x04", "\x01", "\x78\0\0\0") "\0\0\0\0"
		/* 0x4A: when, with the value at 0x68 */
		"\x02\0" TAG("\x03\x90", "\x02", "\x10", "\x68\0\0\0") TAG("\x00\x90", "\x07", "\x04", "0231") "\0\0\0\0" "2026:01:02 03:04"
		/* 0x78: where, with the value at 0x8A */
		"\x01\0" TAG("\x02\0", "\x05", "\x03", "\x8A\0\0\0") "\0\0\0\0" "fifty deg, 20 min and 3s" "PIXL";
	struct buf out = BUF_INIT;

	(void)state;
	strip(bytes, sizeof(bytes) - 1, PICTURE_EXIF | PICTURE_TIME | PICTURE_PLACE, &out);
	assert_int_equal(out.len, sizeof(bytes) - 1);
	assert_memory_equal(out.data + 0xA2, "PIXL", 4);
	assert_false(has(&out, "2026"));
	assert_false(has(&out, "fifty"));
	assert_false(has(&out, "0231"));
	spoil(bytes, sizeof(bytes) - 1);
	buf_free(&out);
}

static void a_tiff_whose_values_are_not_plainly_its_own_is_left_and_that_is_said(void **state)
{
	char bytes[sizeof(tiff)];

	(void)state;
	/* the name lies among the pixels */
	memcpy(bytes, tiff, sizeof(tiff));
	bytes[66] = 0x4C;
	stays(bytes, sizeof(tiff) - 1, PICTURE_DEVICE | PICTURE_WHO | PICTURE_STAYS);
	/* its value leads out of the file */
	bytes[67] = 0x4C;
	stays(bytes, sizeof(tiff) - 1, PICTURE_DEVICE | PICTURE_WHO | PICTURE_STAYS);
	/* nobody says how many bytes of pixels there are */
	memcpy(bytes, tiff, sizeof(tiff));
	bytes[46] = 0x18;
	stays(bytes, sizeof(tiff) - 1, PICTURE_DEVICE | PICTURE_WHO | PICTURE_STAYS);
	/* a camera's empty field tells nothing */
	stays(BYTES(TIFF_HEAD "\x02\0" WIDE TAG("\x3B\x01", "\x02", "\x03", "  \0\0") "\0\0\0\0"), 0);
	/* pages in a ring are each looked at once */
	stays(BYTES(TIFF_HEAD "\x01\0" WIDE "\x08\0\0\0"), 0);
	stays(BYTES("II*\0\xF0\0\0\0"), PICTURE_ODD);
	stays(BYTES("II*\0"), PICTURE_ODD);
}

static void exif_of_any_picture_tells_what_it_says(void **state)
{
	static const char jpeg[] = "\xFF\xD8" "\xFF\xE1\x00\x3A" "Exif\0\0" "MM\0*\0\0\0\x08" "\0\x01" "\x88\x25\0\x04\0\0\0\x01\0\0\0\x1A" "\0\0\0\0"
		"\0\x01" "\0\x01\0\x02\0\0\0\x02" "N\0\0\0" "\0\0\0\0" "\0\0\0\0\0\0" "\xFF\xD9";
	static const char png[] = "\x89PNG\r\n\x1a\n" "\0\0\0\x1A" "eXIf" "II*\0\x08\0\0\0" "\x01\0" TAG("\x0F\x01", "\x02", "\x04", "Cam\0") "\0\0\0\0" "crc1" "\0\0\0\0IENDcrc2";
	struct buf out = BUF_INIT;

	(void)state;
	strip(jpeg, sizeof(jpeg) - 1, PICTURE_EXIF | PICTURE_PLACE, &out);
	strip(png, sizeof(png) - 1, PICTURE_EXIF | PICTURE_DEVICE, &out);
	buf_free(&out);
}

/* ---- HEIF */

#define INFE(id, type, rest) "infe\x02\0\0\0" "\0" id "\0\0" type "\0" rest
#define PLACE(id, at, len) "\0" id "\0\0" "\0\x01" "\0\0\0" at "\0\0\0" len
#define EXIF_ITEM "\0\0\0\0" "II*\0\x08\0\0\0" "\x01\0" TAG("\x0F\x01", "\x02", "\x04", "Cam\0") "\0\0\0\0"

/* ftyp 16; meta 12 + iinf 14 + 21 + 21 + 41 + iloc 16 + 3 * 14: 167; mdat at 183, its body at 191 */
#define HEIF_META(exif_at, xmp_at) "\0\0\0\x10" "ftypheicmif1" "\0\0\0\xA7" "meta\0\0\0\0" "\0\0\0\x61" "iinf\0\0\0\0\0\x03" \
	"\0\0\0\x15" INFE("\x01", "hvc1", "") "\0\0\0\x15" INFE("\x02", "Exif", "") "\0\0\0\x29" INFE("\x03", "mime", "application/rdf+xml\0") \
	"\0\0\0\x3A" "iloc\0\0\0\0" "\x44\0\0\x03" PLACE("\x01", "\xBF", "\x04") PLACE("\x02", exif_at, "\x1E") PLACE("\x03", xmp_at, "\x07")

static const char heif[] = HEIF_META("\xC3", "\xE1") "\0\0\0\x31" "mdat" "PIXL" EXIF_ITEM "<x:who>";

static void a_heif_loses_its_exif_and_xmp_where_they_stand(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	strip(heif, sizeof(heif) - 1, PICTURE_EXIF | PICTURE_DEVICE | PICTURE_XMP, &out);
	assert_int_equal(out.len, sizeof(heif) - 1);
	assert_memory_equal(out.data, heif, 0xC3);
	/* Exif without a tag, then nothing */
	assert_memory_equal(out.data + 0xC3, "\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0\0\0", 20);
	for (size_t i = 0xC3 + 18; i < out.len; i++)
		assert_int_equal(out.data[i], 0);
	spoil(heif, sizeof(heif) - 1);
	buf_free(&out);
}

static void a_heif_whose_items_are_not_plainly_apart_is_left_and_that_is_said(void **state)
{
	static const char on_pixels[] = HEIF_META("\xC8", "\xC0") "\0\0\0\x31" "mdat" "PIXL" EXIF_ITEM "<x:who>";
	static const char outside[] = HEIF_META("\xC3", "\xE7") "\0\0\0\x31" "mdat" "PIXL" EXIF_ITEM "<x:who>";
	static const char in_boxes[] = HEIF_META("\x20", "\xE1") "\0\0\0\x31" "mdat" "PIXL" EXIF_ITEM "<x:who>";

	(void)state;
	assert_true((picture_look(BYTES(on_pixels), NULL) & PICTURE_STAYS) != 0);
	assert_true((picture_look(BYTES(outside), NULL) & PICTURE_STAYS) != 0);
	assert_true((picture_look(BYTES(in_boxes), NULL) & PICTURE_STAYS) != 0);
}

static void a_heif_loses_boxes_of_programs_and_the_time_of_its_film(void **state)
{
	static const char bytes[] = "\0\0\0\x10" "ftypavismif1" "\0\0\0\x2C" "moov" "\0\0\0\x18" "mvhd\0\0\0\0" "\0\0\0\x01" "\0\0\0\x02" "ever"
		"\0\0\0\x0C" "udtawho!" "\0\0\0\x0C" "mpvdfilm" "\0\0\0\x0C" "mdatPIXL" "\0\0\0\x1C" "uuid\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC<xm>";
	static const char kept[] = "\0\0\0\x10" "ftypavismif1" "\0\0\0\x2C" "moov" "\0\0\0\x18" "mvhd\0\0\0\0" "\0\0\0\0" "\0\0\0\0" "ever"
		"\0\0\0\x0C" "free\0\0\0\0" "\0\0\0\x0C" "free\0\0\0\0" "\0\0\0\x0C" "mdatPIXL" "\0\0\0\x1C" "free\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
	struct buf out = BUF_INIT;

	(void)state;
	strip(bytes, sizeof(bytes) - 1, PICTURE_TEXT | PICTURE_TIME | PICTURE_BEHIND | PICTURE_XMP, &out);
	assert_int_equal(out.len, sizeof(kept) - 1);
	assert_memory_equal(out.data, kept, sizeof(kept) - 1);
	spoil(bytes, sizeof(bytes) - 1);
	buf_free(&out);
}

/* ---- SVG */

static void an_svg_loses_what_its_program_wrote_for_itself(void **state)
{
	static const char bytes[] = "<?xml version='1.0'?>\n<!-- Made at home -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" sodipodi:docname='/home/me/a>b.svg'\n  width=\"4\">"
		"<sodipodi:namedview a=\"1\"><x/></sodipodi:namedview><metadata id='m'><rdf:RDF><cc:Work/></rdf:RDF></metadata>"
		"<style><![CDATA[ a > b {} ]]></style><inkscape:grid/><g inkscape:label=\"L\" ><title>Seen</title></g></svg>\n";
	static const char kept[] = "<?xml version='1.0'?>\n\n<svg xmlns=\"http://www.w3.org/2000/svg\"\n  width=\"4\">"
		"<style><![CDATA[ a > b {} ]]></style><g ><title>Seen</title></g></svg>\n";
	struct buf out = BUF_INIT;

	(void)state;
	strip(bytes, sizeof(bytes) - 1, PICTURE_TEXT | PICTURE_XMP | PICTURE_EDITOR, &out);
	assert_string_equal(buf_str(&out), kept);
	stays(kept, sizeof(kept) - 1, 0);
	spoil(bytes, sizeof(bytes) - 1);
	buf_free(&out);
}

static void an_svg_that_may_mean_something_else_is_left_and_that_is_said(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	stays(BYTES("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg><metadata>x</metadata></svg>"), PICTURE_XMP | PICTURE_STAYS);
	stays(BYTES("<svg xmlns:cc='http://www.w3.org/2000/svg'><cc:path/></svg>"), PICTURE_EDITOR | PICTURE_STAYS);
	stays(BYTES("<html><metadata/></html>"), PICTURE_ODD);
	stays(BYTES("<svg><metadata></svg>"), PICTURE_XMP | PICTURE_ODD);
	stays(BYTES("<svg/></svg>"), PICTURE_ODD);
	stays(BYTES("<svg><!-- x"), PICTURE_ODD);
	/* what is left when something went is still an SVG */
	strip(BYTES("<?a?>\n<!oftyp>\n<svg></svg>"), PICTURE_TEXT, &out);
	stays(BYTES("<!--><svg/>"), PICTURE_ODD);
	stays(BYTES("<?a?>text<svg/>"), PICTURE_TEXT | PICTURE_ODD);
	stays(BYTES("<svg a=\"x></svg>"), PICTURE_ODD);
	stays(BYTES("<svg><image href='data:image/jpeg;base64,AAAA'/></svg>"), PICTURE_INSIDE);
	strip(BYTES("<svg><!-- x --><image href='data:image/jpeg;base64,AAAA'/></svg>"), PICTURE_INSIDE | PICTURE_TEXT, &out);
	assert_string_equal(buf_str(&out), "<svg><image href='data:image/jpeg;base64,AAAA'/></svg>");
	buf_free(&out);
}

/* ---- PDF */

static void a_pdf_is_looked_at_and_stays(void **state)
{
	(void)state;
	stays(BYTES("%PDF-1.4\n1 0 obj <</Producer(x)>>"), PICTURE_PDF | PICTURE_STAYS);
	stays(BYTES("%PDF-1.4\ntrailer <</Root 1 0 R/Info 2 0 R>>"), PICTURE_PDF | PICTURE_STAYS);
	stays(BYTES("%PDF-1.4\n<</Type/Catalog/Metadata 3 0 R>>"), PICTURE_PDF | PICTURE_STAYS);
	stays(BYTES("%PDF-1.4\n<</Type/Catalog/EncryptMetadata false/Information 3>>"), 0);
	stays(BYTES("%PDF-1.4\nstream\xFF\xD8" "Exif\0\0II*\0\x08\0\0\0\x01\0" TAG("\x0F\x01", "\x02", "\x04", "Cam\0") "\0\0\0\0"),
		PICTURE_EXIF | PICTURE_DEVICE | PICTURE_STAYS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_tell_which_files_are_looked_at),
		cmocka_unit_test(a_gif_loses_comments_and_xmp_and_goes_on_moving),
		cmocka_unit_test(a_tiff_loses_tags_and_their_values_where_they_stand),
		cmocka_unit_test(a_tiff_loses_its_place_and_exif),
		cmocka_unit_test(a_tiff_whose_values_are_not_plainly_its_own_is_left_and_that_is_said),
		cmocka_unit_test(exif_of_any_picture_tells_what_it_says),
		cmocka_unit_test(a_heif_loses_its_exif_and_xmp_where_they_stand),
		cmocka_unit_test(a_heif_whose_items_are_not_plainly_apart_is_left_and_that_is_said),
		cmocka_unit_test(a_heif_loses_boxes_of_programs_and_the_time_of_its_film),
		cmocka_unit_test(an_svg_loses_what_its_program_wrote_for_itself),
		cmocka_unit_test(an_svg_that_may_mean_something_else_is_left_and_that_is_said),
		cmocka_unit_test(a_pdf_is_looked_at_and_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
