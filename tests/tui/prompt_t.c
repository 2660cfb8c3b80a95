#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/app.h"
#include "tui/play.h"
#include "tui/prompt.h"

struct answer { int times; char *text; };

static void done(void *ctx, struct app *app, const char *text)
{
	struct answer *a = ctx;

	(void)app;
	a->times++;
	free(a->text);
	a->text = text != NULL ? strdup(text) : NULL;
}

static void draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	(void)v;
	(void)app;
	(void)g;
	(void)r;
}

static const struct view_ops still_ops = { .draw = draw, .free = (void (*)(struct view *))free };

struct setting { struct app app; struct answer answer; };

static void open_prompt(struct setting *s, int cols, const char *initial)
{
	struct view *v = calloc(1, sizeof *v);

	memset(s, 0, sizeof *s);
	assert_non_null(v);
	v->ops = &still_ops;
	app_init(&s->app, NULL, 5, cols);
	app_push(&s->app, v);
	app_push(&s->app, prompt_view("Find: ", initial, done, &s->answer));
}

static void close_prompt(struct setting *s)
{
	app_free(&s->app);
	free(s->answer.text);
}

/* Plays keys and compares the answer; want NULL: cancelled. */
static void expect(const char *initial, const char *keys, const char *want)
{
	struct setting s;

	open_prompt(&s, 40, initial);
	play_keys(&s.app, keys);
	assert_int_equal(s.answer.times, 1);
	if (want == NULL)
		assert_null(s.answer.text);
	else
		assert_string_equal(s.answer.text, want);
	assert_false(s.app.quit);
	close_prompt(&s);
}

static void letters_are_letters(void **state)
{
	(void)state;
	expect(NULL, "qQ?/jk <lt><Enter>", "qQ?/jk <");
	expect(NULL, "қазақ漢<Enter>", "қазақ漢");
}

static void text_is_edited_as_everywhere(void **state)
{
	(void)state;
	expect("abc", "d<Enter>", "abcd");
	expect("abc", "<Backspace><Enter>", "ab");
	expect("abc", "<Home><Delete>x<Enter>", "xbc");
	expect("abc", "<Left><Left>x<Right>y<End>z<Enter>", "axbycz");
	expect("abc", "<Left><C-u><Enter>", "c");
	expect("abc", "<Home><Right><C-k><Enter>", "a");
	expect("one two  ", "<C-w><Enter>", "one ");
	expect("", "<Backspace><Delete><Left><C-w><C-u>a<Enter>", "a");
}

static void a_cluster_is_removed_whole(void **state)
{
	(void)state;
	expect("xe\xcc\x81", "<Backspace><Enter>", "x");
	expect("e\xcc\x81z", "<Home><Delete><Enter>", "z");
}

static void esc_cancels(void **state)
{
	(void)state;
	expect("abc", "d<Esc>", NULL);
	expect("abc", "<C-c>", NULL);
}

static void a_paste_is_text_in_one_line(void **state)
{
	(void)state;
	expect(NULL, "<paste:a\nb\tq\x1b[31mж><Enter>", "a b q[31mж");
}

static void long_text_scrolls_sideways(void **state)
{
	struct setting s;
	char *row;

	(void)state;
	open_prompt(&s, 20, "0123456789abcdefghij");
	row = play_row(&s.app, 4);
	assert_string_equal(row, "Find: 789abcdefghij");
	assert_int_equal(s.app.grid.cursor_row, 4);
	assert_int_equal(s.app.grid.cursor_col, 19);
	free(row);
	play_keys(&s.app, "<Home>");
	row = play_row(&s.app, 4);
	assert_string_equal(row, "Find: 0123456789abcd");
	assert_int_equal(s.app.grid.cursor_col, 6);
	free(row);
	close_prompt(&s);
}

static void no_width_is_too_small(void **state)
{
	(void)state;
	for (int cols = 1; cols < 9; cols++) {
		struct setting s;

		open_prompt(&s, cols, "漢字x");
		play_keys(&s.app, "<Home><Right><End>a");
		assert_in_range(s.app.grid.cursor_col, 0, cols - 1);
		close_prompt(&s);
	}
}

static void changed(void *ctx, struct app *app, const char *text)
{
	struct answer *a = ctx;

	(void)app;
	a->times += 100;
	free(a->text);
	a->text = strdup(text);
}

/* Two endings for whatever stands before the cursor. */
static char *complete(void *ctx, const char *text, size_t *at, unsigned nth)
{
	char *s = malloc(strlen(text) + 3);

	(void)ctx;
	if (nth > 1) {
		free(s);
		return NULL;
	}
	assert_non_null(s);
	memcpy(s, text, *at);
	s[*at] = (char)('1' + nth);
	memcpy(s + *at + 1, text + *at, strlen(text + *at) + 1);
	*at += 1;
	return s;
}

static void open_with(struct setting *s)
{
	struct view *v = calloc(1, sizeof *v);

	memset(s, 0, sizeof *s);
	assert_non_null(v);
	v->ops = &still_ops;
	app_init(&s->app, NULL, 5, 40);
	app_push(&s->app, v);
	app_push(&s->app, prompt_view_of(&(struct prompt_data){ .label = "Tags: ", .initial = "x", .changed = changed, .complete = complete,
		.ctx = &s->answer }));
}

static void each_change_is_told(void **state)
{
	struct setting s;

	(void)state;
	open_with(&s);
	play_keys(&s.app, "ab<Backspace>");
	assert_int_equal(s.answer.times, 300);
	assert_string_equal(s.answer.text, "xa");
	close_prompt(&s);
}

static void tab_offers_one_after_the_other_and_what_was_typed_again(void **state)
{
	static const char *const want[] = { "xa1b", "xa2b", "xab", "xa1b" };
	struct setting s;

	(void)state;
	open_with(&s);
	play_keys(&s.app, "ab<Left>");
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		play_keys(&s.app, "<Tab>");
		assert_string_equal(s.answer.text, want[i]);
	}
	/* a letter goes on from there */
	play_keys(&s.app, "z<Tab>");
	assert_string_equal(s.answer.text, "xa1z1b");
	close_prompt(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_are_letters),
		cmocka_unit_test(text_is_edited_as_everywhere),
		cmocka_unit_test(a_cluster_is_removed_whole),
		cmocka_unit_test(esc_cancels),
		cmocka_unit_test(a_paste_is_text_in_one_line),
		cmocka_unit_test(each_change_is_told),
		cmocka_unit_test(tab_offers_one_after_the_other_and_what_was_typed_again),
		cmocka_unit_test(long_text_scrolls_sideways),
		cmocka_unit_test(no_width_is_too_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
