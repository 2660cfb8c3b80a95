/* Documents of 64 KiB on which Markdown parsers take minutes or gigabytes: a
 * real parse job ends in time all the same, with a doc or a reason. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "doc/doc.h"
#include "worker/job.h"
#include "worker/spawner.h"

enum {
	SIZE = 64 << 10,
	/* wall clock of a parse job, and what a busy machine may add */
	DEADLINE_MS = 3000, SLACK_MS = 3000
};

static void repeat(struct buf *b, const char *s, size_t until)
{
	while (b->len < until)
		buf_adds(b, s);
}

static void deep_list(struct buf *b)
{
	repeat(b, "+ ", SIZE / 2);
	repeat(b, "\n", SIZE);
}

static void deep_list_in_quote(struct buf *b)
{
	buf_adds(b, "> ");
	repeat(b, "+ ", SIZE / 2);
	repeat(b, "\n>", SIZE);
}

static void deep_quote_then_stars(struct buf *b)
{
	repeat(b, ">", SIZE / 2);
	repeat(b, "a*", SIZE);
}

static void deep_quote_then_lines(struct buf *b)
{
	repeat(b, ">", SIZE / 2);
	repeat(b, "a\n", SIZE);
}

static void deep_quote(struct buf *b)
{
	repeat(b, ">", SIZE);
}

static void wide_table(struct buf *b)
{
	repeat(b, "|a", SIZE / 3);
	buf_adds(b, "|\n");
	repeat(b, "|-", 2 * (SIZE / 3) + 2);
	buf_adds(b, "|\n");
	repeat(b, "|b\n", SIZE);
}

static void very_wide_table(struct buf *b)
{
	repeat(b, "|a", SIZE / 2);
	buf_adds(b, "|\n");
	repeat(b, "|-", SIZE);
	buf_adds(b, "|\n");
}

static void paragraph_under_table(struct buf *b)
{
	buf_adds(b, "|a|\n|-|\n");
	repeat(b, "a\n", SIZE);
}

static void one_definition(struct buf *b)
{
	buf_adds(b, "[a]: /");
	repeat(b, "u", SIZE / 2);
	buf_adds(b, "\n\n");
	repeat(b, "[a]\n", SIZE);
}

static void emphasis(struct buf *b)
{
	repeat(b, "*a ", SIZE / 2);
	repeat(b, "_a*_ ", SIZE);
}

static void footnotes(struct buf *b)
{
	buf_adds(b, "[^a]: x\n\n");
	repeat(b, "[^a]", SIZE);
}

static const struct {
	const char *name;
	void (*make)(struct buf *b);
	const char *repeated; /* instead of make */
} cases[] = {
	{ "deep list, then blank lines", deep_list, NULL },
	{ "deep list in a quote", deep_list_in_quote, NULL },
	{ "deep quote, then a*", deep_quote_then_stars, NULL },
	{ "deep quote, then lines", deep_quote_then_lines, NULL },
	{ "deep quote", deep_quote, NULL },
	{ "wide table, one-cell rows", wide_table, NULL },
	{ "very wide table", very_wide_table, NULL },
	{ "paragraph under a table", paragraph_under_table, NULL },
	{ "one long definition, used often", one_definition, NULL },
	{ "emphasis that does not match", emphasis, NULL },
	{ "one footnote, used often", footnotes, NULL },
	{ "www._", NULL, "www._" },
	{ "<?", NULL, "a<?" },
	{ "<!A", NULL, "a<!A " },
	{ "<![CDATA[", NULL, "a<![CDATA[" },
	{ "![[]()", NULL, "![[]()" },
	{ "a@", NULL, "a@" },
	{ "a@a.", NULL, "a@a." },
	{ "[", NULL, "[" },
	{ "](", NULL, "]([\n" },
	{ "`", NULL, "a` ``" },
	{ "NUL", NULL, NULL },
	{ "bytes that are no text", NULL, "\xff\xc0\x80" },
	{ "&#0;", NULL, "&#0;&#x1b;" },
};

static int start(void **state)
{
	*state = spawner_start(task_table, TASK_KINDS, NULL);
	return *state ? 0 : -1;
}

static int stop(void **state)
{
	spawner_stop(*state);
	return 0;
}

static void parse(struct spawner *sp, const char *name, const struct buf *b)
{
	static const char *const whys[] = { "a doc", "time", "memory", "died", "stopped", "wrong" };
	struct err err = ERR_INIT;
	int64_t before = io_now_ms(), took;
	struct job *job = job_parse(sp, b->data, b->len, 1, NULL, &err);
	enum job_why why;

	assert_non_null(job);
	if (job_wait(job, NULL) == JOB_DONE) {
		struct doc *doc = job_take_doc(job, false, &err);

		if (!doc)
			fail_msg("%s: %s", name, err_text(&err));
		doc_free(doc);
	}
	why = job_why(job);
	took = io_now_ms() - before;
	print_message("# %s: %s, %d ms\n", name, whys[why], (int)took);
	/* a crash of the parser would be JOB_DIED: it is held, but we want to know */
	if (why != JOB_OK && why != JOB_TIME && why != JOB_MEMORY)
		fail_msg("%s: %s", name, whys[why]);
	if (took > DEADLINE_MS + SLACK_MS)
		fail_msg("%s: took %d ms", name, (int)took);
	job_free(job);
}

static void hostile_documents_end_in_time(void **state)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf b = BUF_INIT;

		if (cases[i].make)
			cases[i].make(&b);
		else if (cases[i].repeated)
			repeat(&b, cases[i].repeated, SIZE);
		else
			buf_fill(&b, '\0', SIZE);
		parse(*state, cases[i].name, &b);
		buf_free(&b);
	}
}

static void an_ordinary_report_is_still_a_doc_afterwards(void **state)
{
	struct job *job = job_parse(*state, "# A\n", 4, 1, NULL, NULL);
	struct doc *doc;

	assert_int_equal(job_wait(job, NULL), JOB_DONE);
	doc = job_take_doc(job, false, NULL);
	assert_non_null(doc);
	doc_free(doc);
	job_free(job);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_documents_end_in_time),
		cmocka_unit_test(an_ordinary_report_is_still_a_doc_afterwards),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
