/* Opening reports, with real workers. */
#include <config.h>

#include "bundle/make.h"

#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/place.h"
#include "doc/doc.h"
#include "reader/library.h"
#include "reader/report.h"
#include "worker/job.h"
#include "worker/spawner.h"

struct fixture {
	struct spawner *sp;
	struct library *lib;
	char path[64];
};

static int start(void **state)
{
	struct fixture *f = mem_calloc(1, sizeof *f);

	f->sp = spawner_start(task_table, TASK_KINDS, NULL);
	*state = f;
	return f->sp ? 0 : -1;
}

static int stop(void **state)
{
	struct fixture *f = *state;

	library_free(f->lib);
	spawner_stop(f->sp);
	if (*f->path)
		unlink(f->path);
	free(f);
	return 0;
}

static void write_bytes(struct fixture *f, const struct buf *bytes)
{
	FILE *out = fopen(f->path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes->data, 1, bytes->len, out), bytes->len);
	assert_int_equal(fclose(out), 0);
}

/* One bundle of this format, listed. */
static void list_bundle(struct fixture *f, const char *format, const struct make_file *files, size_t n)
{
	struct buf bytes = BUF_INIT;
	char *paths[] = { f->path, NULL };

	snprintf(f->path, sizeof f->path, "/tmp/qorjyn-opening-%d", (int)getpid());
	make_archive(&bytes, format, files, n);
	write_bytes(f, &bytes);
	buf_free(&bytes);
	f->lib = library_new(f->sp, paths, true);
	library_wait(f->lib, NULL);
}

static struct opening *open_report(struct fixture *f, uint32_t report, unsigned how)
{
	struct place place = { .report = report, .block = NONE };
	struct opening *o = opening_start(f->sp, f->lib, &place, how, NULL);

	assert_non_null(o);
	return o;
}

static struct report *wait_for(struct opening *o)
{
	struct report *r;

	assert_int_equal(opening_wait(o, NULL), OPENING_DONE);
	r = opening_take(o, NULL);
	assert_non_null(r);
	return r;
}

static char *long_report(size_t paragraphs)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "# The long one\n\n");
	for (size_t i = 0; i < paragraphs; i++)
		buf_addf(&b, "Paragraph %zu, with some words to make it long enough for a line of its own.\n\n", i);
	return buf_take(&b);
}

static void a_report_of_every_format_opens(void **state)
{
	static const char *const formats[] = { "zip", "tar", "tar.gz", "tar.zst" };
	struct fixture *f = *state;
	struct make_file files[] = { { .name = "a.md", .text = "# First\n" }, { .name = "b.md", .text = "# Second\n" } };

	for (size_t i = 0; i < 4; i++) {
		struct opening *o;
		struct report *r;

		list_bundle(f, formats[i], files, 2);
		o = open_report(f, 1, 0);
		r = wait_for(o);
		assert_string_equal(report_title(r), "Second");
		assert_string_equal(doc_str(r->doc, r->doc->title), "Second");
		assert_null(r->notice);
		report_free(r);
		opening_free(o);
		library_free(f->lib);
		f->lib = NULL;
	}
}

static void a_solid_archive_is_read_once(void **state)
{
	struct fixture *f = *state;
	struct make_file files[] = { { .name = "a.md", .text = "# First\n" }, { .name = "b.md", .text = "# Second\n" } };
	struct opening *o;

	list_bundle(f, "tar.zst", files, 2);
	o = open_report(f, 0, 0);
	report_free(wait_for(o));
	opening_free(o);
	/* the second report comes from what was read for the first */
	unlink(f->path);
	o = open_report(f, 1, 0);
	report_free(wait_for(o));
	opening_free(o);
}

static void an_archive_that_changed_is_said(void **state)
{
	struct fixture *f = *state;
	struct make_file files[] = { { .name = "a.md", .text = "# First\n" } }, others[] = { { .name = "b.md", .text = "# Other\n" } };
	struct buf bytes = BUF_INIT;
	struct err err = ERR_INIT;
	struct opening *o;

	list_bundle(f, "zip", files, 1);
	make_archive(&bytes, "zip", others, 1);
	write_bytes(f, &bytes);
	buf_free(&bytes);
	o = open_report(f, 0, 0);
	assert_int_equal(opening_wait(o, NULL), OPENING_FAILED);
	assert_null(opening_take(o, &err));
	assert_non_null(strstr(err_text(&err), "has changed since it was listed"));
	err_free(&err);
	opening_free(o);
}

static void a_large_report_has_a_preview_of_its_beginning(void **state)
{
	struct fixture *f = *state;
	char *text = long_report(20000);
	struct make_file files[] = { { .name = "a.md", .text = text } };
	struct report *preview = NULL, *whole;
	struct opening *o;

	list_bundle(f, "tar", files, 1);
	o = open_report(f, 0, OPENING_PREVIEW);
	while (opening_step(o) == OPENING_BUSY && !preview) {
		struct pollfd fds[OPENING_POLL_MAX];
		size_t n = opening_poll(o, fds, OPENING_POLL_MAX);

		assert_true(n > 0);
		poll(fds, (nfds_t)n, 20000);
		opening_step(o);
		preview = opening_take_preview(o);
	}
	assert_non_null(preview);
	assert_null(opening_take_preview(o)); /* once */
	whole = wait_for(o);
	assert_string_equal(doc_str(preview->doc, preview->doc->title), "The long one");
	assert_true(preview->doc->text_len > 8192 && preview->doc->text_len < 40000);
	assert_true(whole->doc->text_len > 1000000);
	/* it looks as it will: the same blocks, and whole ones */
	for (uint32_t i = 0; i < preview->doc->nblocks; i++) {
		const struct block *a = &preview->doc->blocks[i], *b = &whole->doc->blocks[i];

		assert_int_equal(a->kind, b->kind);
		assert_int_equal(a->text_len, b->text_len);
	}
	report_free(preview);
	report_free(whole);
	opening_free(o);
	free(text);
}

static void a_small_report_needs_no_preview(void **state)
{
	struct fixture *f = *state;
	char *text = long_report(400);
	struct make_file files[] = { { .name = "a.md", .text = text } };
	struct opening *o;

	list_bundle(f, "tar", files, 1);
	o = open_report(f, 0, OPENING_PREVIEW);
	while (opening_step(o) == OPENING_BUSY) {
		struct pollfd fds[OPENING_POLL_MAX];

		assert_null(opening_take_preview(o));
		assert_true(opening_poll(o, fds, OPENING_POLL_MAX) <= 2);
	}
	opening_free(o);
	free(text);
}

static void a_parse_that_is_stopped_gives_plain_text(void **state)
{
	struct fixture *f = *state;
	struct buf slow = BUF_INIT;
	struct make_file files[1];
	struct opening *o;
	struct report *r;
	bool stopped = false;

	buf_adds(&slow, "Slow *words*.\n\n");
	for (int i = 0; i < 32768; i++)
		buf_adds(&slow, "+ ");
	for (int i = 0; i < 65536; i++)
		buf_addc(&slow, '\n');
	files[0] = (struct make_file){ .name = "a.md", .text = buf_str(&slow) };
	list_bundle(f, "tar", files, 1);
	/* too early there is no text yet, too late the parse has been stopped by its own limit */
	for (int steps = 15; !stopped && steps < 2000; steps *= 2) {
		o = open_report(f, 0, 0);
		for (int i = 0; i < steps && opening_step(o) == OPENING_BUSY; i++) {
			struct pollfd fds[OPENING_POLL_MAX];

			poll(fds, (nfds_t)opening_poll(o, fds, OPENING_POLL_MAX), 1);
		}
		r = opening_stop(o) == OPENING_DONE ? opening_take(o, NULL) : NULL;
		stopped = r && strstr(r->notice, "stopped");
		if (r) {
			assert_true(r->doc->plain);
			assert_non_null(strstr(r->doc->text, "Slow *words*."));
			report_free(r);
		}
		opening_free(o);
	}
	assert_true(stopped);
	buf_free(&slow);
}

/* ---- a report that was named */

/* Opens the report as `cat BUNDLE NAME` does; *ahead: whether its parse had begun before the list was there. */
static struct report *open_named(struct fixture *f, const char *name, char *const *langs, uint32_t report, bool *ahead)
{
	char *paths[] = { f->path, NULL };
	struct place place = { .report = report, .variant = NONE, .block = NONE };
	struct opening *o;
	struct report *r;
	struct job *job;

	library_free(f->lib);
	f->lib = library_new(f->sp, paths, true);
	library_keep_named(f->lib, name, langs);
	library_wait(f->lib, NULL);
	library_prefer(f->lib, langs, &place);
	job = library_take_parse(f->lib, &place);
	*ahead = job != NULL;
	job_free(job);
	o = opening_start(f->sp, f->lib, &place, 0, NULL);
	assert_non_null(o);
	r = wait_for(o);
	opening_free(o);
	return r;
}

static void a_named_report_is_parsed_before_the_rest_is_read(void **state)
{
	struct fixture *f = *state;
	char russian_code[] = "ru", *const none[] = { NULL }, *const russian[] = { russian_code, NULL };
	struct make_file files[] = {
		{ .name = "r/a.en.md", .text = "# English\n" }, { .name = "r/a.kk.md", .text = "# Қазақша\n" },
		{ .name = "r/a.ru.md", .text = "# Русский\n" }, { .name = "r/b.md", .text = "# Other\n" },
	};
	struct report *r;
	bool ahead;

	list_bundle(f, "tar.zst", files, 4);
	r = open_named(f, "a", none, 0, &ahead);
	assert_true(ahead);
	assert_string_equal(doc_str(r->doc, r->doc->title), "English");
	report_free(r);
	r = open_named(f, "a", russian, 0, &ahead);
	assert_true(ahead);
	assert_string_equal(doc_str(r->doc, r->doc->title), "Русский");
	report_free(r);
	r = open_named(f, "nothing", none, 1, &ahead);
	assert_false(ahead);
	assert_string_equal(doc_str(r->doc, r->doc->title), "Other");
	report_free(r);
}

/* What the parse depends on may follow in the archive: then the guess does not count. */
static void a_wrong_guess_is_no_wrong_report(void **state)
{
	struct fixture *f = *state;
	char *const none[] = { NULL };
	struct make_file top[] = {
		{ .name = "r/a.md", .text = "## Recommendations\n\n- The State should act.\n" }, { .name = "other.md", .text = "# Not in r\n" },
	};
	struct make_file twice[] = { { .name = "x/a.md", .text = "# Of x\n" }, { .name = "y/a.md", .text = "# Of y\n" } };
	struct report *r;
	bool ahead;

	list_bundle(f, "tar", top, 2);
	r = open_named(f, "a", none, 1, &ahead);
	assert_string_equal(report_id(r), "r/a");
	assert_false(ahead);
	assert_int_equal(r->doc->nrecs, 1);
	report_free(r);
	library_free(f->lib);
	f->lib = NULL;
	list_bundle(f, "tar", twice, 2);
	r = open_named(f, "a", none, 1, &ahead);
	assert_false(ahead);
	assert_string_equal(doc_str(r->doc, r->doc->title), "Of y");
	report_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_report_of_every_format_opens, start, stop),
		cmocka_unit_test_setup_teardown(a_solid_archive_is_read_once, start, stop),
		cmocka_unit_test_setup_teardown(an_archive_that_changed_is_said, start, stop),
		cmocka_unit_test_setup_teardown(a_large_report_has_a_preview_of_its_beginning, start, stop),
		cmocka_unit_test_setup_teardown(a_small_report_needs_no_preview, start, stop),
		cmocka_unit_test_setup_teardown(a_parse_that_is_stopped_gives_plain_text, start, stop),
		cmocka_unit_test_setup_teardown(a_named_report_is_parsed_before_the_rest_is_read, start, stop),
		cmocka_unit_test_setup_teardown(a_wrong_guess_is_no_wrong_report, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
