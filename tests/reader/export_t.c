#include <config.h>

#include "reader/fake.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "notes/store.h"
#include "reader/export.h"
#include "reader/library.h"
#include "reader/marks.h"

static const char text[] =
	"---\ntitle: \"A {b} & c_d\"\ndate: 2014-12-10\nmechanism: upr\nsymbol: A/HRC/28/10\npublisher: HRC\nto: KAZ\n---\n## What we ask\n\nThe State should:\n\n"
	"- =cmd \\*x\\* -- \"y\" <!-- rec id=\"a\" para=\"1\" theme=\"+t\" response=\"noted\" -->\n"
	"- @me {\\\\ <!-- rec id=\"b\" to=\"-POL\" -->\n";

struct fixture {
	struct report *r;
	struct store *store;
	struct rec_table *t;
	struct rec_query *q;
	struct rec_view v;
	struct buf out;
};

static int start(void **state)
{
	static struct fixture f;
	struct err err = ERR_INIT;
	struct marks m;
	struct note *note;

	memset(&f, 0, sizeof f);
	f.r = fake_report("1", text);
	f.store = store_open(NULL, true, &err);
	marks_load(&m, f.store, f.r);
	assert_int_equal(marks_toggle(&m, f.store, NULL, f.r, fake_block(f.r, "=cmd"), &err), MARK_ADDED);
	marks_free(&m);
	note = note_copy(store_note(f.store, 0));
	note_set(&note->text, "private\n2. =x");
	note->tags = calloc(1, sizeof *note->tags);
	note->tags[0] = strdup("hush");
	note->ntags = 1;
	note->status = WORK_USED;
	assert_true(store_put(f.store, note, &err));
	f.t = rec_table_new();
	rec_table_add(f.t, f.r, f.store);
	err_free(&err);
	*state = &f;
	return 0;
}

static int stop(void **state)
{
	struct fixture *f = *state;

	buf_free(&f->out);
	rec_view_free(&f->v);
	rec_table_free(f->t);
	store_close(f->store);
	fake_free(f->r);
	return 0;
}

static const char *made(struct fixture *f, struct export_how how)
{
	rec_table_choose(f->t, NULL, ORDER_REPORT, how.group, &f->v);
	buf_clear(&f->out);
	export_add(&f->out, &how, f->t, &f->v, f->store);
	return buf_str(&f->out);
}

static void has(const char *whole, const char *part)
{
	if (!strstr(whole, part))
		fail_msg("no %s in %s", part, whole);
}

static void private_notes_go_along_only_when_that_is_asked(void **state)
{
	for (int format = 0; format < EXPORT_FORMATS; format++) {
		const char *out = made(*state, (struct export_how){ .group = GROUP_NONE, .format = (enum export_format)format });

		assert_null(strstr(out, "private"));
		assert_null(strstr(out, "hush"));
		assert_null(strstr(out, "=x"));
	}
	for (int format = 0; format <= EXPORT_ANNOTATIONS; format++) {
		const char *out = made(*state, (struct export_how){ .group = GROUP_NONE, .format = (enum export_format)format, .with_notes = true });

		has(out, "private");
		has(out, "hush");
	}
	has(made(*state, (struct export_how){ .group = GROUP_NONE, .format = EXPORT_MARKDOWN, .with_notes = true }), "private\\\n2\\. =x\\\nTags: hush\\\nMy work on it: used");
}

static void without_a_store_all_formats_are_made(void **state)
{
	struct fixture *f = *state;

	store_close(f->store);
	f->store = NULL;
	for (int format = 0; format < EXPORT_FORMATS; format++)
		assert_true(*made(f, (struct export_how){ .group = GROUP_NONE, .format = (enum export_format)format, .with_notes = true }));
}

static void nothing_chosen_is_a_whole_file_too(void **state)
{
	struct fixture *f = *state;
	static const char *const want[EXPORT_FORMATS] = { [EXPORT_MARKDOWN] = "Words in quotations: 0;", [EXPORT_CSV] = "\"id\",", [EXPORT_JSON] = "[]\n",
		[EXPORT_ANNOTATIONS] = "\"items\": []", [EXPORT_BIBTEX] = "", [EXPORT_CSL] = "[]\n", [EXPORT_RIS] = "" };

	rec_table_free(f->t);
	f->t = rec_table_new();
	for (int format = 0; format < EXPORT_FORMATS; format++)
		has(made(f, (struct export_how){ .group = GROUP_NONE, .format = (enum export_format)format }), want[format]);
}

static void formulas_in_cells_are_made_harmless(void **state)
{
	const char *out = made(*state, (struct export_how){ .group = GROUP_NONE, .format = EXPORT_CSV });

	has(out, "\"'=cmd *x* -- \"\"y\"\"\"");
	has(out, "\"'+t\"");
	has(out, "\"'@me {\\\"");
	has(out, "\"'-POL\"");
	has(made(*state, (struct export_how){ .group = GROUP_NONE, .format = EXPORT_CSV, .separator = ';' }), "\"id\";\"para\";");
}

static void markdown_says_nothing_but_the_words(void **state)
{
	const char *out = made(*state, (struct export_how){ .format = EXPORT_MARKDOWN, .group = GROUP_TO, .style = CITE_UN });

	has(out, "> The State should:\n>\n> \\=cmd \\*x\\* \\-- \"y\"\n\n— A/HRC/28/10, para. 1\n");
	has(out, "## KAZ (1)\n");
	has(out, "## \\-POL (1)\n");
	has(out, "> \\@me \\{\\\\\n");
	has(out, "Response, as this report gives it: noted");
	has(out, "edition 1, not signed");
}

static void references_name_each_report_once(void **state)
{
	struct fixture *f = *state;
	const char *out;

	rec_table_add(f->t, f->r, NULL);
	out = made(f, (struct export_how){ .group = GROUP_NONE, .format = EXPORT_BIBTEX });
	has(out, "@techreport{s-r-1-en,\n");
	assert_null(strstr(strstr(out, "@") + 1, "@tech"));
	has(out, "title = {{A \\textbraceleft{}b\\textbraceright{} \\& c\\_d}},");
	has(out, "number = {A/HRC/28/10},");
	has(out, "note = {para. 1; recommendation b; para. 1; recommendation b. Bundle s, edition 1, not signed},");
	out = made(f, (struct export_how){ .group = GROUP_NONE, .format = EXPORT_RIS });
	has(out, "TI  - A {b} & c_d\r\n");
	has(out, "SN  - A/HRC/28/10\r\n");
}

static void keys_that_would_be_the_same_are_numbered(void **state)
{
	static const char *const reports[] = { "a b", "a-b", "a/b", "\xd0\xb0" };
	struct fixture *f = *state;
	const char *out;

	rec_table_free(f->t);
	f->t = rec_table_new();
	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
		struct note *note = note_new();

		note_set(&note->series, "lost");
		note_set(&note->report, reports[i]);
		rec_table_add_absent(f->t, note);
		note_free(note);
	}
	out = made(f, (struct export_how){ .group = GROUP_NONE, .format = EXPORT_BIBTEX });
	has(out, "@techreport{lost-a-b,\n");
	has(out, "@techreport{lost-a-b:2,\n");
	has(out, "@techreport{lost-a-b:3,\n");
	has(out, "@techreport{lost,\n");
}

static void a_note_that_lost_its_report_keeps_its_words(void **state)
{
	struct fixture *f = *state;
	struct note *note = note_new();

	note_set(&note->series, "lost");
	note_set(&note->report, "far");
	note_set(&note->title, "Far away");
	note_set(&note->exact, "Old words.");
	rec_table_free(f->t);
	f->t = rec_table_new();
	rec_table_add_absent(f->t, note);
	has(made(f, (struct export_how){ .group = GROUP_NONE, .format = EXPORT_MARKDOWN }), "> Old words.\n\n— Far away\n");
	has(made(f, (struct export_how){ .group = GROUP_NONE, .format = EXPORT_JSON }), "\"state\": \"absent\"");
	note_free(note);
}

static void what_is_not_clean_is_cleaned_on_the_way_out(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct note *note = note_copy(store_note(f->store, 0));

	note_set(&note->text, "a\x1b[31mb\xffz\xe2\x80\xae" "c");
	assert_true(store_put(f->store, note, &err));
	for (int format = 0; format <= EXPORT_ANNOTATIONS; format++) {
		const char *out = made(f, (struct export_how){ .group = GROUP_NONE, .format = (enum export_format)format, .with_notes = true });

		assert_null(strchr(out, 0x1b));
		assert_null(strchr(out, '\xff'));
		assert_null(strstr(out, "\xe2\x80\xae"));
		assert_null(strstr(out, "u001b"));
	}
	err_free(&err);
}

static void quoted(const struct report *r, uint32_t block, enum cite_style style, const char *wanted)
{
	struct rec_table *t = rec_table_new();
	struct buf out = BUF_INIT;

	rec_table_add_passage(t, r, block);
	assert_int_equal(rec_table_count(t), 1);
	export_quotation(rec_table_entry(t, 0), style, &out);
	assert_string_equal(buf_str(&out), wanted);
	buf_free(&out);
	rec_table_free(t);
}

static void one_passage_is_quoted_whole_with_its_citation(void **state)
{
	static const char un[] = "---\ntitle: Outcome\nmechanism: upr\nsymbol: A/HRC/28/10\n---\n# Outcome\n\n127. It was\nheard.\n\n"
		"The Committee recommends that the State party:\n\n1. Free the\n   press. <!-- rec id=\"R1\" para=\"126.35\" -->\n\n2. Another\n   point.\n\n| a | b |\n|---|---|\n| c | d |\n";
	struct report *r = fake_report("1", un);

	(void)state;
	quoted(r, fake_block(r, "It was"), CITE_UN, "“It was heard.” (A/HRC/28/10, para. 127)");
	quoted(r, fake_block(r, "Free the"), CITE_UN, "“The Committee recommends that the State party: Free the press.” (A/HRC/28/10, para. 126.35)");
	quoted(r, fake_block(r, "Another"), CITE_UN, "“Another point.” (A/HRC/28/10, para. 2)");
	quoted(r, fake_block(r, "c"), CITE_UN, "“c | d” (A/HRC/28/10)");
	fake_free(r);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
	const struct CMUnitTest tests[] = {
		T(private_notes_go_along_only_when_that_is_asked),
		T(without_a_store_all_formats_are_made),
		T(nothing_chosen_is_a_whole_file_too),
		T(formulas_in_cells_are_made_harmless),
		T(markdown_says_nothing_but_the_words),
		T(references_name_each_report_once),
		T(keys_that_would_be_the_same_are_numbered),
		T(a_note_that_lost_its_report_keeps_its_words),
		T(what_is_not_clean_is_cleaned_on_the_way_out),
		T(one_passage_is_quoted_whole_with_its_citation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
