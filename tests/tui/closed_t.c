/* Sealed notes and the clock; what is left of notes on the views when they are locked. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/secret.h"
#include "notes/note.h"
#include "notes/sealed.h"
#include "notes/store.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/closed.h"
#include "tui/note_act.h"
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

static void type(struct fixture *f, const char *text)
{
	for (; *text; text++)
		app_event(&f->app, &(struct event){ .kind = EVENT_KEY, .key = (unsigned char)*text });
}

static void open_again(struct fixture *f)
{
	closed_ask(&f->app, ACT_NONE);
	type(f, pass);
	app_event(&f->app, &(struct event){ .kind = EVENT_KEY, .key = KEY_ENTER_ });
	for (int i = 0; i < 100 && reader_closed(&f->reader); i++) {
		app_draw(&f->app);
		app_work(&f->app);
	}
	assert_false(reader_closed(&f->reader));
}

/* Which text of a note is on the disk; NULL: none. */
static const char *kept(const struct fixture *f, const char *uuid)
{
	const struct note *note = store_find(f->reader.store, uuid);

	return note ? note->text : NULL;
}

static bool holds(const struct buf *bytes, const char *words)
{
	for (size_t i = 0; i + strlen(words) <= bytes->len; i++)
		if (!memcmp(bytes->data + i, words, strlen(words)))
			return true;
	return false;
}

static void what_cannot_be_saved_before_the_lock_is_there_again_after_it(void **state)
{
	void (*was)(int) = signal(SIGXFSZ, SIG_IGN);
	struct note *note = note_new();
	char *uuid = mem_strdup(note->uuid);
	struct rlimit old, full;
	struct fixture f;

	(void)state;
	begin(&f, 10);
	note_set(&note->exact, "Free them all.");
	note_set(&note->series, "s");
	note_set(&note->report, "r");
	note_act(&f.app, ACT_NOTE, note);
	type(&f, "Ask Aigul");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	full = (struct rlimit){ 0, old.rlim_max };
	setrlimit(RLIMIT_FSIZE, &full);
	f.app.active -= 10 * 60 * 1000;
	assert_true(closed_tick(&f.app));
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, was);
	assert_true(reader_closed(&f.reader));
	assert_null(f.app.top->below);
	assert_non_null(strstr(f.app.message, "NOT be saved"));
	assert_true(f.reader.put_by.len > 0);
	assert_false(holds(&f.reader.put_by, "Aigul"));
	/* it stands there as it was written, and is not lost a second time */
	open_again(&f);
	assert_non_null(strstr(f.app.message, "Here it is"));
	assert_non_null(f.app.top->below);
	assert_null(kept(&f, uuid));
	type(&f, "!");
	app_event(&f.app, &(struct event){ .kind = EVENT_KEY, .key = KEY_CTRL_ + 'x' });
	assert_string_equal(kept(&f, uuid), "Ask Aigul!");
	assert_null(f.app.top->below);
	assert_int_equal(f.reader.put_by.len, 0);
	free(uuid);
	end(&f);
}

static void what_can_be_saved_before_the_lock_is(void **state)
{
	struct note *note = note_new();
	char *uuid = mem_strdup(note->uuid);
	struct fixture f;

	(void)state;
	begin(&f, 10);
	note_set(&note->exact, "Free them all.");
	note_act(&f.app, ACT_NOTE, note);
	type(&f, "Ask Aigul");
	f.app.active -= 10 * 60 * 1000;
	assert_true(closed_tick(&f.app));
	assert_non_null(strstr(f.app.message, "no key was pressed"));
	assert_int_equal(f.reader.put_by.len, 0);
	open_again(&f);
	assert_null(f.app.top->below);
	assert_string_equal(kept(&f, uuid), "Ask Aigul");
	free(uuid);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(after_so_many_minutes_without_a_key_notes_are_locked),
		cmocka_unit_test(with_nought_minutes_they_never_are),
		cmocka_unit_test(a_report_that_opens_goes_below_the_prompt),
		cmocka_unit_test(what_cannot_be_saved_before_the_lock_is_there_again_after_it),
		cmocka_unit_test(what_can_be_saved_before_the_lock_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
