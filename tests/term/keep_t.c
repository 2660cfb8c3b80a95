/* What is kept, whatever happens to the terminal or to the process. */
#include <config.h>

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "term/session.h"

static void a_bookmark_is_there_after_coming_back(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	assert_false(session_has(&s, "notes"));
	session_press(&s, "] ] m");
	session_expect(&s, "Bookmarked.");
	session_expect(&s, "◆›▸ 2. Informal groups.");
	session_quit(&s);
	session_samples(&s);
	session_press(&s, "B");
	session_expect(&s, "1 bookmark");
	session_expect(&s, "Informal groups.");
	session_press(&s, "Enter");
	session_expect(&s, "◆›▸ 2. Informal groups.");
	session_press(&s, "m");
	session_expect(&s, "Bookmark removed; u brings it back.");
	session_quit(&s);
	session_samples(&s);
	session_press(&s, "B");
	session_expect(&s, "0 bookmarks");
	session_quit(&s);
	session_end(&s);
}

/* The word on the screen is a promise: nothing that happens afterwards takes it back. */
static void what_was_said_to_be_bookmarked_survives_a_kill(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	for (int i = 1; i <= 3; i++) {
		char words[32];

		session_press(&s, "]");
		snprintf(words, sizeof words, "Recommendation %d of 8", i);
		session_expect(&s, words);
		session_press(&s, "m");
		session_expect(&s, "Bookmarked.");
	}
	kill(tt_pid(s.t), SIGKILL);
	session_expect_end(&s, -SIGKILL);
	session_samples(&s);
	session_press(&s, "B");
	session_expect(&s, "3 bookmarks");
	session_quit(&s);
	session_end(&s);
}

/* Opens the editor on the first recommendation and types. */
static void begin_note(struct session *s, const char *text)
{
	session_press(s, "] a");
	session_expect(s, "Note on: Less paperwork.");
	session_type(s, text);
	session_expect(s, text);
}

static void expect_note(struct session *s, const char *text)
{
	session_samples(s);
	session_press(s, "B");
	session_expect(s, "1 bookmark");
	session_expect(s, text);
	session_quit(s);
}

static void a_note_that_was_said_to_be_saved_survives_a_kill(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	begin_note(&s, "спросить q B m");
	tt_paste(s.t, " pasted\nsecond line");
	session_expect(&s, "second line");
	tt_key(s.t, VTERM_KEY_LEFT, VTERM_MOD_CTRL);
	session_type(&s, "X");
	session_expect(&s, "second Xline");
	tt_chord(s.t, 'x', VTERM_MOD_CTRL);
	session_expect(&s, "Saved; u undoes it.");
	session_expect(&s, "≡›▸ 1. Less paperwork.");
	kill(tt_pid(s.t), SIGKILL);
	session_expect_end(&s, -SIGKILL);
	expect_note(&s, "спросить q B m pasted second Xline");
	session_end(&s);
}

static void a_note_that_is_being_written_is_kept_when_the_program_is_told_to_end(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	begin_note(&s, "half a thou");
	kill(tt_pid(s.t), SIGHUP);
	session_expect_end(&s, 0);
	expect_note(&s, "half a thou");
	session_end(&s);
}

/* It stays in the editor, and can be saved as soon as that is possible. */
static void a_note_that_cannot_be_saved_is_not_lost(void **state)
{
	struct session one, two;

	(void)state;
	session_begin(&one);
	session_begin(&two);
	strcpy(two.state, one.state);
	session_open_eight(&one);
	session_press(&one, "] ] m");
	session_expect(&one, "Bookmarked.");
	session_start(&two, (const char *const[]){ "bundles/civil-space-kz.tar.zst", NULL }, "Another qorjyn");
	session_expect(&two, "8 rec.");
	session_press(&two, "j j Enter");
	session_expect(&two, "About this text.");
	begin_note(&two, "a long thought");
	tt_chord(two.t, 'x', VTERM_MOD_CTRL);
	session_expect(&two, "NOT saved.");
	session_expect(&two, "a long thought");
	session_type(&two, " more");
	session_expect(&two, "a long thought more");
	tt_text(one.t, "Q");
	assert_true(tt_wait_exit(one.t, NULL, WAIT));
	tt_chord(two.t, 'x', VTERM_MOD_CTRL);
	session_expect(&two, "Saved; u undoes it.");
	session_press(&two, "B");
	session_expect(&two, "2 bookmarks");
	session_expect(&two, "a long thought more");
	session_quit(&two);
	session_end(&one);
	session_end(&two);
}

static void the_place_is_kept_when_the_person_leaves(void **state)
{
	struct session s;
	int row, col;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	session_press(&s, "] ] ] ] ]");
	session_quit(&s);
	session_samples(&s);
	session_press(&s, "j j Enter");
	session_expect(&s, "5. Pressure.");
	tt_cursor(s.t, &row, &col, NULL);
	assert_int_equal(row, session_row_of(&s, "5. Pressure."));
	session_quit(&s);
	session_end(&s);
}

static void signals_to_end_save_the_place_and_leave_the_terminal_clean(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct session s;

		session_begin(&s);
		session_open_eight(&s);
		session_press(&s, "] ] ] ] ]");
		kill(tt_pid(s.t), signals[i]);
		session_expect_end(&s, 0);
		session_samples(&s);
		session_press(&s, "j j Enter");
		session_expect(&s, "5. Pressure.");
		session_quit(&s);
		session_end(&s);
	}
}

static void without_places_only_bookmarks_are_kept(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_start(&s, (const char *const[]){ "--no-places", "bundles/civil-space-kz.tar.zst", NULL }, "Library: 1 bundle");
	session_press(&s, "j j Enter");
	session_expect(&s, "About this text.");
	session_press(&s, "] ] m");
	session_expect(&s, "Bookmarked.");
	session_quit(&s);
	assert_true(session_has(&s, "notes/mine.jsonl"));
	assert_false(session_has(&s, "places.jsonl"));
	session_end(&s);
}

static void no_trace_leaves_no_file(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_start(&s, (const char *const[]){ "--no-trace", "bundles/civil-space-kz.tar.zst", NULL }, "Library: 1 bundle");
	session_expect(&s, "Nothing is kept  ? help  q quit");
	session_expect(&s, "8 rec.");
	session_press(&s, "j j Enter");
	session_expect(&s, "About this text.");
	session_press(&s, "] m");
	session_expect(&s, "Bookmarked, until you leave.");
	session_quit(&s);
	assert_false(session_has(&s, ""));
	session_end(&s);
}

static void a_second_program_is_told_who_holds_the_notes(void **state)
{
	struct session one, two;
	char words[64];

	(void)state;
	session_begin(&one);
	session_begin(&two);
	strcpy(two.state, one.state);
	session_open_eight(&one);
	session_press(&one, "] m");
	session_expect(&one, "Bookmarked.");
	two.cols = 200;
	session_start(&two, (const char *const[]){ "bundles/civil-space-kz.tar.zst", NULL }, "Another qorjyn");
	session_expect(&two, "Library: 1 bundle");
	snprintf(words, sizeof words, "(process %d on ", (int)tt_pid(one.t));
	session_expect(&two, words);
	session_press(&two, "j j Enter");
	session_expect(&two, "◆");
	session_press(&two, "] ] m");
	session_expect(&two, "NOT bookmarked.");
	tt_text(one.t, "Q");
	assert_true(tt_wait_exit(one.t, NULL, WAIT));
	session_press(&two, "m");
	session_gone(&two, "NOT bookmarked.");
	session_expect(&two, "Bookmarked.");
	session_quit(&two);
	session_start(&two, (const char *const[]){ "bundles/civil-space-kz.tar.zst", NULL }, "Library: 1 bundle");
	session_press(&two, "B");
	session_expect(&two, "2 bookmarks");
	session_quit(&two);
	session_end(&one);
	session_end(&two);
}

static void a_folder_that_cannot_be_written_is_said_on_the_spot(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	/* not even the superuser can make a folder in a file */
	snprintf(s.state, sizeof s.state, "%s/file/state", s.dir);
	{
		char path[100];
		FILE *f;

		snprintf(path, sizeof path, "%s/file", s.dir);
		f = fopen(path, "w");
		assert_non_null(f);
		fclose(f);
	}
	session_start(&s, (const char *const[]){ "bundles/civil-space-kz.tar.zst", NULL }, "will be lost");
	session_expect(&s, "Library: 1 bundle");
	session_press(&s, "j j Enter");
	session_expect(&s, "About this text.");
	session_press(&s, "] m");
	session_expect(&s, "Bookmarked, until you leave.");
	session_quit(&s);
	session_end(&s);
}

static void the_reader_stops_and_comes_back_like_any_job(void **state)
{
	struct session s;
	char shell[] = "sh", flag[] = "-c", script[700], program[300];
	const char *top = getenv("top_builddir") ? getenv("top_builddir") : ".";
	char *argv[] = { shell, flag, script, NULL };
	static const char *const env[] = { "QORJYN_TEST=1", "LC_ALL=C.UTF-8", NULL };
	struct tt_opts o = { .env = env };

	(void)state;
	session_begin(&s);
	snprintf(program, sizeof program, "%s/qorjyn", top);
	/* a shell with job control of its own */
	snprintf(script, sizeof script,
	         "set -m; %s --state %s %s/bundles/handbook.zip; echo \"[stopped $?]\"; read line; fg >/dev/null; echo \"[end $?]\"; read line",
	         program, s.state, top);
	s.t = tt_spawn(&o, argv);
	assert_non_null(s.t);
	session_expect(&s, "Library: 1 bundle");
	session_press(&s, "j Enter");
	session_expect(&s, "opens bundles of reports");
	tt_chord(s.t, 'z', VTERM_MOD_CTRL);
	tt_pump(s.t, 100);
	for (int i = 0; i < WAIT / 100 && !tt_find(s.t, "[stopped", NULL, NULL); i++)
		tt_pump(s.t, 100);
	assert_true(tt_find(s.t, "[stopped", NULL, NULL));
	assert_false(tt_altscreen(s.t));
	assert_int_equal(tt_mouse_mode(s.t), VTERM_PROP_MOUSE_NONE);
	assert_true(session_has(&s, "places.jsonl"));
	tt_resize(s.t, 30, 90);
	tt_text(s.t, "x\r");
	session_expect(&s, "opens bundles of reports");
	assert_true(tt_altscreen(s.t));
	assert_int_equal(session_row_of(&s, "? help  q back"), 29);
	tt_text(s.t, "Q");
	for (int i = 0; i < WAIT / 100 && !tt_find(s.t, "[end 0]", NULL, NULL); i++)
		tt_pump(s.t, 100);
	assert_true(tt_find(s.t, "[end 0]", NULL, NULL));
	assert_false(tt_altscreen(s.t));
	tt_text(s.t, "x\r");
	session_expect_end(&s, 0);
	session_end(&s);
}

/* The same lines again and again: many to read, and one bookmark. */
static void lengthen_notes(const struct session *s)
{
	char command[400];

	snprintf(command, sizeof command,
	         "cd %s/notes && for i in 1 2 3 4 5 6 7 8 9 10 11 12; do cat mine.jsonl mine.jsonl >more && mv more mine.jsonl || exit 1; done",
	         s->state);
	assert_int_equal(system(command), 0);
}

static void notes_too_many_for_the_first_frame_come_after_it_by_themselves(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	session_press(&s, "] ] m");
	session_expect(&s, "◆›▸ 2. Informal groups.");
	session_quit(&s);
	lengthen_notes(&s);
	session_samples(&s);
	session_press(&s, "j j Enter");
	session_expect(&s, "◆›▸ 2. Informal groups.");
	session_press(&s, "B");
	session_expect(&s, "1 bookmark");
	session_quit(&s);
	session_samples(&s);
	session_press(&s, "j j Enter");
	session_expect(&s, "◆›▸ 2. Informal groups.");
	session_press(&s, "m");
	session_expect(&s, "Bookmark removed; u brings it back.");
	session_quit(&s);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bookmark_is_there_after_coming_back),
		cmocka_unit_test(what_was_said_to_be_bookmarked_survives_a_kill),
		cmocka_unit_test(a_note_that_was_said_to_be_saved_survives_a_kill),
		cmocka_unit_test(a_note_that_is_being_written_is_kept_when_the_program_is_told_to_end),
		cmocka_unit_test(a_note_that_cannot_be_saved_is_not_lost),
		cmocka_unit_test(the_place_is_kept_when_the_person_leaves),
		cmocka_unit_test(signals_to_end_save_the_place_and_leave_the_terminal_clean),
		cmocka_unit_test(without_places_only_bookmarks_are_kept),
		cmocka_unit_test(notes_too_many_for_the_first_frame_come_after_it_by_themselves),
		cmocka_unit_test(no_trace_leaves_no_file),
		cmocka_unit_test(a_second_program_is_told_who_holds_the_notes),
		cmocka_unit_test(a_folder_that_cannot_be_written_is_said_on_the_spot),
		cmocka_unit_test(the_reader_stops_and_comes_back_like_any_job),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
