/* Sealed notes as a person has them: sealing, opening, locking, the panic key. */
#include <config.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "term/session.h"

static const char pass[] = "tent pole under moon";

/* Whether the file in the state folder has this text in it. */
static bool file_has(const struct session *s, const char *name, const char *text)
{
	static char bytes[64 << 10];
	char path[300];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "%s/%s", s->state, name);
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	n = read(fd, bytes, sizeof bytes - 1);
	close(fd);
	assert_true(n >= 0);
	bytes[n] = '\0';
	return strstr(bytes, text) != NULL;
}

/* One bookmark, sealed; the program has ended. */
static void make_sealed(struct session *s)
{
	session_begin(s);
	session_open_eight(s);
	session_press(s, "] m");
	session_expect(s, "Bookmarked.");
	session_press(s, "B");
	session_expect(s, "1 bookmark");
	session_press(s, "P");
	session_expect(s, "New passphrase:");
	session_pass(s, pass);
	session_expect(s, "The same again:");
	session_pass(s, pass);
	session_expect(s, "Sealed.");
	session_expect(s, "1 bookmark");
	session_quit(s);
	assert_true(file_has(s, "notes/mine.jsonl", "qorjyn-sealed 1 argon2id 3 256 "));
	assert_true(file_has(s, "places.jsonl", "qorjyn-sealed 1 argon2id 3 256 "));
	assert_false(file_has(s, "notes/mine.jsonl", "paperwork"));
}

static void start(struct session *s)
{
	session_samples(s);
	session_expect(s, "Passphrase of the notes:");
}

static void sealed_notes_open_with_the_passphrase_only(void **state)
{
	struct session s;

	(void)state;
	make_sealed(&s);
	start(&s);
	session_pass(&s, "tent pole under sun");
	session_expect(&s, "This is not the passphrase of these notes.");
	session_expect(&s, "Passphrase of the notes:");
	session_pass(&s, pass);
	session_expect(&s, "The notes are open.");
	session_press(&s, "B");
	session_expect(&s, "1 bookmark");
	session_expect(&s, "Less paperwork.");
	session_press(&s, "K");
	session_expect(&s, "The notes are locked; K opens them again.");
	session_gone(&s, "Less paperwork.");
	session_press(&s, "j");
	session_expect(&s, "notes closed");
	session_press(&s, "K");
	session_pass(&s, pass);
	session_expect(&s, "The notes are open.");
	session_press(&s, "k");
	session_gone(&s, "notes closed");
	session_quit(&s);
	session_end(&s);
}

static void reports_are_read_while_notes_are_closed(void **state)
{
	struct session s;

	(void)state;
	make_sealed(&s);
	start(&s);
	session_press(&s, "Esc");
	session_expect(&s, "The notes stay closed; B opens them.");
	session_press(&s, "j");
	session_expect(&s, "notes closed");
	session_press(&s, "j Enter");
	session_expect(&s, "Less paperwork.");
	session_gone(&s, "◆");
	session_press(&s, "B");
	session_expect(&s, "Passphrase of the notes:");
	session_press(&s, "Esc");
	session_expect(&s, "stay closed");
	/* what one wanted is done when they are open */
	session_press(&s, "] ] m");
	session_expect(&s, "Passphrase of the notes:");
	session_pass(&s, pass);
	session_expect(&s, "Bookmarked.");
	session_expect(&s, "◆›▸ 2. Informal groups.");
	session_press(&s, "[");
	session_expect(&s, "◆›▸ 1. Less paperwork.");
	session_quit(&s);
	session_end(&s);
}

static void two_different_passphrases_seal_nothing(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	session_press(&s, "] m P");
	session_expect(&s, "New passphrase:");
	session_pass(&s, "short");
	session_expect(&s, "This passphrase is weak");
	session_pass(&s, "shorter");
	session_expect(&s, "The two are not the same; nothing was sealed.");
	session_press(&s, "P Enter");
	session_expect(&s, "No passphrase was typed; nothing was sealed.");
	session_press(&s, "K");
	session_expect(&s, "The notes are not sealed");
	session_quit(&s);
	assert_true(file_has(&s, "notes/mine.jsonl", "paperwork"));
	session_end(&s);
}

static void unsealing_wants_the_passphrase_once_more(void **state)
{
	struct session s;

	(void)state;
	make_sealed(&s);
	start(&s);
	session_pass(&s, pass);
	session_expect(&s, "The notes are open.");
	session_press(&s, "P");
	session_expect(&s, "To unseal them, the passphrase:");
	session_pass(&s, "a guess");
	session_expect(&s, "they are closed now");
	session_press(&s, "P");
	session_expect(&s, "Passphrase of the notes:");
	session_pass(&s, pass);
	session_expect(&s, "To unseal them, the passphrase:");
	session_pass(&s, pass);
	session_expect(&s, "no longer sealed");
	session_press(&s, "B");
	session_expect(&s, "1 bookmark");
	session_quit(&s);
	assert_true(file_has(&s, "notes/mine.jsonl", "paperwork"));
	session_end(&s);
}

static void put_keys(const struct session *s, const char *text)
{
	char path[300];
	FILE *f;

	snprintf(path, sizeof path, "%s/keys", s->state);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void the_panic_key_leaves_an_empty_screen_at_once(void **state)
{
	struct session s;

	(void)state;
	make_sealed(&s);
	put_keys(&s, "C-g panic\n");
	session_samples(&s);
	session_pass(&s, pass);
	session_expect(&s, "The notes are open.");
	session_press(&s, "j j Enter");
	session_expect(&s, "Less paperwork.");
	session_press(&s, "g ] a");
	session_expect(&s, "Note on: Less paperwork.");
	session_type(&s, "dangerous half");
	session_expect(&s, "dangerous half");
	tt_chord(s.t, 'g', VTERM_MOD_CTRL);
	session_gone(&s, "dangerous half");
	session_gone(&s, "paperwork");
	session_expect_end(&s, 0);
	session_samples(&s);
	session_pass(&s, pass);
	session_expect(&s, "The notes are open.");
	session_press(&s, "B");
	session_expect(&s, "1 bookmark");
	session_gone(&s, "dangerous");
	tt_chord(s.t, 'g', VTERM_MOD_CTRL);
	session_expect_end(&s, 0);
	session_end(&s);
}

static void without_traces_the_status_line_says_so(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_start(&s, (const char *const[]){ "--no-trace", "bundles/civil-space-kz.tar.zst", NULL }, "Nothing is kept");
	session_press(&s, "P");
	session_expect(&s, "There is nothing to seal");
	session_quit(&s);
	session_end(&s);
}

static void in_linear_mode_the_passphrase_is_not_echoed(void **state)
{
	struct session s;

	(void)state;
	make_sealed(&s);
	session_start(&s, (const char *const[]){ "--linear", "bundles/civil-space-kz.tar.zst", NULL }, "Passphrase of the notes:");
	tt_text(s.t, "tent pole under sun\r");
	session_expect(&s, "This is not the passphrase of these notes.");
	session_gone(&s, "sun");
	tt_text(s.t, "tent pole under moon\r");
	session_expect(&s, "The notes are open.");
	session_gone(&s, "moon");
	tt_text(s.t, "bookmarks\r");
	session_expect(&s, "1 bookmark");
	tt_text(s.t, "lock\r");
	session_expect(&s, "The notes are locked");
	tt_text(s.t, "quit\r");
	session_expect_end(&s, 0);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sealed_notes_open_with_the_passphrase_only),
		cmocka_unit_test(reports_are_read_while_notes_are_closed),
		cmocka_unit_test(two_different_passphrases_seal_nothing),
		cmocka_unit_test(unsealing_wants_the_passphrase_once_more),
		cmocka_unit_test(the_panic_key_leaves_an_empty_screen_at_once),
		cmocka_unit_test(without_traces_the_status_line_says_so),
		cmocka_unit_test(in_linear_mode_the_passphrase_is_not_echoed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
