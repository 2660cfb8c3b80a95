/* Sealed notes and the clock; what is left of notes on the views when they are locked. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/secret.h"
#include "notes/sealed.h"
#include "notes/store.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/closed.h"
#include "tui/screens.h"
#include "tui/term.h"

static const char pass[] = "six blue yaks";

struct fixture {
	char dir[64];
	char *none[1];
	struct reader reader;
	struct app app;
};

static void begin(struct fixture *f, unsigned lock_after)
{
	struct options o = { .langs = f->none, .paths = f->none, .program = "./qorjyn", .lock_after = lock_after };
	struct seal_cost cheap = { SEAL_OPS_MIN, SEAL_MIB_MIN };
	struct err err = ERR_INIT, notice = ERR_INIT;

	memset(f, 0, sizeof *f);
	strcpy(f->dir, "/tmp/qorjyn-closed.XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	o.state = f->dir;
	assert_true(reader_open(&f->reader, &o, READER_WRITES_NOTES, &err, &notice));
	assert_true(store_seal(f->reader.store, pass, strlen(pass), &cheap, &err));
	app_init(&f->app, &f->reader, 24, 80);
	reader_scan(&f->reader);
	screen_library(&f->app);
	closed_active(&f->app);
}

static void end(struct fixture *f)
{
	char *command = mem_printf("rm -rf '%s'", f->dir);

	app_free(&f->app);
	reader_close(&f->reader);
	assert_int_equal(system(command), 0);
	free(command);
}

static void after_so_many_minutes_without_a_key_notes_are_locked(void **state)
{
	enum { MINUTE = 60 * 1000 };
	struct fixture f;
	int wait;

	(void)state;
	begin(&f, 10);
	wait = closed_wait(&f.app);
	assert_true(wait > 9 * MINUTE && wait <= 10 * MINUTE);
	assert_false(closed_tick(&f.app));
	app_act(&f.app, ACT_BOOKMARKS);
	assert_true(f.app.top->below != NULL);
	f.app.active -= 9 * MINUTE;
	wait = closed_wait(&f.app);
	assert_true(wait > 0 && wait <= MINUTE);
	assert_false(closed_tick(&f.app));
	/* a key, and it begins anew */
	app_event(&f.app, &(struct event){ .kind = EVENT_KEY, .key = 'j' });
	assert_true(closed_wait(&f.app) > 9 * MINUTE);
	f.app.active -= 10 * MINUTE;
	assert_int_equal(closed_wait(&f.app), 0);
	assert_true(closed_tick(&f.app));
	assert_true(reader_closed(&f.reader));
	/* what showed notes is gone */
	assert_null(f.app.top->below);
	assert_non_null(strstr(f.app.message, "locked"));
	assert_int_equal(closed_wait(&f.app), -1);
	assert_false(closed_tick(&f.app));
	end(&f);
}

static void with_nought_minutes_they_never_are(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 0);
	f.app.active -= (int64_t)1 << 40;
	assert_int_equal(closed_wait(&f.app), -1);
	assert_false(closed_tick(&f.app));
	assert_false(reader_closed(&f.reader));
	end(&f);
}

static void a_report_that_opens_goes_below_the_prompt(void **state)
{
	struct fixture f;
	struct view *prompt;

	(void)state;
	begin(&f, 0);
	reader_lock(&f.reader);
	closed_ask(&f.app, ACT_NONE);
	prompt = f.app.top;
	screen_help(&f.app);
	assert_ptr_equal(f.app.top, prompt);
	assert_ptr_not_equal(prompt->below, NULL);
	assert_ptr_not_equal(prompt->below->below, NULL);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(after_so_many_minutes_without_a_key_notes_are_locked),
		cmocka_unit_test(with_nought_minutes_they_never_are),
		cmocka_unit_test(a_report_that_opens_goes_below_the_prompt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
