/* Time: a pattern that is repeated until it is long is read in time that grows
 * with its length, not with the square of it.
 *
 * Input: a byte (which work; 8: what follows stands once, before the pattern,
 * up to a NUL), the pattern. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/breaks.h"
#include "base/buf.h"
#include "base/fold.h"
#include "bundle/index.h"
#include "bundle/manifest.h"
#include "bundle/meta.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "doc/rec.h"
#include "fuzz/fuzz.h"
#include "page/page.h"
#include "reader/find.h"

const char fuzz_name[] = "time";

enum {
	LONG = 128 << 10, MARKDOWN_LONG = 24 << 10,
	MARKDOWN_SHORT = 4 << 10, /* where old versions of cmark-gfm need a thousand times the memory */
	MOST_MS = 3000            /* of the processor, with sanitizers and a busy neighbour: some ten times what is usual */
};

static unsigned ms_since(clock_t start)
{
	return (unsigned)((clock() - start) / (CLOCKS_PER_SEC / 1000));
}

static void page_of(const struct doc *doc, bool narrow)
{
	clock_t start = clock();
	struct page_options o = { .width = narrow ? 20 : 100, .urls = true, .fields = true };
	struct page *page = page_new(doc, &o);
	struct find *find = find_new(doc, "e");
	uint32_t block, offset, n;

	while (!page_step(page, UINT32_MAX, NONE, 0))
		;
	MUST(ms_since(start) < MOST_MS);
	for (n = 0; n < page_lines(page); n++) {
		page_where(page, n, &block, &offset);
		page_find(page, block, offset);
	}
	MUST(ms_since(start) < MOST_MS);
	while (!find_step(find, 0))
		;
	find_free(find);
	page_free(page);
	MUST(ms_since(start) < MOST_MS);
}

static void text_time(const char *s, size_t len, enum text_rule rule)
{
	clock_t start = clock();
	struct buf clean = BUF_INIT;
	struct folded folded;
	char *may;

	text_clean(&clean, s, len, rule, NULL);
	MUST(ms_since(start) < MOST_MS);
	may = calloc(clean.len + 1, 1);
	breaks_find(buf_str(&clean), clean.len, may);
	free(may);
	MUST(ms_since(start) < MOST_MS);
	fold_text(&folded, s, len, true);
	fold_free(&folded);
	MUST(ms_since(start) < MOST_MS);
	buf_free(&clean);
}

static void front_time(const char *s, size_t len)
{
	clock_t start = clock();
	struct index_pair *pairs;
	struct meta_block block, all = { .text = s, .len = len };
	uint32_t n = 0, line;

	free(meta_heading(s, len));
	rec_count(s, len);
	meta_split(s, len, &block);
	MUST(ms_since(start) < MOST_MS);
	meta_read(&all, &pairs, &n, &line);
	meta_free(pairs, n);
	MUST(ms_since(start) < MOST_MS);
}

static void manifest_time(const char *s, size_t len)
{
	clock_t start = clock();
	struct index *ix = calloc(1, sizeof *ix);
	struct manifest m;

	memset(&m, 0, sizeof m);
	manifest_read(&m, s, len, ix);
	manifest_free(&m);
	index_free(ix);
	MUST(ms_since(start) < MOST_MS);
}

static void plain_time(const char *s, size_t len, bool narrow)
{
	clock_t start = clock();
	struct doc *doc = doc_plain(s, len, narrow);

	MUST(ms_since(start) < MOST_MS);
	page_of(doc, narrow);
	doc_free(doc);
}

/* The parser itself is not ours; it has its limits in the worker. */
static void markdown_time(const char *s, size_t len, bool narrow)
{
	struct doc *made = markdown_parse(s, len, 1, NULL), *doc;
	clock_t start = clock();

	doc = fuzz_cross(made, false);
	MUST(ms_since(start) < MOST_MS);
	doc_free(made);
	page_of(doc, narrow);
	doc_free(doc);
}

static void repeat(struct fuzz_input *in, uint8_t how, struct buf *out)
{
	bool markdown = (how & 7) >= 6;
	size_t limit = !markdown ? LONG : memchr(in->data, '|', in->left) || memchr(in->data, ':', in->left) ? MARKDOWN_SHORT : MARKDOWN_LONG;

	while (how & 8 && in->left) {
		char c = (char)fuzz_byte(in);

		if (!c)
			break;
		buf_addc(out, c);
	}
	while (in->left && out->len < limit)
		buf_add(out, in->data, in->left);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	uint8_t how = fuzz_byte(&in);
	struct buf text = BUF_INIT;
	const char *s;

	if (!in.left)
		return 0;
	repeat(&in, how, &text);
	s = buf_str(&text);
	switch (how & 7) {
	case 0: text_time(s, text.len, TEXT_RUNNING); break;
	case 1: text_time(s, text.len, TEXT_NAME); break;
	case 2: front_time(s, text.len); break;
	case 3: manifest_time(s, text.len); break;
	case 4: plain_time(s, text.len, true); break;
	case 5: plain_time(s, text.len, false); break;
	default: markdown_time(s, text.len, how & 1); break;
	}
	buf_free(&text);
	return 0;
}
