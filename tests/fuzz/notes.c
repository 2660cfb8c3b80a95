/* The notes journal: whatever stands in the file, whole records around it are
 * read, the file is not touched by reading, and what was there stays there; and the
 * passages of its notes can be looked for.
 *
 * Input: a byte (1: each line is JSON that gets its sum; 2: the file of reading
 * places, not of notes; 4: the bytes stand in the copy of an interrupted
 * replacement; 8: they are the file's end; 16: the file is written), the bytes. */
#include <config.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "fuzz/anchors.h"
#include "fuzz/fuzz.h"
#include "notes/json.h"
#include "notes/note.h"
#include "notes/store.h"
#include "notes/sum.h"

const char fuzz_name[] = "notes";

enum { SUMS = 1, PLACES = 2, OLD = 4, LAST = 8, WRITE = 16, FILE_LIMIT = 64 << 20 };

static const char first_id[] = "urn:uuid:6b1c2a90-1f5e-4c4b-9d5e-0a1b2c3d4e5f";
static const char last_id[] = "urn:uuid:9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a";

/* ---- the folder, made once and removed at the end */

static char state[64];

static void path_of(char out[128], const char *name)
{
	snprintf(out, 128, "%s/%s", state, name);
}

static void remove_all(void)
{
	static const char *const names[] = { "notes/mine.jsonl", "notes/mine.jsonl.old", "notes/mine.jsonl.lock", "places.jsonl",
		"places.jsonl.old", "places.jsonl.lock" };
	char path[128];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		path_of(path, names[i]);
		unlink(path);
	}
}

static void remove_state(void)
{
	char path[128];

	remove_all();
	path_of(path, "notes");
	rmdir(path);
	rmdir(state);
}

static void make_state(void)
{
	char path[128];

	if (*state) {
		remove_all();
		return;
	}
	/* in memory where that can be had: each change is synced */
	snprintf(state, sizeof state, "%s/qorjyn-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	MUST(mkdtemp(state) != NULL);
	path_of(path, "notes");
	MUST(mkdir(path, 0700) == 0);
	atexit(remove_state);
}

static void write_file(const char *name, const struct buf *bytes)
{
	char path[128];
	int fd;

	path_of(path, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	MUST(fd >= 0 && io_write(fd, buf_str(bytes), bytes->len) && close(fd) == 0);
}

/* Whether the file still begins with these bytes; whole: and is no longer. */
static bool begins_with(const char *name, const struct buf *bytes, bool whole)
{
	struct buf now = BUF_INIT;
	char path[128];
	bool same;
	int fd;

	path_of(path, name);
	fd = open(path, O_RDONLY);
	MUST(fd >= 0 && io_read_all(fd, &now, FILE_LIMIT));
	close(fd);
	same = now.len >= bytes->len && (!whole || now.len == bytes->len) && !memcmp(buf_str(&now), buf_str(bytes), bytes->len);
	buf_free(&now);
	return same;
}

/* ---- what stands in the files */

static void add_note(struct buf *out, const char *uuid)
{
	struct note *note = note_new();

	note_set(&note->uuid, uuid);
	note_set(&note->created, "2026-11-24T04:05:06Z");
	note_set(&note->modified, "2026-11-24T04:05:06Z");
	note_set(&note->series, "kz");
	note_set(&note->report, "general");
	note_set(&note->exact, "Ensure that everybody may assemble");
	json_note_line(note, out);
	note_free(note);
}

static void add_place(struct buf *out, const char *report)
{
	struct reading r = { .series = (char *)"kz", .report = (char *)report, .lang = (char *)"en", .block = 7, .offset = 3, .percent = 50,
		.time = (char *)"2026-11-24T04:05:06Z" };

	json_reading_line(&r, out);
}

static void add_known(struct buf *out, uint8_t how, bool first)
{
	if (how & PLACES)
		add_place(out, first ? first_id : last_id);
	else
		add_note(out, first ? first_id : last_id);
}

static void add_bytes(struct buf *out, const struct fuzz_input *in, bool sums)
{
	const char *at = (const char *)in->data, *end = at + in->left;

	while (sums && at < end) {
		const char *lf = memchr(at, '\n', (size_t)(end - at));
		struct buf line = BUF_INIT;

		buf_add(&line, at, (size_t)((lf ? lf : end) - at));
		if (line.len && strlen(line.data) == line.len)
			sum_add_line(out, line.data);
		buf_free(&line);
		at = lf ? lf + 1 : end;
	}
	if (!sums)
		buf_add(out, at, in->left);
}

/* ---- what must hold */

static void check_note(const struct note *note)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct note *again;

	fuzz_clean_string(note->uuid, TEXT_NAME, false);
	fuzz_clean_string(note->report, TEXT_NAME, false);
	fuzz_clean_string(note->exact, TEXT_RUNNING, false);
	fuzz_clean_string(note->heading, TEXT_RUNNING, true);
	fuzz_clean_string(note->text, TEXT_RUNNING, true);
	json_note_line(note, &once);
	MUST(json_read_line(once.data, once.len - 1, &again) == JSON_NOTE);
	json_note_line(again, &twice);
	MUST(once.len == twice.len && !memcmp(once.data, twice.data, once.len));
	note_free(again);
	buf_free(&once);
	buf_free(&twice);
}

static void check_known(const struct store *s, uint8_t how, bool last)
{
	if (how & PLACES) {
		MUST(store_reading(s, "kz", first_id) != NULL);
		MUST(!last || store_reading(s, "kz", last_id) != NULL);
	} else {
		MUST(store_find(s, first_id) != NULL);
		MUST(!last || store_find(s, last_id) != NULL);
	}
}

static size_t check_read(uint8_t how)
{
	struct err err = ERR_INIT;
	struct store *s = store_open(state, false, &err);
	size_t count = store_count(s);

	fuzz_clean_string(err_text(&err), TEXT_RUNNING, false);
	check_known(s, how, !(how & LAST));
	for (size_t i = 0; i < count; i++)
		check_note(store_note(s, i));
	anchors_check(s);
	store_close(s);
	err_free(&err);
	return count;
}

/* A note more, a place more, and the first note removed. */
static void check_write(uint8_t how, size_t count)
{
	struct note *note = note_new();
	char *uuid = strdup(note->uuid);
	struct store *s = store_open(state, true, NULL);

	MUST(store_count(s) == count);
	note_set(&note->series, "kz");
	note_set(&note->report, "general");
	MUST(store_put(s, note, NULL));
	store_set_reading(s, "kz", "new", "en", 1, 2, 3);
	MUST(store_save_readings(s, NULL));
	store_close(s);
	check_read(how);
	s = store_open(state, true, NULL);
	MUST(store_count(s) == count + 1 && store_find(s, uuid) != NULL && store_reading(s, "kz", "new") != NULL);
	MUST(store_remove(s, uuid, NULL));
	store_close(s);
	s = store_open(state, false, NULL);
	MUST(store_count(s) == count && store_find(s, uuid) == NULL);
	store_close(s);
	free(uuid);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	uint8_t how = fuzz_byte(&in);
	const char *name = how & PLACES ? "places.jsonl" : "notes/mine.jsonl";
	struct buf file = BUF_INIT, old = BUF_INIT;
	size_t count;

	make_state();
	json_header_line(&file);
	add_known(&file, how, true);
	add_bytes(how & OLD ? &old : &file, &in, how & SUMS);
	if (!(how & LAST)) {
		buf_addc(&file, '\n');
		add_known(&file, how, false);
	}
	write_file(name, &file);
	if (how & OLD)
		write_file(how & PLACES ? "places.jsonl.old" : "notes/mine.jsonl.old", &old);
	count = check_read(how);
	MUST(begins_with(name, &file, true));
	if (how & WRITE) {
		check_write(how, count);
		MUST(begins_with(name, &file, false));
	}
	buf_free(&file);
	buf_free(&old);
	return 0;
}
