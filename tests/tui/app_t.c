#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <poll.h>

#include "base/buf.h"
#include "tui/app.h"
#include "tui/doubles.h"
#include "tui/play.h"
#include "tui/prompt.h"
#include "tui/term.h"

/* A view that notes what happens to it. */
struct probe {
	struct view view;
	char name;
	struct buf *log;
	bool takes;     /* actions */
	int work_left;
};

static void draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	struct probe *p = (struct probe *)v;

	(void)app;
	grid_text(g, r.row, r.col, r.col + r.cols, &p->name, 1, 0);
	g->cursor_row = r.row;
	g->cursor_col = r.col;
}

static bool act(struct view *v, struct app *app, enum action a)
{
	struct probe *p = (struct probe *)v;

	(void)app;
	buf_addf(p->log, "%c:%s ", p->name, actions[a].name);
	return p->takes;
}

static bool click(struct view *v, struct app *app, int row, int col)
{
	(void)app;
	buf_addf(((struct probe *)v)->log, "%c@%d,%d ", ((struct probe *)v)->name, row, col);
	return true;
}

static bool work(struct view *v, struct app *app, bool *more)
{
	struct probe *p = (struct probe *)v;

	(void)app;
	if (p->work_left == 0)
		return false;
	p->work_left--;
	*more = p->work_left > 0;
	return true;
}

static size_t poll_fds(struct view *v, struct pollfd *fds, size_t max)
{
	(void)v;
	if (max == 0)
		return 0;
	fds[0] = (struct pollfd){ .fd = 7, .events = POLLIN };
	return 1;
}

static void title(struct view *v, struct buf *out)
{
	buf_addf(out, "Title of %c", ((struct probe *)v)->name);
}

static void status(struct view *v, struct buf *out)
{
	(void)v;
	buf_adds(out, "3/12");
}

static void leave(struct view *v, struct app *app)
{
	(void)app;
	buf_addf(((struct probe *)v)->log, "leave-%c ", ((struct probe *)v)->name);
}

static void free_probe(struct view *v)
{
	buf_addf(((struct probe *)v)->log, "free-%c ", ((struct probe *)v)->name);
	free(v);
}

static const struct view_ops probe_ops = { .draw = draw, .act = act, .click = click, .poll = poll_fds,
	.work = work, .title = title, .status = status, .leave = leave, .free = free_probe };

static struct probe *probe_push(struct app *app, char name, struct buf *log, bool overlay)
{
	struct probe *p = calloc(1, sizeof *p);

	assert_non_null(p);
	p->view.ops = &probe_ops;
	p->view.overlay = overlay;
	p->name = name;
	p->log = log;
	app_push(app, &p->view);
	return p;
}

static void expect_log(struct buf *log, const char *want)
{
	assert_string_equal(buf_str(log), want);
	buf_clear(log);
	buf_addc(log, ' ');
	buf_clear(log);
	if (log->data != NULL)
		log->data[0] = '\0';
}

static void the_screen_has_a_title_a_body_and_a_status(void **state)
{
	struct buf log = BUF_INIT;
	struct app app;

	(void)state;
	app_init(&app, NULL, 6, 40);
	probe_push(&app, 'a', &log, false);
	play_expect(&app, "app-root");
	probe_push(&app, 'b', &log, false);
	play_expect(&app, "app-second");
	app_say(&app, true, "A %s that is so long that it needs more than one row of this screen", "message");
	play_expect(&app, "app-message");
	app_free(&app);
	buf_free(&log);
}

static void only_what_can_be_seen_takes_actions(void **state)
{
	struct buf log = BUF_INIT;
	struct app app;
	struct probe *top;

	(void)state;
	app_init(&app, NULL, 6, 40);
	probe_push(&app, 'a', &log, false);
	top = probe_push(&app, 'b', &log, true);
	expect_log(&log, "leave-a ");
	play_keys(&app, "j");
	expect_log(&log, "b:down a:down ");
	top->takes = true;
	play_keys(&app, "j");
	expect_log(&log, "b:down ");
	probe_push(&app, 'c', &log, false);
	expect_log(&log, "leave-b ");
	play_keys(&app, "k");
	expect_log(&log, "c:up ");
	assert_string_equal(app.message, "This key does nothing here. Press ? for help.");
	app_free(&app);
	buf_free(&log);
}

static void views_are_left_before_they_are_covered_and_freed(void **state)
{
	struct buf log = BUF_INIT;
	struct app app;

	(void)state;
	app_init(&app, NULL, 6, 40);
	probe_push(&app, 'a', &log, false);
	probe_push(&app, 'b', &log, false);
	probe_push(&app, 'c', &log, false);
	expect_log(&log, "leave-a leave-b ");
	app_pop(&app);
	expect_log(&log, "leave-c free-c ");
	app_root(&app);
	expect_log(&log, "leave-b free-b ");
	assert_false(app.quit);
	app_pop(&app);
	assert_true(app.quit);
	expect_log(&log, "leave-a ");
	app_free(&app);
	expect_log(&log, "free-a ");
	buf_free(&log);
}

static void a_signal_to_end_saves_all_views_once(void **state)
{
	struct buf log = BUF_INIT;
	struct app app;

	(void)state;
	app_init(&app, NULL, 6, 40);
	probe_push(&app, 'a', &log, false);
	probe_push(&app, 'b', &log, false);
	expect_log(&log, "leave-a ");
	app_event(&app, &(struct event){ .kind = EVENT_QUIT });
	app_event(&app, &(struct event){ .kind = EVENT_QUIT });
	assert_true(app.quit);
	app_free(&app);
	expect_log(&log, "leave-b leave-a free-b free-a ");
	buf_free(&log);
}

static void q_goes_back_and_at_the_root_quits(void **state)
{
	struct buf log = BUF_INIT;
	struct app app;

	(void)state;
	app_init(&app, NULL, 6, 40);
	probe_push(&app, 'a', &log, false);
	probe_push(&app, 'b', &log, false);
	play_keys(&app, "q");
	assert_false(app.quit);
	play_keys(&app, "<Backspace>");
	assert_false(app.quit);
	play_keys(&app, "й");
	assert_true(app.quit);
	app_free(&app);
	buf_free(&log);
}

static void the_app_opens_the_screens_no_view_opened(void **state)
{
	struct buf log = BUF_INIT;
	struct app app;

	(void)state;
	memset(&doubles, 0, sizeof doubles);
	app_init(&app, NULL, 6, 40);
	probe_push(&app, 'a', &log, false);
	play_keys(&app, "?LB");
	assert_int_equal(doubles.help, 1);
	assert_int_equal(doubles.library, 1);
	assert_int_equal(doubles.bookmarks, 1);
	/* no report is open: nothing to show the contents of */
	play_keys(&app, "tr");
	assert_int_equal(doubles.recs + doubles.contents, 0);
	app_free(&app);
	buf_free(&log);
}

static void a_paste_never_acts(void **state)
{
	struct buf log = BUF_INIT;
	struct app app;

	(void)state;
	app_init(&app, NULL, 6, 40);
	probe_push(&app, 'a', &log, false);
	play_keys(&app, "<paste:QqjQ>");
	assert_false(app.quit);
	expect_log(&log, "");
	assert_non_null(app.message);
	app_free(&app);
	buf_free(&log);
}

static void a_message_stays_until_the_next_key(void **state)
{
	struct buf log = BUF_INIT;
	struct app app;
	struct probe *p;

	(void)state;
	app_init(&app, NULL, 6, 40);
	p = probe_push(&app, 'a', &log, false);
	p->takes = true;
	app_say(&app, false, "%s", "Bookmarked.");
	app_event(&app, &(struct event){ .kind = EVENT_RESIZE, .row = 7, .col = 50 });
	assert_string_equal(app.message, "Bookmarked.");
	play_keys(&app, "j");
	assert_null(app.message);
	app_free(&app);
	buf_free(&log);
}

static void while_undo_is_offered_the_key_for_half_a_page_up_undoes(void **state)
{
	struct app app;
	struct buf log = BUF_INIT;

	(void)state;
	memset(&doubles, 0, sizeof doubles);
	app_init(&app, NULL, 10, 40);
	probe_push(&app, 'a', &log, false);
	play_keys(&app, "u");
	assert_int_equal(doubles.undo, 0);
	app_say(&app, false, "Removed; u brings it back.");
	app.offers_undo = true;
	play_keys(&app, "<C-u>");
	assert_int_equal(doubles.undo, 0);
	app_say(&app, false, "Removed; u brings it back.");
	app.offers_undo = true;
	play_keys(&app, "г"); /* the same key of a Russian layout */
	assert_int_equal(doubles.undo, 1);
	play_keys(&app, "u");
	assert_int_equal(doubles.undo, 1);
	play_keys(&app, "U");
	assert_int_equal(doubles.undo, 2);
	app_free(&app);
	buf_free(&log);
}

static void clicks_count_from_the_corner_of_the_view(void **state)
{
	struct buf log = BUF_INIT;
	struct app app;

	(void)state;
	app_init(&app, NULL, 6, 40);
	probe_push(&app, 'a', &log, false);
	play_keys(&app, "<click:1,0><click:4,39><click:0,5><click:5,5><click:99,99>");
	expect_log(&log, "a@0,0 a@3,39 ");
	play_keys(&app, "<wheel:up>");
	expect_log(&log, "a:up a:up a:up ");
	app_free(&app);
	buf_free(&log);
}

static void work_goes_on_in_covered_views_too(void **state)
{
	struct buf log = BUF_INIT;
	struct pollfd fds[4];
	struct app app;
	struct probe *a;

	(void)state;
	app_init(&app, NULL, 6, 40);
	a = probe_push(&app, 'a', &log, false);
	probe_push(&app, 'b', &log, false);
	a->work_left = 2;
	app_draw(&app);
	assert_false(app.dirty);
	assert_true(app_work(&app));
	assert_true(app.dirty);
	assert_false(app_work(&app));
	assert_int_equal(app_poll(&app, fds, 4), 2);
	assert_int_equal(app_poll(&app, fds, 1), 1);
	app_free(&app);
	buf_free(&log);
}

static void every_size_of_screen_works(void **state)
{
	struct buf log = BUF_INIT;
	struct app app;

	(void)state;
	app_init(&app, NULL, 6, 40);
	probe_push(&app, 'a', &log, false);
	app_push(&app, prompt_view("Find: ", "words", NULL, NULL));
	for (int rows = 0; rows < 8; rows++)
		for (int cols = 0; cols < 30; cols++) {
			app_resize(&app, rows, cols);
			app_say(&app, true, "a message of some length, 漢字");
			app_draw(&app);
			assert_in_range(app.grid.cursor_row, 0, rows > 0 ? rows - 1 : 0);
			assert_in_range(app.grid.cursor_col, 0, cols > 0 ? cols - 1 : 0);
		}
	app_pop(&app);
	for (int cols = 1; cols < 30; cols++) {
		app_resize(&app, 3, cols);
		app_draw(&app);
	}
	app_free(&app);
	buf_free(&log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_screen_has_a_title_a_body_and_a_status),
		cmocka_unit_test(only_what_can_be_seen_takes_actions),
		cmocka_unit_test(views_are_left_before_they_are_covered_and_freed),
		cmocka_unit_test(a_signal_to_end_saves_all_views_once),
		cmocka_unit_test(q_goes_back_and_at_the_root_quits),
		cmocka_unit_test(the_app_opens_the_screens_no_view_opened),
		cmocka_unit_test(a_paste_never_acts),
		cmocka_unit_test(a_message_stays_until_the_next_key),
		cmocka_unit_test(while_undo_is_offered_the_key_for_half_a_page_up_undoes),
		cmocka_unit_test(clicks_count_from_the_corner_of_the_view),
		cmocka_unit_test(work_goes_on_in_covered_views_too),
		cmocka_unit_test(every_size_of_screen_works),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
