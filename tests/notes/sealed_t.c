/* The sealed form: what is damaged, moved, cut or changed is seen, what is intact is read, and nothing is ever written
 * in the open that was sealed. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/secret.h"
#include "notes/journal.h"
#include "notes/json.h"
#include "notes/note.h"
#include "notes/put_by.h"
#include "notes/sealed.h"
#include "notes/store.h"
#include "notes/sum.h"

enum { NOTES = 5, FILE_LIMIT = 16 << 20 };

/* The least that a header may ask for. */
static const struct seal_cost cheap = { SEAL_OPS_MIN, SEAL_MIB_MIN };
static const char pass[] = "кербез жел 42 steppe", other[] = "not that one";

struct fixture {
	char dir[64], *state, *mine, *places;
	struct err err;
};

static int setup(void **state)
{
	struct fixture *f = mem_calloc(1, sizeof *f);

	strcpy(f->dir, "/tmp/qorjyn-sealed.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	f->state = mem_printf("%s/state", f->dir);
	f->mine = mem_printf("%s/notes/mine.jsonl", f->state);
	f->places = mem_printf("%s/places.jsonl", f->state);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char *command = mem_printf("rm -rf '%s'", f->dir);
	int r = system(command);

	free(command);
	free(f->state);
	free(f->mine);
	free(f->places);
	err_free(&f->err);
	free(f);
	return r;
}

static void read_file(const char *path, struct buf *out)
{
	int fd = open(path, O_RDONLY);

	buf_clear(out);
	assert_true(fd >= 0 && io_read_all(fd, out, FILE_LIMIT));
	close(fd);
}

static void write_file(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0 && io_write(fd, bytes, len));
	close(fd);
}

static void uuid_of(int n, char out[64])
{
	snprintf(out, 64, "urn:uuid:00000000-0000-4000-8000-%012d", n);
}

static void add_note(struct store *s, int n, const char *text)
{
	struct note *note = note_new();
	char uuid[64];

	uuid_of(n, uuid);
	note_set(&note->uuid, uuid);
	note_set(&note->series, "kz");
	note_set(&note->report, "general");
	note_set(&note->exact, "Ensure that everybody may assemble.");
	note_set(&note->text, text);
	assert_true(store_put(s, note, NULL));
}

static bool has_note(const struct store *s, int n)
{
	char uuid[64];

	uuid_of(n, uuid);
	return store_find(s, uuid) != NULL;
}

static struct store *open_store(struct fixture *f, bool want_write)
{
	err_free(&f->err);
	return store_open(f->state, want_write, &f->err);
}

static struct store *open_sealed(struct fixture *f, bool want_write)
{
	struct store *s = open_store(f, want_write);

	assert_int_equal(store_mode(s), STORE_CLOSED);
	assert_int_equal(store_unlock(s, pass, strlen(pass), &f->err), STORE_UNLOCKED);
	return s;
}

/* NOTES notes and a reading place. */
static void make_notes(struct fixture *f, bool sealed)
{
	struct store *s = open_store(f, true);

	for (int n = 1; n <= NOTES; n++)
		add_note(s, n, "a secret thought");
	store_set_reading(s, "kz", "general", "kk", 7, 3, 50);
	assert_true(store_save_readings(s, NULL));
	if (sealed)
		assert_true(store_seal(s, pass, strlen(pass), &cheap, &f->err));
	assert_string_equal(err_text(&f->err), "");
	store_close(s);
}

/* Nothing in any file of the folder that was in the notes, and no copies. */
static void expect_no_trace(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		char *path = mem_printf("%s/%s", folder, e->d_name);
		struct buf b = BUF_INIT;
		struct stat st;

		assert_int_equal(stat(path, &st), 0);
		if (S_ISDIR(st.st_mode) && *e->d_name != '.')
			expect_no_trace(path);
		if (S_ISREG(st.st_mode)) {
			read_file(path, &b);
			for (const char *const *w = (const char *const[]){ "secret", "Ensure", "general", "AnnotationSet", NULL }; *w; w++)
				assert_null(strstr(buf_str(&b), *w));
			assert_null(strstr(e->d_name, ".old"));
			assert_null(strstr(e->d_name, ".new"));
			assert_null(strstr(e->d_name, ".bak"));
		}
		buf_free(&b);
		free(path);
	}
	closedir(d);
}

static void what_was_sealed_is_there_again_with_the_passphrase_only(void **state)
{
	struct fixture *f = *state;
	struct store *s;

	make_notes(f, true);
	expect_no_trace(f->state);
	s = open_store(f, true);
	assert_int_equal(store_mode(s), STORE_CLOSED);
	assert_int_equal(store_count(s), 0);
	assert_null(store_reading(s, "kz", "general"));
	assert_int_equal(store_unlock(s, other, strlen(other), &f->err), STORE_WRONG);
	assert_int_equal(store_unlock(s, "", 0, &f->err), STORE_WRONG);
	assert_int_equal(store_mode(s), STORE_CLOSED);
	assert_int_equal(store_unlock(s, pass, strlen(pass), &f->err), STORE_UNLOCKED);
	assert_string_equal(err_text(&f->err), "");
	assert_int_equal(store_count(s), NOTES);
	assert_int_equal(store_reading(s, "kz", "general")->block, 7);
	add_note(s, NOTES + 1, "a secret thought");
	assert_true(store_remove(s, store_note(s, 0)->uuid, NULL));
	store_set_reading(s, "kz", "general", "kk", 9, 0, 60);
	assert_true(store_save_readings(s, NULL));
	store_close(s);
	expect_no_trace(f->state);
	s = open_sealed(f, false);
	assert_int_equal(store_count(s), NOTES);
	assert_true(has_note(s, NOTES + 1) && !has_note(s, 1));
	assert_int_equal(store_reading(s, "kz", "general")->block, 9);
	assert_string_equal(err_text(&f->err), "");
	store_close(s);
}

static void a_closed_store_takes_nothing(void **state)
{
	struct fixture *f = *state;
	struct note *note = note_new();
	struct buf before = BUF_INIT, after = BUF_INIT;
	struct store *s;

	make_notes(f, true);
	read_file(f->mine, &before);
	s = open_store(f, true);
	assert_false(store_put(s, note, &f->err));
	assert_non_null(strstr(err_text(&f->err), "closed"));
	assert_false(store_remove(s, "urn:uuid:00000000-0000-4000-8000-000000000001", &f->err));
	assert_false(store_seal(s, other, strlen(other), &cheap, &f->err));
	assert_false(store_unseal(s, &f->err));
	store_set_reading(s, "kz", "other", "kk", 1, 0, 1);
	assert_null(store_reading(s, "kz", "other"));
	assert_true(store_save_readings(s, NULL));
	store_close(s);
	read_file(f->mine, &after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	expect_no_trace(f->state);
	buf_free(&before);
	buf_free(&after);
}

static void locking_forgets_and_unlocking_brings_back(void **state)
{
	struct fixture *f = *state;
	struct store *s;
	uint64_t changes;

	make_notes(f, true);
	s = open_sealed(f, true);
	changes = store_changes(s);
	store_lock(s);
	assert_int_equal(store_mode(s), STORE_CLOSED);
	assert_true(store_changes(s) > changes && store_count(s) == 0 && !has_note(s, 1));
	assert_null(store_reading(s, "kz", "general"));
	assert_int_equal(store_unlock(s, pass, strlen(pass), &f->err), STORE_UNLOCKED);
	assert_int_equal(store_count(s), NOTES);
	store_close(s);
}

static void unsealing_gives_the_same_bytes_back(void **state)
{
	struct fixture *f = *state;
	struct buf mine = BUF_INIT, places = BUF_INIT, now = BUF_INIT;
	struct store *s;

	make_notes(f, false);
	read_file(f->mine, &mine);
	read_file(f->places, &places);
	s = open_store(f, true);
	assert_true(store_seal(s, pass, strlen(pass), &cheap, &f->err));
	assert_true(store_unseal(s, &f->err));
	assert_int_equal(store_count(s), NOTES);
	store_close(s);
	read_file(f->mine, &now);
	assert_string_equal(buf_str(&now), buf_str(&mine));
	read_file(f->places, &now);
	assert_string_equal(buf_str(&now), buf_str(&places));
	buf_free(&mine);
	buf_free(&places);
	buf_free(&now);
}

/* ---- damage */

/* The key of the sealed notes, made once: the loops below read the file by it thousands of times. */
static struct seal *key_of(const struct buf *whole)
{
	bool wrong;
	struct seal *seal = seal_open(whole->data, strcspn(whole->data, "\n"), pass, strlen(pass), &wrong, NULL);

	assert_non_null(seal);
	return seal;
}

static bool count_line(void *ctx, const char *line, size_t len)
{
	struct note *note;
	enum json_line kind = json_read_line(line, len, &note);

	note_free(note);
	*(size_t *)ctx += kind == JSON_NOTE;
	assert_true(kind == JSON_NOTE || kind == JSON_HEADER); /* what opens is what was written */
	return true;
}

static size_t count_notes(struct fixture *f, const struct seal *seal, const char *bytes, size_t len)
{
	char *folder = mem_printf("%s/notes", f->state);
	size_t count = 0;

	write_file(f->mine, bytes, len);
	err_free(&f->err);
	journal_close(journal_open_sealed(folder, "mine.jsonl", seal, "notes/mine.jsonl", false, count_line, &count, &f->err));
	free(folder);
	return count;
}

/* Each byte changed in three ways: to another of its kind, by one bit, into the end of a line. */
static void a_changed_byte_costs_one_line_and_is_said(void **state)
{
	struct fixture *f = *state;
	struct buf whole = BUF_INIT;
	struct seal *seal;
	size_t header, cases = 0;

	make_notes(f, true);
	read_file(f->mine, &whole);
	seal = key_of(&whole);
	header = strcspn(whole.data, "\n");
	for (size_t at = 0; at < whole.len; at++)
		for (int way = 0; way < 3; way++) {
			char was = whole.data[at], now = way == 2 ? '\n' : way ? was ^ 1 : was == 'A' ? 'B' : 'A';
			bool between = was == '\n';
			size_t count;

			if (now == was)
				continue;
			whole.data[at] = now;
			count = count_notes(f, seal, whole.data, whole.len);
			whole.data[at] = was;
			/* a line end that is none makes one line of two */
			assert_true(count >= (at < header ? NOTES : NOTES - 1u - (between ? 1 : 0)));
			assert_true(*err_text(&f->err));
			cases++;
		}
	seal_free(seal);
	print_message("# %zu changed bytes\n", cases);
	buf_free(&whole);
}

static void a_file_cut_anywhere_loses_no_line_before_the_cut(void **state)
{
	struct fixture *f = *state;
	struct buf whole = BUF_INIT;
	struct seal *seal;

	make_notes(f, true);
	read_file(f->mine, &whole);
	seal = key_of(&whole);
	for (size_t len = 0; len <= whole.len; len++) {
		size_t lines = 0, count = count_notes(f, seal, whole.data, len);
		bool at_end = !len || whole.data[len - 1] == '\n' || (len < whole.len && whole.data[len] == '\n');

		for (size_t i = 0; i < len; i++)
			lines += whole.data[i] == '\n';
		/* the header and the plain form's own come before the notes */
		assert_true(count + 2 >= lines);
		/* between two lines nobody can tell it from an older copy */
		assert_int_equal(*err_text(&f->err) != '\0', !at_end);
	}
	print_message("# %zu cuts\n", whole.len + 1);
	seal_free(seal);
	buf_free(&whole);
}

static void a_damaged_header_costs_nothing_while_that_of_the_places_is_there(void **state)
{
	struct fixture *f = *state;
	struct buf whole = BUF_INIT;
	struct store *s;
	size_t header;

	make_notes(f, true);
	read_file(f->mine, &whole);
	header = strcspn(whole.data, "\n");
	for (size_t at = 0; at < header; at += 7) {
		whole.data[at] ^= 1;
		write_file(f->mine, whole.data, whole.len);
		whole.data[at] ^= 1;
		s = open_sealed(f, at % 2 == 0);
		assert_int_equal(store_count(s), NOTES);
		assert_non_null(strstr(err_text(&f->err), "1 line is damaged"));
		store_close(s);
	}
	buf_free(&whole);
}

/* The file's lines, in the given order (1: the header); 0 ends. */
static void put_lines(const char *path, const struct buf *whole, const int *order)
{
	struct buf out = BUF_INIT;

	for (; *order; order++) {
		const char *at = whole->data;

		for (int n = 1; n < *order; n++)
			at = strchr(at, '\n') + 1;
		buf_add(&out, at, strcspn(at, "\n") + 1);
	}
	write_file(path, out.data, out.len);
	buf_free(&out);
}

static void lines_swapped_missing_or_repeated_are_said_and_the_rest_is_read(void **state)
{
	static const struct { int order[12]; size_t notes; bool said; } cases[] = {
		{ { 1, 2, 3, 4, 5, 6, 7 }, NOTES, false },
		{ { 1, 2, 4, 3, 5, 6, 7 }, NOTES, true },
		{ { 1, 2, 7, 6, 5, 4, 3 }, NOTES, true },
		{ { 1, 2, 3, 5, 6, 7 }, NOTES - 1, true },
		{ { 1, 2, 3, 7 }, 2, true },
		{ { 1, 2, 3, 3, 4, 5, 6, 7 }, NOTES, true },
		{ { 1, 2, 3, 4, 5, 6, 7, 3 }, NOTES, true },
		{ { 2, 3, 4, 5, 6, 7 }, NOTES, false },
		{ { 3, 4, 5, 6, 7 }, NOTES, true },
	};
	struct fixture *f = *state;
	struct buf whole = BUF_INIT;
	struct store *s;

	make_notes(f, true);
	read_file(f->mine, &whole);
	s = open_store(f, false);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		put_lines(f->mine, &whole, cases[i].order);
		err_free(&f->err);
		assert_int_equal(store_unlock(s, pass, strlen(pass), &f->err), STORE_UNLOCKED);
		assert_int_equal(store_count(s), cases[i].notes);
		assert_int_equal(*err_text(&f->err) != '\0', cases[i].said);
		store_lock(s);
	}
	store_close(s);
	buf_free(&whole);
}

/* What was said before is not brought back by a line that was kept from then. */
static void an_old_line_that_is_put_at_the_end_does_not_count(void **state)
{
	struct fixture *f = *state;
	struct buf whole = BUF_INIT;
	struct store *s = open_store(f, true);

	add_note(s, 1, "first");
	add_note(s, 1, "second");
	assert_true(store_seal(s, pass, strlen(pass), &cheap, &f->err));
	store_close(s);
	read_file(f->mine, &whole);
	put_lines(f->mine, &whole, (const int[]){ 1, 2, 3, 4, 3, 0 });
	s = open_sealed(f, false);
	assert_string_equal(store_note(s, 0)->text, "second");
	assert_non_null(strstr(err_text(&f->err), "1 line is missing, or is not where it was written"));
	store_close(s);
	buf_free(&whole);
}

static void lines_of_another_file_or_under_another_header_do_not_open(void **state)
{
	struct fixture *f = *state;
	struct buf mine = BUF_INIT, places = BUF_INIT, both = BUF_INIT;
	const char *line;
	struct store *s;

	make_notes(f, true);
	read_file(f->mine, &mine);
	read_file(f->places, &places);
	line = strrchr(mine.data, '\n');
	while (line > mine.data && line[-1] != '\n')
		line--;
	/* the last of the notes among the places */
	buf_add(&both, places.data, places.len);
	buf_adds(&both, line);
	write_file(f->places, both.data, both.len);
	s = open_sealed(f, false);
	assert_non_null(strstr(err_text(&f->err), "places.jsonl: 1 line is damaged"));
	store_close(s);
	write_file(f->places, mine.data, mine.len);
	s = open_sealed(f, false);
	assert_non_null(strstr(err_text(&f->err), "damaged"));
	assert_null(store_reading(s, "kz", "general"));
	store_close(s);
	buf_free(&mine);
	buf_free(&places);
	buf_free(&both);
}

static void after_damage_new_notes_go_on(void **state)
{
	struct fixture *f = *state;
	struct buf whole = BUF_INIT;
	struct store *s;
	char *at;

	make_notes(f, true);
	read_file(f->mine, &whole);
	/* the last line is torn, the one before it damaged */
	at = strrchr(whole.data, '\n');
	*at = '\0';
	strrchr(whole.data, '\n')[-9] ^= 1;
	*at = '\n';
	write_file(f->mine, whole.data, whole.len - 40);
	s = open_sealed(f, true);
	assert_int_equal(store_count(s), NOTES - 2);
	add_note(s, 8, "after");
	add_note(s, 9, "after");
	store_close(s);
	s = open_sealed(f, true);
	assert_int_equal(store_count(s), NOTES);
	assert_true(has_note(s, 8) && has_note(s, 9));
	assert_non_null(strstr(err_text(&f->err), "1 line is damaged"));
	assert_null(strstr(err_text(&f->err), "missing"));
	add_note(s, 10, "after");
	store_close(s);
	s = open_sealed(f, true);
	assert_true(has_note(s, 10));
	store_close(s);
	buf_free(&whole);
}

/* ---- headers */

static void add_base64(struct buf *out, const unsigned char *bytes, size_t len)
{
	char text[128];

	buf_adds(out, sodium_bin2base64(text, sizeof text, bytes, len, sodium_base64_VARIANT_ORIGINAL));
}

/* One that is whole, with a right check sum, asking for this. */
static void make_header(const char *version, const char *ops, const char *mib, struct buf *out)
{
	unsigned char zero[32] = { 0 }, hash[32];

	buf_clear(out);
	buf_addf(out, "qorjyn-sealed %s argon2id %s %s ", version, ops, mib);
	add_base64(out, zero, 16);
	buf_addc(out, ' ');
	add_base64(out, zero, 32);
	buf_addc(out, ' ');
	crypto_generichash(hash, sizeof hash, (unsigned char *)out->data, out->len, NULL, 0);
	add_base64(out, hash, 4);
}

static void a_header_that_asks_for_too_much_is_refused_before_it_is_used(void **state)
{
	static const struct { const char *version, *ops, *mib, *said; } cases[] = {
		{ "1", "1", "64", NULL }, /* nothing is wrong with it, but for the passphrase */
		{ "1", "3", "63", "asks for more" }, { "1", "3", "1025", "asks for more" }, { "1", "0", "256", "asks for more" },
		{ "1", "17", "256", "asks for more" }, { "1", "999999999", "999999999", "asks for more" }, { "1", "3", "0", "asks for more" },
		{ "1", "4294967299", "256", "damaged" }, { "1", "18446744073709551617", "64", "damaged" }, { "1", "-1", "64", "damaged" },
		{ "1", "03", "64", "damaged" }, { "1", "3", "", "damaged" }, { "2", "3", "256", "newer version" }, { "0", "3", "256", "newer version" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err err = ERR_INIT;
		struct buf line = BUF_INIT;
		bool wrong;

		make_header(cases[i].version, cases[i].ops, cases[i].mib, &line);
		assert_null(seal_open(line.data, line.len, pass, strlen(pass), &wrong, &err));
		assert_int_equal(wrong, cases[i].said == NULL);
		if (cases[i].said)
			assert_non_null(strstr(err_text(&err), cases[i].said));
		err_free(&err);
		buf_free(&line);
	}
}

static void a_header_changed_in_any_byte_opens_nothing(void **state)
{
	struct seal *seal = seal_make(pass, strlen(pass), &cheap, NULL, NULL), *open;
	size_t len = strlen(seal_header(seal)), tried = 0;
	char *line = mem_strdup(seal_header(seal));
	bool wrong;

	(void)state;
	for (size_t at = 0; at < len; at++) {
		char was = line[at];

		line[at] = was == '1' ? '2' : '1';
		assert_null(seal_open(line, len, pass, strlen(pass), &wrong, NULL));
		line[at] = was;
		assert_null(seal_open(line, at, pass, strlen(pass), &wrong, NULL));
		tried += 2;
	}
	open = seal_open(line, len, pass, strlen(pass), &wrong, NULL);
	assert_non_null(open);
	seal_free(open);
	seal_free(seal);
	free(line);
	print_message("# %zu changed headers\n", tried);
}

static void when_no_header_is_left_that_is_said_and_nothing_is_written(void **state)
{
	struct fixture *f = *state;
	struct buf mine = BUF_INIT, places = BUF_INIT, now = BUF_INIT;
	struct store *s;

	make_notes(f, true);
	read_file(f->mine, &mine);
	read_file(f->places, &places);
	mine.data[40] ^= 1;
	places.data[2] ^= 1; /* it does not even begin as one */
	write_file(f->mine, mine.data, mine.len);
	write_file(f->places, places.data, places.len);
	s = open_store(f, true);
	assert_int_equal(store_mode(s), STORE_CLOSED);
	assert_int_equal(store_unlock(s, pass, strlen(pass), &f->err), STORE_FAILED);
	assert_non_null(strstr(err_text(&f->err), "first line"));
	store_close(s);
	read_file(f->mine, &now);
	assert_string_equal(now.data, mine.data);
	buf_free(&mine);
	buf_free(&places);
	buf_free(&now);
}

/* Nobody gets notes written in the open by putting a plain record among the sealed lines. */
static void a_plain_record_in_a_sealed_file_unseals_nothing(void **state)
{
	struct fixture *f = *state;
	struct buf mine = BUF_INIT, put = BUF_INIT, now = BUF_INIT;
	struct store *s;

	make_notes(f, true);
	read_file(f->mine, &mine);
	sum_add_line(&put, "{\"type\":\"AnnotationSet\",\"qorjyn:version\":1}");
	buf_add(&put, mine.data, mine.len);
	for (int header = 1; header >= 0; header--) {
		if (!header)
			put.data[strcspn(put.data, "\n") + 40] ^= 1; /* that of the places is still there */
		write_file(f->mine, put.data, put.len);
		s = open_store(f, true);
		assert_int_equal(store_mode(s), STORE_CLOSED);
		store_close(s);
		s = open_sealed(f, true);
		assert_non_null(strstr(err_text(&f->err), "now all notes are sealed"));
		assert_int_equal(store_count(s), NOTES);
		add_note(s, 99, "of the open steppe");
		store_close(s);
		read_file(f->mine, &now);
		assert_null(strstr(now.data, "\"type\""));
		assert_null(strstr(now.data, "steppe"));
	}
	buf_free(&mine);
	buf_free(&put);
	buf_free(&now);
}

/* ---- length */

static void padding_hides_how_long_a_note_is(void **state)
{
	struct seal *seal = seal_make(pass, strlen(pass), &cheap, NULL, NULL);
	struct seal_file *file = seal_file_new(seal, "x");
	struct buf text = BUF_INIT, out = BUF_INIT, plain = BUF_INIT;
	size_t sizes = 0, last = 0;

	(void)state;
	for (size_t len = 0; len < 4 * SEAL_PAD; len++) {
		struct seal_at at = *seal_file_at(file);

		buf_clear(&out);
		seal_file_add(file, buf_str(&text), text.len, &out);
		assert_int_equal(len == 0 ? 0 : seal_size(len), out.len);
		sizes += out.len != last;
		last = out.len;
		seal_file_back(file, &at);
		if (out.len) {
			assert_int_equal(seal_file_read(file, out.data, out.len - 1, &plain), SEALED_LINE);
			assert_int_equal(plain.len, len);
			assert_memory_equal(plain.data, text.data, len);
		}
		buf_addc(&text, 'x');
	}
	assert_true(sizes <= 6);
	buf_free(&text);
	buf_free(&out);
	buf_free(&plain);
	seal_file_free(file);
	seal_free(seal);
}

/* ---- copies, and what was interrupted */

static void plain_copies_do_not_stay_behind_and_lose_nothing(void **state)
{
	struct fixture *f = *state;
	struct buf mine = BUF_INIT;
	char *bak = mem_printf("%s.bak", f->mine), *old = mem_printf("%s.old", f->places), *from = mem_printf("%s/notes/from", f->state),
	     *friend = mem_printf("%s/friend.jsonl", from), *orphan = mem_printf("%s/orphan.jsonl.bak", from);
	struct store *s = open_store(f, true);

	add_note(s, 77, "a secret thought of long ago");
	store_close(s);
	read_file(f->mine, &mine);
	assert_int_equal(unlink(f->mine), 0);
	make_notes(f, false);
	write_file(bak, mine.data, mine.len);
	write_file(old, mine.data, mine.len);
	assert_int_equal(mkdir(from, 0700), 0);
	write_file(friend, mine.data, mine.len);
	write_file(orphan, mine.data, mine.len);
	s = open_store(f, true);
	assert_true(store_seal(s, pass, strlen(pass), &cheap, &f->err));
	assert_int_equal(store_count(s), NOTES + 1);
	assert_true(has_note(s, 77));
	store_close(s);
	expect_no_trace(f->state);
	/* one that came there later is sealed when they are opened */
	write_file(bak, mine.data, mine.len);
	s = open_sealed(f, true);
	assert_non_null(strstr(err_text(&f->err), "now all notes are sealed"));
	assert_int_equal(store_count(s), NOTES + 1);
	assert_true(store_unseal(s, &f->err));
	store_close(s);
	{
		struct buf now = BUF_INIT;

		read_file(friend, &now);
		assert_string_equal(now.data, mine.data);
		buf_free(&now);
	}
	buf_free(&mine);
	free(bak);
	free(old);
	free(from);
	free(friend);
	free(orphan);
}

/* As after sealing that stopped between two files. */
static void some_sealed_and_some_plain_is_completed_when_they_are_opened(void **state)
{
	struct fixture *f = *state;
	struct buf places = BUF_INIT, mine = BUF_INIT;
	struct store *s;

	make_notes(f, false);
	read_file(f->places, &places);
	read_file(f->mine, &mine);
	s = open_store(f, true);
	assert_true(store_seal(s, pass, strlen(pass), &cheap, NULL));
	store_close(s);
	for (int which = 0; which < 2; which++) {
		write_file(which ? f->mine : f->places, which ? mine.data : places.data, which ? mine.len : places.len);
		s = open_sealed(f, false); /* who only looks reads it as it is */
		assert_non_null(strstr(err_text(&f->err), "unsealed"));
		assert_int_equal(store_count(s), NOTES);
		assert_non_null(store_reading(s, "kz", "general"));
		store_close(s);
		s = open_sealed(f, true);
		assert_non_null(strstr(err_text(&f->err), "now all notes are sealed"));
		assert_int_equal(store_count(s), NOTES);
		assert_non_null(store_reading(s, "kz", "general"));
		store_close(s);
		expect_no_trace(f->state);
	}
	buf_free(&places);
	buf_free(&mine);
}

/* Another program seals, or unseals, while this one has them open. */
static void nothing_goes_in_the_wrong_form_into_a_file_that_changed_its_form(void **state)
{
	struct fixture *f = *state;
	struct store *plain, *s;
	struct note *note;

	make_notes(f, false);
	plain = open_store(f, true);
	/* it waits behind a lock, as a second program would */
	s = store_open(f->state, true, NULL);
	store_close(plain);
	plain = store_open(f->state, false, NULL);
	store_close(s);
	s = open_store(f, true);
	assert_true(store_seal(s, pass, strlen(pass), &cheap, NULL));
	store_close(s);
	note = note_new();
	assert_false(store_put(plain, note, &f->err));
	store_close(plain);
	expect_no_trace(f->state);
}

static void sealing_is_refused_while_another_program_writes(void **state)
{
	struct fixture *f = *state;
	int ready[2], go[2];
	struct store *s;
	char c;
	pid_t pid;

	make_notes(f, false);
	assert_true(pipe(ready) == 0 && pipe(go) == 0);
	pid = fork();
	if (pid == 0) {
		s = store_open(f->state, true, NULL);
		if (write(ready[1], "r", 1) != 1 || read(go[0], &c, 1) != 1)
			_exit(1);
		store_close(s);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	s = open_store(f, true);
	assert_false(store_seal(s, pass, strlen(pass), &cheap, &f->err));
	assert_non_null(strstr(err_text(&f->err), "Another qorjyn"));
	assert_int_equal(store_count(s), NOTES);
	store_close(s);
	assert_int_equal(write(go[1], "g", 1), 1);
	waitpid(pid, NULL, 0);
	s = open_store(f, true);
	assert_int_equal(store_mode(s), STORE_SAVES);
	assert_int_equal(store_count(s), NOTES);
	store_close(s);
}

/* ---- memory */

static void without_the_memory_for_it_less_is_taken_and_that_is_known(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
#if defined __SANITIZE_ADDRESS__
	if (pid == 0)
		_exit(0);
#endif
	if (pid == 0) {
		struct rlimit limit = { 120 << 20, 120 << 20 };
		bool weaker = false;
		struct seal *seal;

		setrlimit(RLIMIT_AS, &limit);
		seal = seal_make(pass, strlen(pass), NULL, &weaker, NULL);
		if (!seal || !weaker || seal_cost_of(seal).mib != 64 || seal_cost_of(seal).ops != 12)
			_exit(1);
		limit.rlim_cur = 40 << 20;
		setrlimit(RLIMIT_AS, &limit);
		_exit(seal_make(pass, strlen(pass), NULL, &weaker, NULL) != NULL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void secrets_do_not_come_along_into_a_child(void **state)
{
	char *secret = secret_new(100);
	int status;
	pid_t pid;

	(void)state;
	memcpy(secret, "hush", 5);
	pid = fork();
	if (pid == 0)
		_exit(secret[0] == 'h');
	assert_int_equal(waitpid(pid, &status, 0), pid);
#ifdef __linux__
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
#endif
	secret_free(secret, 100);
}

static void a_passphrase_is_taken_and_judged_by_the_character(void **state)
{
	struct passphrase p, q;

	(void)state;
	passphrase_open(&p);
	passphrase_open(&q);
	assert_false(passphrase_add(&p, '\n') || passphrase_add(&p, 0xD800) || passphrase_add(&p, 0x110000) || passphrase_add(&p, 0));
	assert_true(passphrase_add(&p, 0x49A) && passphrase_add(&p, 'a'));
	passphrase_back(&p);
	assert_int_equal(p.len, 2);
	passphrase_back(&p);
	passphrase_back(&p);
	assert_int_equal(p.len, 0);
	for (int i = 0; i < 20; i++)
		passphrase_add(&p, 'a');
	assert_true(passphrase_weak(&p));
	assert_false(passphrase_same(&p, &q));
	passphrase_clear(&p);
	assert_true(passphrase_same(&p, &q) && passphrase_weak(&p));
	for (const char *s = "forty two saddles"; *s; s++)
		passphrase_add(&p, (uint32_t)*s);
	assert_false(passphrase_weak(&p));
	while (passphrase_add(&p, 0x10FFFF))
		;
	assert_true(p.len <= PASSPHRASE_MAX);
	passphrase_close(&p);
	passphrase_close(&q);
}

#define test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static void what_is_put_by_opens_with_its_key_only_and_the_last_first(void **state)
{
	static const char *const texts[] = { "", "one", "two\nlines of \xD0\xB6" };
	struct seal *seal = seal_make(pass, strlen(pass), &cheap, NULL, NULL), *again, *foreign;
	struct buf kept = BUF_INIT, whole = BUF_INIT;
	struct note *note;
	bool wrong;

	(void)state;
	assert_null(put_by_take(&kept, seal));
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		note = note_new();
		note_set(&note->text, texts[i]);
		put_by_add(&kept, seal, note);
		note_free(note);
	}
	foreign = seal_make(other, strlen(other), &cheap, NULL, NULL);
	buf_add(&whole, kept.data, kept.len);
	assert_null(put_by_take(&kept, foreign));
	kept.data[kept.len - 10] ^= 1;
	assert_null(put_by_take(&kept, seal));
	kept.data[kept.len - 10] ^= 1;
	assert_int_equal(kept.len, whole.len);
	assert_memory_equal(kept.data, whole.data, whole.len);
	/* the key of the same header, made anew from the passphrase */
	again = seal_open(seal_header(seal), strlen(seal_header(seal)), pass, strlen(pass), &wrong, NULL);
	for (size_t i = sizeof texts / sizeof *texts; i-- > 0;) {
		note = put_by_take(&kept, again);
		assert_non_null(note);
		assert_string_equal(note->text, texts[i]);
		note_free(note);
	}
	assert_int_equal(kept.len, 0);
	seal_free(seal);
	seal_free(again);
	seal_free(foreign);
	buf_free(&kept);
	buf_free(&whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(what_was_sealed_is_there_again_with_the_passphrase_only),
		test(a_closed_store_takes_nothing),
		test(locking_forgets_and_unlocking_brings_back),
		test(unsealing_gives_the_same_bytes_back),
		test(a_changed_byte_costs_one_line_and_is_said),
		test(a_file_cut_anywhere_loses_no_line_before_the_cut),
		test(a_damaged_header_costs_nothing_while_that_of_the_places_is_there),
		test(lines_swapped_missing_or_repeated_are_said_and_the_rest_is_read),
		test(an_old_line_that_is_put_at_the_end_does_not_count),
		test(lines_of_another_file_or_under_another_header_do_not_open),
		test(after_damage_new_notes_go_on),
		test(a_header_that_asks_for_too_much_is_refused_before_it_is_used),
		test(a_header_changed_in_any_byte_opens_nothing),
		test(when_no_header_is_left_that_is_said_and_nothing_is_written),
		test(a_plain_record_in_a_sealed_file_unseals_nothing),
		test(padding_hides_how_long_a_note_is),
		test(plain_copies_do_not_stay_behind_and_lose_nothing),
		test(some_sealed_and_some_plain_is_completed_when_they_are_opened),
		test(nothing_goes_in_the_wrong_form_into_a_file_that_changed_its_form),
		test(sealing_is_refused_while_another_program_writes),
		test(without_the_memory_for_it_less_is_taken_and_that_is_known),
		test(secrets_do_not_come_along_into_a_child),
		test(a_passphrase_is_taken_and_judged_by_the_character),
		cmocka_unit_test(what_is_put_by_opens_with_its_key_only_and_the_last_first),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
