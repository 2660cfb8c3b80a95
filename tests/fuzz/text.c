/* Cleaning, and pages of plain text: any bytes become text that obeys its rule,
 * and all of it is shown.
 *
 * Input: a byte (1: replaced characters are revealed), the text. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/breaks.h"
#include "base/buf.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "base/width.h"
#include "doc/doc.h"
#include "fuzz/fuzz.h"
#include "page/words.h"

const char fuzz_name[] = "text";

static void check_rule(const char *s, size_t len, enum text_rule rule)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	enum text_rule then = rule == TEXT_REVEAL ? TEXT_RUNNING : rule;
	bool same;

	text_clean(&once, s, len, rule, NULL);
	MUST(utf8_valid(buf_str(&once), once.len));
	MUST(text_is_clean(buf_str(&once), once.len, then));
	MUST(text_is_safe(buf_str(&once), once.len, rule != TEXT_NAME));
	MUST(text_clean(&twice, buf_str(&once), once.len, then, NULL) == 0);
	MUST(twice.len == once.len && !memcmp(buf_str(&once), buf_str(&twice), once.len));
	same = once.len == len && !memcmp(buf_str(&once), s, len);
	MUST(text_is_clean(s, len, rule) == same);
	buf_free(&once);
	buf_free(&twice);
}

static void check_columns(const char *s, size_t len)
{
	size_t cols = 0, at = 0, used = 0;

	while (at < len) {
		int width;
		size_t n = width_cluster(s + at, len - at, &width);

		MUST(n > 0 && n <= len - at && width >= 0);
		cols += (size_t)width;
		at += n;
	}
	MUST(cols == width_str(s, len));
	at = width_fit(s, len, cols / 2, &used);
	MUST(at <= len && used <= cols / 2 && used == width_str(s, at));
}

/* Pieces follow each other without gaps, and none is broken within a cluster. */
static void check_words(const char *s, size_t len)
{
	struct words words = { 0 };
	char *may = calloc(len + 1, 1);
	uint32_t pos = 0;

	breaks_find(s, len, may);
	words_start(&words, s, (uint32_t)len);
	while (pos < len) {
		struct piece piece;

		if (s[pos] == '\n') {
			pos++;
			continue;
		}
		words_next(&words, pos, UINT32_MAX, &piece);
		MUST(!piece.over && piece.end >= pos && piece.next >= piece.end && piece.next > pos && piece.next <= len);
		MUST(piece.cols == width_str(s + pos, piece.end - pos));
		MUST(piece.next == len || s[piece.next] == '\n' || may[piece.next] != BREAK_NO);
		pos = piece.next;
	}
	words_free(&words);
	free(may);
}

static void check_fold(const char *s, size_t len)
{
	for (int fold_case = 0; fold_case < 2; fold_case++) {
		struct folded f;

		fold_text(&f, s, len, fold_case);
		for (size_t i = 0; i < f.len; i++)
			MUST(f.origin[i] < len && f.origin[i] <= f.origin[i + 1]);
		MUST(f.origin[f.len] == len);
		fold_free(&f);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	bool reveal = fuzz_byte(&in) & 1;
	const char *s = (const char *)in.data;
	struct buf clean = BUF_INIT;
	struct doc *doc;

	check_rule(s, in.left, TEXT_RUNNING);
	check_rule(s, in.left, TEXT_NAME);
	check_rule(s, in.left, TEXT_REVEAL);
	check_fold(s, in.left);
	text_clean(&clean, s, in.left, TEXT_RUNNING, NULL);
	check_columns(buf_str(&clean), clean.len);
	check_words(buf_str(&clean), clean.len);
	buf_free(&clean);
	doc = doc_plain(s, in.left, reveal);
	fuzz_doc(doc);
	fuzz_pages(doc);
	doc_free(doc);
	return 0;
}
