#include <config.h>

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

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "tui/keymap.h"
#include "tui/term.h"

static struct keymap km;
static char *said;

/* Reads a keys file and wants exactly these complaints. */
static void read_file(const char *text, const char *complaints)
{
	struct buf out = BUF_INIT;

	free(said);
	keymap_read(&km, text, strlen(text), "K", &out);
	said = buf_take(&out);
	assert_string_equal(said ? said : "", complaints);
}

static void has_keys(enum action act, const char *keys)
{
	struct buf out = BUF_INIT;

	keymap_keys(&km, act, &out);
	assert_string_equal(buf_str(&out), keys);
	buf_free(&out);
}

static int forget(void **state)
{
	(void)state;
	free(said);
	said = NULL;
	return 0;
}

static void an_empty_file_changes_nothing(void **state)
{
	struct keymap own;

	(void)state;
	keymap_init(&own);
	read_file("", "");
	assert_int_equal(km.count, own.count);
	read_file("\n# words\n\t \r\n   # more", "");
	for (size_t i = 0; i < own.count; i++)
		assert_int_equal(keymap_action(&km, own.bindings[i].key), own.bindings[i].action);
}

static void a_line_gives_an_action_these_keys_and_no_others(void **state)
{
	(void)state;
	read_file("9 Ctrl-N down # words\n8 up\n", "");
	has_keys(ACT_DOWN, "9 C-n");
	has_keys(ACT_UP, "8");
	assert_int_equal(keymap_action(&km, '9'), ACT_DOWN);
	assert_int_equal(keymap_action(&km, KEY_CTRL_ + 'n'), ACT_DOWN);
	assert_int_equal(keymap_action(&km, 'j'), ACT_NONE);
	assert_int_equal(keymap_action(&km, KEY_DOWN_), ACT_NONE);
	read_file("9 down\nj down\n", "");
	has_keys(ACT_DOWN, "9 j");
}

static void a_key_in_another_place_moves_on_cyrillic_layouts_too(void **state)
{
	(void)state;
	read_file("e down\n", "");
	assert_int_equal(keymap_action(&km, 0x443 /* у */), ACT_DOWN);
	assert_int_equal(keymap_action(&km, 0x43E /* о */), ACT_NONE);
	read_file("ө down\n", "");
	assert_int_equal(keymap_action(&km, 0x4E9 /* ө */), ACT_DOWN);
	read_file("у up\n", "");
	assert_int_equal(keymap_action(&km, 0x443), ACT_UP);
}

static void keys_can_be_left_without_meaning(void **state)
{
	(void)state;
	read_file("unmap w R\nnone bundle-recommendations\nunmap о\n", "");
	has_keys(ACT_WIDTH, "");
	assert_int_equal(keymap_action(&km, 'w'), ACT_NONE);
	assert_int_equal(keymap_action(&km, 'R'), ACT_NONE);
	assert_int_equal(keymap_action(&km, 'j'), ACT_DOWN);
	assert_int_equal(keymap_action(&km, 0x43E /* о */), ACT_NONE);
}

static void names_of_keys_are_taken_in_large_and_small_letters(void **state)
{
	(void)state;
	read_file("space PAGEDOWN ctrl-x Hash down\nshift-tab return up\nnone previous-link\nnone open", "");
	has_keys(ACT_DOWN, "Space PgDn C-x Hash");
	has_keys(ACT_UP, "S-Tab Enter");
	assert_int_equal(keymap_action(&km, '#'), ACT_DOWN);
}

static void a_key_that_terminals_send_as_another_is_that_other(void **state)
{
	(void)state;
	read_file("C-i down\nC-m up\nC-h width\nnone next-link\nnone open\nnone back\n", "");
	has_keys(ACT_DOWN, "Tab");
	has_keys(ACT_UP, "Enter");
	has_keys(ACT_WIDTH, "Backspace");
}

static void each_fault_is_one_line_and_the_rest_works(void **state)
{
	(void)state;
	read_file("zz 9 down\n8 no-such\nhello\n9 up\nnone up down\nunmap 9 zz\n8 up\n",
		"K:1: \"zz\" is not the name of a key.\n"
		"K:2: there is no action \"no-such\"; qorjyn --list-keys prints them all.\n"
		"K:3: \"hello\" stands alone; a line is one or more keys and then the name of an action.\n"
		"K:4: line 1 gives the key 9 to \"down\"; this line is not used for it.\n"
		"K:5: after \"none\" stands the name of one action.\n"
		"K:6: line 1 gives the key 9 to \"down\"; this line is not used for it.\n"
		"K:6: \"zz\" is not the name of a key.\n");
	has_keys(ACT_DOWN, "9");
	has_keys(ACT_UP, "8");
	read_file("unmap 9\n9 down\nnone up\n8 up\nw width\nnone width\n",
		"K:2: line 1 says that the key 9 does nothing; this line is not used for it.\n"
		"K:4: \"up\" has been left without keys above; this line is not used.\n"
		"K:6: \"width\" has been given keys above; this line is not used.\n");
	has_keys(ACT_DOWN, "j Down");
	has_keys(ACT_WIDTH, "w");
}

static void a_line_without_one_usable_key_leaves_the_action_its_own(void **state)
{
	(void)state;
	read_file("zz down\n", "K:1: \"zz\" is not the name of a key.\n");
	has_keys(ACT_DOWN, "j Down");
}

static void an_action_that_lost_its_keys_is_named(void **state)
{
	(void)state;
	read_file("w down\n", "K:1: \"width\" has no key left; the line \"none width\" says that it needs none.\n");
	read_file("w down\nnone width\n", "");
	read_file("j Down up\n", "K:1: \"down\" has no key left; the line \"none down\" says that it needs none.\n");
	read_file("j up\n", "");
	has_keys(ACT_DOWN, "Down");
}

static void who_leads_out_always_has_a_key(void **state)
{
	(void)state;
	read_file("none quit\n", "K:1: \"quit\" must have a key and keeps its own.\n");
	has_keys(ACT_QUIT, "Q");
	read_file("\nQ down\n", "K:2: \"quit\" must have a key and keeps Q.\n");
	has_keys(ACT_QUIT, "Q");
	has_keys(ACT_DOWN, "j Down");
	read_file("unmap q\n", "K:1: \"close\" must have a key and keeps q.\n");
	has_keys(ACT_CLOSE, "q");
	read_file("unmap ? F1 Esc C-c\n", "K:1: \"help\" must have a key and keeps ?.\nK:1: \"cancel\" must have a key and keeps Esc.\n");
	read_file("e close\nq down\nz quit\nQ up\n", "");
	has_keys(ACT_CLOSE, "e");
	has_keys(ACT_DOWN, "q");
}

static void any_action_can_have_any_key(void **state)
{
	(void)state;
	for (enum action a = ACT_NONE + 1; a < ACT_KINDS; a++) {
		struct buf text = BUF_INIT;

		buf_addf(&text, "C-y %s\n", actions[a].name);
		read_file(buf_str(&text), "");
		assert_int_equal(keymap_action(&km, KEY_CTRL_ + 'y'), a);
		buf_free(&text);
	}
}

static void same_after_a_round(const char *text)
{
	struct buf list = BUF_INIT, again = BUF_INIT;
	struct keymap was, now;

	keymap_read(&was, text, strlen(text), "K", NULL);
	keymap_list(&was, &list);
	keymap_read(&now, buf_str(&list), list.len, "K", &again);
	assert_string_equal(buf_str(&again), "");
	assert_int_equal(was.count, now.count);
	for (size_t i = 0; i < was.count; i++)
		assert_int_equal(keymap_action(&now, was.bindings[i].key), was.bindings[i].action);
	keymap_list(&now, &again);
	assert_string_equal(buf_str(&again), buf_str(&list));
	buf_free(&list);
	buf_free(&again);
}

static void the_list_taken_as_the_file_gives_the_same_keys(void **state)
{
	(void)state;
	same_after_a_round("");
	same_after_a_round("j up\nDown x Hash down\nnone width\nunmap y о C-f\nө about\n");
	same_after_a_round("w down\nQ up\n");
}

static void a_file_that_is_no_text_is_not_used(void **state)
{
	static const char *const bad[] = { "j up\n\x80", "j up\n\033[2J", "j up\n\x7f" };
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		read_file(bad[i], "K: this is not a text file in UTF-8; it is not used.\n");
		has_keys(ACT_UP, "k Up");
	}
	keymap_read(&km, "j up\n\0", 6, "K", &out);
	assert_string_equal(buf_str(&out), "K: this is not a text file in UTF-8; it is not used.\n");
	buf_free(&out);
	read_file("\xEF\xBB\xBFj up\r\n", "");
	has_keys(ACT_UP, "j");
}

static void what_is_hostile_is_said_clean_and_short(void **state)
{
	struct buf text = BUF_INIT, out = BUF_INIT;

	(void)state;
	buf_adds(&text, "\xE2\x80\xAE\xC2\x9B\x31m");
	buf_fill(&text, 'x', 9000);
	buf_adds(&text, " down\n");
	keymap_read(&km, buf_str(&text), text.len, "K", &out);
	assert_true(out.len < 200);
	assert_true(text_is_clean(out.data, out.len - 1, TEXT_NAME));
	assert_non_null(strstr(out.data, "<U+202E>"));
	buf_free(&text);
	buf_free(&out);
}

static unsigned count_lines(const char *s)
{
	unsigned n = 0;

	for (; (s = strchr(s, '\n')) != NULL; s++)
		n++;
	return n;
}

static void a_thousand_faults_are_a_few_lines(void **state)
{
	struct buf text = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_adds(&text, "zz down\n");
	keymap_read(&km, buf_str(&text), text.len, "K", &out);
	assert_int_equal(count_lines(buf_str(&out)), 21);
	assert_non_null(strstr(buf_str(&out), "K: 980 more faults are not named.\n"));
	buf_free(&text);
	buf_free(&out);
}

static void too_many_keys_or_words_are_a_sentence(void **state)
{
	struct buf text = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (int i = 0; i < 100; i++)
		buf_adds(&text, "x ");
	buf_adds(&text, "down\n");
	for (uint32_t c = 0x4E00; c < 0x4E00 + 300; c++)
		buf_addf(&text, "%c%c%c down\n", 0xE4, 0x80 | (c >> 6 & 63), 0x80 | (c & 63));
	keymap_read(&km, buf_str(&text), text.len, "K", &out);
	assert_string_equal(buf_str(&out), "K:1: there are too many words in this line; it is not used.\n"
		"K:251: there are too many keys; this line and those below are not used.\n");
	assert_int_equal(keymap_action(&km, 0x4E00), ACT_DOWN);
	assert_int_equal(keymap_action(&km, 'q'), ACT_CLOSE);
	buf_free(&text);
	buf_free(&out);
}

/* ---- on the disk */

static void load(const char *path, const char *part)
{
	struct buf out = BUF_INIT;

	keymap_load(&km, path, &out);
	if (*part)
		assert_non_null(strstr(buf_str(&out), part));
	else
		assert_string_equal(buf_str(&out), "");
	assert_int_equal(keymap_action(&km, 'q'), ACT_CLOSE);
	buf_free(&out);
}

static void only_a_small_plain_file_is_read(void **state)
{
	char dir[] = "/tmp/qorjyn-keys-XXXXXX", *file, *fifo;
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(dir));
	file = mem_printf("%s/keys", dir);
	fifo = mem_printf("%s/fifo", dir);
	load(NULL, "");
	load(file, "");
	load(dir, "this is not a file of text");
	load("/dev/zero", "this is not a file of text");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	load(fifo, "this is not a file of text");
	f = fopen(file, "wb");
	assert_non_null(f);
	fputs("9 down\n", f);
	fclose(f);
	load(file, "");
	has_keys(ACT_DOWN, "9");
	f = fopen(file, "wb");
	assert_non_null(f);
	for (int i = 0; i < KEYS_FILE_MAX; i++)
		fputs("\n", f);
	fclose(f);
	load(file, "");
	f = fopen(file, "ab");
	assert_non_null(f);
	fputs("9 down\n", f);
	fclose(f);
	load(file, "larger than 64 KiB");
	has_keys(ACT_DOWN, "j Down");
	unlink(file);
	unlink(fifo);
	rmdir(dir);
	free(file);
	free(fifo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_changes_nothing),
		cmocka_unit_test(a_line_gives_an_action_these_keys_and_no_others),
		cmocka_unit_test(a_key_in_another_place_moves_on_cyrillic_layouts_too),
		cmocka_unit_test(keys_can_be_left_without_meaning),
		cmocka_unit_test(names_of_keys_are_taken_in_large_and_small_letters),
		cmocka_unit_test(a_key_that_terminals_send_as_another_is_that_other),
		cmocka_unit_test(each_fault_is_one_line_and_the_rest_works),
		cmocka_unit_test(a_line_without_one_usable_key_leaves_the_action_its_own),
		cmocka_unit_test(an_action_that_lost_its_keys_is_named),
		cmocka_unit_test(who_leads_out_always_has_a_key),
		cmocka_unit_test(any_action_can_have_any_key),
		cmocka_unit_test(the_list_taken_as_the_file_gives_the_same_keys),
		cmocka_unit_test(a_file_that_is_no_text_is_not_used),
		cmocka_unit_test(what_is_hostile_is_said_clean_and_short),
		cmocka_unit_test(a_thousand_faults_are_a_few_lines),
		cmocka_unit_test(too_many_keys_or_words_are_a_sentence),
		cmocka_unit_test(only_a_small_plain_file_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
