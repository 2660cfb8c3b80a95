/* The editor's view: what is asked to be kept, and what never gets lost. */
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
#include "tui/editor.h"
#include "tui/play.h"
#include "tui/term.h"

struct setting {
	struct app app;
	struct view *below;
	bool refuses;
	int times, freed;
	char *kept;
};

static void draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	(void)v;
	(void)app;
	(void)g;
	(void)r;
}

static const struct view_ops still_ops = { .draw = draw, .free = (void (*)(struct view *))free };

static bool save(void *ctx, struct app *app, const char *text)
{
	struct setting *s = ctx;

	s->times++;
	if (s->refuses) {
		app_say(app, true, "The disk is full.");
		return false;
	}
	free(s->kept);
	s->kept = strdup(text);
	return true;
}

static void freed(void *ctx)
{
	((struct setting *)ctx)->freed++;
}

static void begin(struct setting *s, int rows, int cols, const char *text)
{
	memset(s, 0, sizeof *s);
	s->below = calloc(1, sizeof *s->below);
	assert_non_null(s->below);
	s->below->ops = &still_ops;
	app_init(&s->app, NULL, rows, cols);
	app_push(&s->app, s->below);
	app_push(&s->app, editor_view(&(struct editor_data){ .title = "Note on: free the press", .text = text, .max = 2000, .save = save,
		.free = freed, .ctx = s }));
}

static void end(struct setting *s)
{
	app_free(&s->app);
	assert_int_equal(s->freed, 1);
	free(s->kept);
}

static void what_was_written_is_kept_and_the_editor_closes(void **state)
{
	struct setting s;

	(void)state;
	begin(&s, 24, 80, "");
	play_keys(&s.app, "qjB<Enter>u<Tab>x<C-x>");
	assert_string_equal(s.kept, "qjB\nu       x");
	assert_ptr_equal(s.app.top, s.below);
	end(&s);
}

static void when_it_cannot_be_kept_every_word_stays(void **state)
{
	struct setting s;
	char *screen;

	(void)state;
	begin(&s, 24, 80, "");
	s.refuses = true;
	play_keys(&s.app, "a long thought<C-x>");
	assert_int_equal(s.times, 1);
	assert_ptr_not_equal(s.app.top, s.below);
	screen = play_screen(&s.app);
	assert_non_null(strstr(screen, "a long thought"));
	assert_non_null(strstr(screen, "The disk is full."));
	free(screen);
	s.refuses = false;
	play_keys(&s.app, "!<C-x>");
	assert_string_equal(s.kept, "a long thought!");
	end(&s);
}

static void leaving_what_was_changed_is_asked_once(void **state)
{
	struct setting s;

	(void)state;
	begin(&s, 24, 80, "old");
	play_keys(&s.app, "<Esc>");
	assert_ptr_equal(s.app.top, s.below); /* nothing was changed */
	assert_int_equal(s.times, 0);
	end(&s);
	begin(&s, 24, 80, "old");
	play_keys(&s.app, "er<Esc>");
	assert_ptr_not_equal(s.app.top, s.below);
	assert_non_null(s.app.message);
	play_keys(&s.app, "!<Esc>"); /* a letter between: asked again */
	assert_ptr_not_equal(s.app.top, s.below);
	play_keys(&s.app, "<Esc>");
	assert_ptr_equal(s.app.top, s.below);
	assert_int_equal(s.times, 0);
	end(&s);
}

static void the_end_of_the_program_keeps_what_was_written(void **state)
{
	struct setting s;

	(void)state;
	begin(&s, 24, 80, "");
	play_keys(&s.app, "unsaved");
	app_event(&s.app, &(struct event){ .kind = EVENT_QUIT });
	assert_string_equal(s.kept, "unsaved");
	assert_int_equal(s.times, 1);
	end(&s);
	begin(&s, 24, 80, "same");
	app_event(&s.app, &(struct event){ .kind = EVENT_QUIT });
	assert_int_equal(s.times, 0);
	end(&s);
}

static void keys_move_and_change_the_text_as_in_other_editors(void **state)
{
	struct setting s;

	(void)state;
	begin(&s, 24, 80, "one two");
	play_keys(&s.app, "<Home>>> <End> three<C-w>four<Up><C-a><Delete><C-z>");
	play_keys(&s.app, "<C-x>");
	assert_string_equal(s.kept, ">> one two four");
	end(&s);
}

static void long_texts_scroll_with_the_cursor(void **state)
{
	struct setting s;
	char *screen;

	(void)state;
	begin(&s, 12, 40, "");
	for (int i = 0; i < 30; i++)
		play_keys(&s.app, i < 29 ? "row<Enter>" : "last");
	screen = play_screen(&s.app);
	assert_non_null(strstr(screen, "last"));
	assert_int_equal(s.app.grid.cursor_row, 10);
	assert_int_equal(s.app.grid.cursor_col, 5);
	free(screen);
	play_keys(&s.app, "<PgUp><PgUp><PgUp><PgUp><PgUp><PgUp><PgUp><PgUp>first ");
	screen = play_screen(&s.app);
	assert_non_null(strstr(screen, "first"));
	free(screen);
	play_keys(&s.app, "<size:5,20>");
	screen = play_screen(&s.app);
	assert_non_null(strstr(screen, "first"));
	free(screen);
	end(&s);
}

static void too_long_a_paste_is_said(void **state)
{
	struct setting s;
	char keys[3100] = "<paste:";

	(void)state;
	begin(&s, 24, 80, "");
	memset(keys + 7, 'w', 150);
	keys[157] = '>';
	for (int i = 0; i < 14; i++)
		play_keys(&s.app, keys);
	assert_non_null(s.app.message);
	assert_non_null(strstr(s.app.message, "1 KB"));
	play_keys(&s.app, "<C-x>");
	assert_int_equal(strlen(s.kept), 2000);
	end(&s);
}

static void a_pasted_line_end_is_one_whatever_it_is_made_of(void **state)
{
	struct setting s;

	(void)state;
	begin(&s, 24, 80, "");
	play_keys(&s.app, "<paste:a\r\nb\rc\nd\n\ne><C-x>");
	assert_string_equal(s.kept, "a\nb\nc\nd\n\ne");
	end(&s);
}

static void a_click_puts_the_cursor_there(void **state)
{
	struct setting s;

	(void)state;
	begin(&s, 24, 80, "one\ntwo\nthree");
	play_keys(&s.app, "<End>");
	{
		int row = s.app.grid.cursor_row - 1;
		char keys[32];

		snprintf(keys, sizeof keys, "<click:%d,2>X<C-x>", row);
		play_keys(&s.app, keys);
	}
	assert_string_equal(s.kept, "one\ntXwo\nthree");
	end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_is_kept_and_the_editor_closes),
		cmocka_unit_test(when_it_cannot_be_kept_every_word_stays),
		cmocka_unit_test(leaving_what_was_changed_is_asked_once),
		cmocka_unit_test(the_end_of_the_program_keeps_what_was_written),
		cmocka_unit_test(keys_move_and_change_the_text_as_in_other_editors),
		cmocka_unit_test(long_texts_scroll_with_the_cursor),
		cmocka_unit_test(too_long_a_paste_is_said),
		cmocka_unit_test(a_pasted_line_end_is_one_whatever_it_is_made_of),
		cmocka_unit_test(a_click_puts_the_cursor_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
