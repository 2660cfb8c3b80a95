#include <config.h>

#include "reader/fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "notes/store.h"
#include "reader/marks.h"
#include "reader/rec_table.h"

static const char text[] =
	"---\ntitle: Civil space\ndate: 2016-04\nfrom: Some NGO\nto: KAZ\n---\n## What we ask\n\nThe State should:\n\n"
	"- Free the press. <!-- rec id=\"a\" theme=\"Expression\" response=\"noted\" -->\n"
	"- Let people meet. <!-- rec id=\"b\" to=\"Казахстан; Poland\" theme=\"Assembly\" response=\"supported-in-part\" sdg=\"16.10\" -->\n"
	"- Stop torture. <!-- rec id=\"c\" theme=\"Torture\" persons=\"Detainees\" -->\n"
	"- Pay. <!-- rec id=\"d\" to=\"Armenia\" -->\n";

struct fixture {
	struct report *r;
	struct store *store;
	struct rec_table *t;
	struct rec_view v;
};

static int start(void **state)
{
	static struct fixture f;
	struct err err = ERR_INIT;

	memset(&f, 0, sizeof f);
	f.r = fake_report("1", text);
	f.store = store_open(NULL, true, &err);
	err_free(&err);
	f.t = rec_table_new();
	rec_table_add(f.t, f.r, f.store);
	*state = &f;
	return 0;
}

static int stop(void **state)
{
	struct fixture *f = *state;

	rec_view_free(&f->v);
	rec_table_free(f->t);
	store_close(f->store);
	fake_free(f->r);
	return 0;
}

/* The ids of what is chosen, headings as "[heading count]". */
static void expect(struct fixture *f, const char *typed, enum rec_order order, enum rec_group group, const char *ids)
{
	struct rec_query *q = rec_query_new(typed);
	struct buf got = BUF_INIT;

	rec_table_choose(f->t, q, order, group, &f->v);
	for (uint32_t i = 0; i < f->v.count; i++) {
		const struct rec_line *l = &f->v.lines[i];

		buf_adds(&got, i ? " " : "");
		if (l->entry == NONE)
			buf_addf(&got, "[%s %u]", l->heading, (unsigned)l->count);
		else
			buf_adds(&got, rec_table_entry(f->t, l->entry)->value[REC_ID]);
	}
	if (strcmp(buf_str(&got), ids))
		fail_msg("\"%s\" gives %s, not %s", typed, buf_str(&got), ids);
	buf_free(&got);
	rec_query_free(q);
}

static void everything_is_chosen_by_nothing(void **state)
{
	expect(*state, "", ORDER_REPORT, GROUP_NONE, "a b c d");
	expect(*state, "   ", ORDER_REPORT, GROUP_NONE, "a b c d");
	assert_true(rec_query_is_empty(NULL));
}

static void words_are_looked_for_everywhere_and_all_must_be_there(void **state)
{
	expect(*state, "PRESS", ORDER_REPORT, GROUP_NONE, "a");
	expect(*state, "state should", ORDER_REPORT, GROUP_NONE, "a b c d"); /* the context counts */
	expect(*state, "meet press", ORDER_REPORT, GROUP_NONE, "");
	expect(*state, "torture detainees", ORDER_REPORT, GROUP_NONE, "c");
	expect(*state, "казахстан", ORDER_REPORT, GROUP_NONE, "b");
}

static void fields_are_looked_into_by_name(void **state)
{
	expect(*state, "to:kaz", ORDER_REPORT, GROUP_NONE, "a c");
	expect(*state, "to:\"казахстан; pol\"", ORDER_REPORT, GROUP_NONE, "b");
	expect(*state, "theme:assembly sdg:16.10", ORDER_REPORT, GROUP_NONE, "b");
	expect(*state, "theme:meet", ORDER_REPORT, GROUP_NONE, "");
	expect(*state, "response:noted", ORDER_REPORT, GROUP_NONE, "a");
	expect(*state, "response:\"in part\"", ORDER_REPORT, GROUP_NONE, "b");
	expect(*state, "-to:kaz", ORDER_REPORT, GROUP_NONE, "b d");
	expect(*state, "-press -pay", ORDER_REPORT, GROUP_NONE, "b c");
	expect(*state, "is:declared", ORDER_REPORT, GROUP_NONE, "a b c d");
	expect(*state, "is:detected", ORDER_REPORT, GROUP_NONE, "");
	expect(*state, "report:civil", ORDER_REPORT, GROUP_NONE, "a b c d");
	/* what is no field is a word */
	expect(*state, "nofield:x", ORDER_REPORT, GROUP_NONE, "");
	expect(*state, "to:", ORDER_REPORT, GROUP_NONE, "a b c d");
}

static void order_and_groups_put_what_says_nothing_last(void **state)
{
	expect(*state, "", ORDER_TO, GROUP_NONE, "d a c b");
	expect(*state, "", ORDER_THEME, GROUP_NONE, "b a c d");
	expect(*state, "", ORDER_REPORT, GROUP_TO, "[Armenia 1] d [KAZ 2] a c [Казахстан; Poland 1] b");
	expect(*state, "", ORDER_THEME, GROUP_TO, "[Armenia 1] d [KAZ 2] a c [Казахстан; Poland 1] b");
	expect(*state, "-pay", ORDER_REPORT, GROUP_THEME, "[Assembly 1] b [Expression 1] a [Torture 1] c");
	expect(*state, "", ORDER_REPORT, GROUP_RESPONSE, "[noted 1] a [supported in part 1] b [ 2] c d");
	expect(*state, "", ORDER_THEME, GROUP_REPORT, "[Civil space 4] b a c d");
}

static void a_persons_own_marks_are_chosen_by_too(void **state)
{
	struct fixture *f = *state;
	struct marks m;
	struct err err = ERR_INIT;
	struct note *note;

	marks_load(&m, f->store, f->r);
	assert_int_equal(marks_toggle(&m, f->store, NULL, f->r, fake_block(f->r, "Stop torture."), &err), MARK_ADDED);
	expect(f, "is:bookmarked", ORDER_REPORT, GROUP_NONE, "");
	rec_table_mark(f->t, f->r, f->store);
	expect(f, "is:bookmarked", ORDER_REPORT, GROUP_NONE, "c");
	note = note_copy(store_note(f->store, 0));
	note->status = WORK_TO_USE;
	note->tags = calloc(2, sizeof *note->tags);
	note->tags[0] = strdup("geneva");
	note->tags[1] = strdup("urgent");
	note->ntags = 2;
	assert_true(store_put(f->store, note, &err));
	rec_table_mark(f->t, f->r, f->store);
	expect(f, "status:to-use tag:urg", ORDER_REPORT, GROUP_NONE, "c");
	expect(f, "", ORDER_REPORT, GROUP_TAG, "[geneva; urgent 1] c [ 3] a b d");
	/* the source's claim and the person's work are two things */
	expect(f, "implementation:to-use", ORDER_REPORT, GROUP_NONE, "");
	marks_free(&m);
	err_free(&err);
}

/* What a list of many reports goes by when notes change: no report is open then. */
static void marks_are_seen_again_without_the_report(void **state)
{
	static const char detected[] = "# T\n\n## Recommendations\n\n- Open the archives.\n- Teach the judges.\n- Feed the poor.\n";
	struct fixture *f = *state;
	struct report *r = fake_report("1", detected);
	struct rec_table *t = rec_table_new();
	struct note *note;

	/* found by its words where the report was open, in another edition */
	note = note_new();
	marks_quote(r, fake_block(r, "Feed the poor."), note);
	note_set(&note->edition, "0");
	assert_true(store_put(f->store, note, NULL));
	rec_table_add(t, r, f->store);
	assert_int_equal(rec_table_count(t), 3);
	assert_true(rec_table_entry(t, 2)->bookmarked);
	/* declared: by its id; detected: by where it stands */
	note = note_new();
	marks_quote(f->r, fake_block(f->r, "Stop torture."), note);
	assert_true(store_put(f->store, note, NULL));
	note = note_new();
	marks_quote(r, fake_block(r, "Open the archives."), note);
	note_set(&note->text, "Written.");
	assert_true(store_put(f->store, note, NULL));
	/* the same place with other words is another passage */
	note = note_new();
	marks_quote(r, fake_block(r, "Teach the judges."), note);
	note_set(&note->exact, "Something else stood here.");
	assert_true(store_put(f->store, note, NULL));
	rec_table_remark(f->t, f->store);
	expect(f, "is:bookmarked", ORDER_REPORT, GROUP_NONE, "c");
	rec_table_remark(t, f->store);
	assert_string_equal(store_find(f->store, rec_table_entry(t, 0)->note)->text, "Written.");
	assert_false(rec_table_entry(t, 1)->bookmarked);
	assert_true(rec_table_entry(t, 2)->bookmarked);
	rec_table_free(t);
	fake_free(r);
}

static void of_several_notes_the_one_with_something_written_is_shown(void **state)
{
	struct fixture *f = *state;
	struct note *bare = note_new(), *note;

	marks_quote(f->r, fake_block(f->r, "Stop torture."), bare);
	note = note_copy(bare);
	note_set(&note->uuid, "urn:uuid:another");
	note_set(&note->text, "Said.");
	assert_true(store_put(f->store, bare, NULL));
	assert_true(store_put(f->store, note, NULL));
	rec_table_remark(f->t, f->store);
	assert_string_equal(rec_table_entry(f->t, 2)->note, "urn:uuid:another");
	rec_table_mark(f->t, f->r, f->store);
	assert_string_equal(rec_table_entry(f->t, 2)->note, "urn:uuid:another");
	assert_true(store_remove(f->store, "urn:uuid:another", NULL));
	rec_table_remark(f->t, f->store);
	assert_true(rec_table_entry(f->t, 2)->bookmarked);
}

static void many_are_chosen_from_in_time_proportional_to_their_text(void **state)
{
	struct fixture *f = *state;
	struct rec_query *q = rec_query_new("torture to:kaz");

	for (int i = 0; i < 5000; i++)
		rec_table_add(f->t, f->r, NULL);
	assert_int_equal(rec_table_count(f->t), 20004);
	rec_table_choose(f->t, q, ORDER_THEME, GROUP_TO, &f->v);
	assert_int_equal(f->v.entries, 5001);
	assert_int_equal(f->v.lines[0].count, 5001);
	rec_query_free(q);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
	const struct CMUnitTest tests[] = {
		T(everything_is_chosen_by_nothing),
		T(words_are_looked_for_everywhere_and_all_must_be_there),
		T(fields_are_looked_into_by_name),
		T(order_and_groups_put_what_says_nothing_last),
		T(a_persons_own_marks_are_chosen_by_too),
		T(marks_are_seen_again_without_the_report),
		T(of_several_notes_the_one_with_something_written_is_shown),
		T(many_are_chosen_from_in_time_proportional_to_their_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
