/* What laying out costs beside parsing, in one process:
 *
 *	layout ROUNDS FILE...
 *
 * prints for each Markdown file the medians, in microseconds of the processor,
 * of: the library's parse alone, our parse, the record written and checked, a
 * page's first 60 lines, the whole page at 80 columns; and the lines of the
 * page. */
#include <config.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "page/page.h"

enum { COLUMNS = 80, FRAME = 60, ROUNDS_MAX = 101 };
enum step { CMARK, PARSE, RECORD, FIRST, WHOLE, STEPS };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void parse_by_library(const char *md, size_t len)
{
	static const char *const names[] = { "table", "strikethrough", "autolink", "tasklist" };
	cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_FOOTNOTES, cmark_get_arena_mem_allocator());

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(names[i]));
	cmark_parser_feed(parser, md, len);
	cmark_parser_finish(parser);
}

/* One round; the lines of the page. */
static uint32_t measure(const char *md, size_t len, double took[STEPS])
{
	const struct page_options o = { .width = COLUMNS, .urls = true, .fields = true };
	double start = now();
	struct buf record = BUF_INIT;
	struct doc *made, *doc;
	struct page *page;
	uint32_t lines;

	parse_by_library(md, len);
	took[CMARK] = now() - start;
	cmark_arena_reset();

	start = now();
	made = markdown_parse(md, len, 1, NULL);
	took[PARSE] = now() - start;

	start = now();
	doc_encode(made, &record);
	doc_free(made);
	doc = doc_decode(record.data, record.len, false, NULL);
	took[RECORD] = now() - start;
	buf_free(&record);
	if (!doc)
		exit(2);

	start = now();
	page = page_new(doc, &o);
	page_step(page, FRAME, NONE, 0);
	took[FIRST] = now() - start;
	while (!page_step(page, UINT32_MAX, NONE, 0))
		;
	took[WHOLE] = now() - start;
	lines = page_lines(page);
	page_free(page);
	doc_free(doc);
	return lines;
}

static char *read_whole(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *md = f ? malloc(DOC_PARSE_MAX + 1) : NULL;

	if (!md) {
		fprintf(stderr, "layout: %s cannot be read\n", path);
		exit(2);
	}
	*len = fread(md, 1, DOC_PARSE_MAX, f);
	md[*len] = '\0';
	fclose(f);
	return md;
}

static void report(const char *path, int rounds)
{
	double took[STEPS][ROUNDS_MAX], one[STEPS];
	size_t len;
	char *md = read_whole(path, &len);
	uint32_t lines = measure(md, len, one);

	for (int r = 0; r < rounds; r++) {
		measure(md, len, one);
		for (int s = 0; s < STEPS; s++)
			took[s][r] = one[s];
	}
	printf("%s", path);
	for (int s = 0; s < STEPS; s++) {
		qsort(took[s], (size_t)rounds, sizeof(double), by_size);
		printf("\t%.0f", took[s][rounds / 2]);
	}
	printf("\t%lu\n", (unsigned long)lines);
	free(md);
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[1]) : 0;

	if (rounds < 1 || rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: layout ROUNDS FILE...\n");
		return 2;
	}
	cmark_gfm_core_extensions_ensure_registered();
	for (int i = 2; i < argc; i++)
		report(argv[i], rounds);
	return 0;
}
