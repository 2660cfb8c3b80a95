/* For the tests of interrupted sealing: seal_writer make|seal|unseal|check|story|found FOLDER.
 *
 * make: plain notes, reading places, notes of another person, and a plain copy that has one note more.  seal, unseal: says
 * DONE when that is promised, NO and why when it is not.  check: opens what is there, as the next start does, and says what is
 * wrong; afterwards nothing of it may be plain when it was sealed.  story: a note, sealing, a note, unsealing, a note; says
 * "ACK n" after each that is promised.  found: the number of the last of these that is there. */
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
#include "base/mem.h"
#include "notes/journal.h"
#include "notes/json.h"
#include "notes/sealed.h"
#include "notes/store.h"

enum { NOTES = 6 };
static const struct seal_cost cheap = { SEAL_OPS_MIN, SEAL_MIB_MIN };
static const char pass[] = "four words of it";

static void uuid_of(int n, char out[64])
{
	snprintf(out, 64, "urn:uuid:00000000-0000-4000-8000-%012d", n);
}

static void add_line(struct buf *out, int n)
{
	struct note *note = note_new();
	char uuid[64];

	uuid_of(n, uuid);
	note_set(&note->uuid, uuid);
	note_set(&note->series, "kz");
	note_set(&note->report, "general");
	note_set(&note->exact, "secretword");
	json_note_line(note, out);
	note_free(note);
}

static bool put_file(const char *state, const char *name, int from, int to)
{
	char *path = mem_printf("%s/%s", state, name);
	struct buf b = BUF_INIT;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	bool ok;

	json_header_line(&b);
	for (int n = from; n <= to; n++)
		add_line(&b, n);
	ok = fd >= 0 && io_write(fd, b.data, b.len);
	close(fd);
	buf_free(&b);
	free(path);
	return ok;
}

static int make(const char *state)
{
	struct store *s;
	char *folder = mem_printf("%s/notes", state), *from = mem_printf("%s/notes/from", state);
	bool ok;

	mkdir(state, 0700);
	ok = mkdir(folder, 0700) == 0 && mkdir(from, 0700) == 0;
	s = store_open(state, true, NULL);
	store_set_reading(s, "kz", "secretword", "kk", 7, 3, 50);
	ok = ok && store_save_readings(s, NULL);
	store_close(s);
	ok = ok && put_file(state, "notes/mine.jsonl", 1, NOTES - 1) && put_file(state, "notes/mine.jsonl.bak", 4, NOTES) &&
		put_file(state, "notes/from/friend.jsonl", 20, 22);
	free(folder);
	free(from);
	return ok ? 0 : 1;
}

static int say(bool ok, const struct err *err)
{
	char line[1024];
	int len = snprintf(line, sizeof line, "%s %s\n", ok ? "DONE" : "NO", err_text(err));

	if (len >= (int)sizeof line)
		len = sizeof line - 1;
	return write(1, line, (size_t)len) == len ? 0 : 3;
}

static int seal(const char *state)
{
	struct err err = ERR_INIT;
	struct store *s = store_open(state, true, NULL);
	bool ok = store_seal(s, pass, strlen(pass), &cheap, &err);
	int status = say(ok, &err);

	store_close(s);
	return status;
}

static int unseal(const char *state)
{
	struct err err = ERR_INIT;
	struct store *s = store_open(state, true, NULL);
	bool ok = store_unlock(s, pass, strlen(pass), &err) == STORE_UNLOCKED && store_unseal(s, &err);
	int status = say(ok, &err);

	store_close(s);
	return status;
}

static bool count_line(void *ctx, const char *line, size_t len)
{
	struct note *note;

	if (json_read_line(line, len, &note) == JSON_NOTE)
		++*(int *)ctx;
	note_free(note);
	return true;
}

static bool check_notes(struct store *s, const char *state)
{
	char *from = mem_printf("%s/notes/from", state);
	bool ok = true;
	int others = 0;

	for (int n = 1; n <= NOTES; n++) {
		char uuid[64];

		uuid_of(n, uuid);
		/* the last one is in the copy only, until that is taken in */
		if (!store_find(s, uuid) && (n < NOTES || store_sealed(s))) {
			printf("note %d is lost\n", n);
			ok = false;
		}
	}
	if (!store_reading(s, "kz", "secretword")) {
		printf("the reading place is lost\n");
		ok = false;
	}
	if (!store_sealed(s)) {
		journal_close(journal_open(from, "friend.jsonl", false, count_line, &others, NULL));
		if (others < 3) {
			printf("%d notes of the other person\n", others);
			ok = false;
		}
	}
	free(from);
	return ok;
}

static int check(const char *state)
{
	struct err err = ERR_INIT;
	struct store *s = store_open(state, true, &err);
	bool sealed = store_mode(s) == STORE_CLOSED, ok = true;

	if (sealed && store_unlock(s, pass, strlen(pass), &err) != STORE_UNLOCKED) {
		printf("it does not open: %s\n", err_text(&err));
		ok = false;
	}
	ok = ok && check_notes(s, state);
	store_close(s);
	if (ok)
		puts(sealed ? "SEALED" : "PLAIN");
	if (*err_text(&err))
		printf("said: %s\n", err_text(&err));
	err_free(&err);
	return ok ? 0 : 1;
}

static bool tell(struct store *s, int n)
{
	struct err err = ERR_INIT;
	struct note *note;
	char uuid[64], line[32];
	bool ok;
	int len = snprintf(line, sizeof line, "ACK %d\n", n);

	if (n == 2 || n == 4)
		ok = n == 2 ? store_seal(s, pass, strlen(pass), &cheap, &err) : store_unseal(s, &err);
	else {
		note = note_new();
		uuid_of(n, uuid);
		note_set(&note->uuid, uuid);
		ok = store_put(s, note, &err);
	}
	err_free(&err);
	return ok && write(1, line, (size_t)len) == len;
}

static int story(const char *state)
{
	struct store *s = store_open(state, true, NULL);
	bool ok = true;

	for (int n = 1; ok && n <= 5; n++)
		ok = tell(s, n);
	store_close(s);
	return ok ? 0 : 1;
}

static int found(const char *state)
{
	struct store *s = store_open(state, true, NULL);
	bool sealed = store_mode(s) == STORE_CLOSED, note[6] = { false };
	int last = 0;

	if (sealed && store_unlock(s, pass, strlen(pass), NULL) != STORE_UNLOCKED)
		return 1;
	for (int n = 1; n <= 5; n += 2) {
		char uuid[64];

		uuid_of(n, uuid);
		note[n] = store_find(s, uuid) != NULL;
		if (note[n])
			last = n;
	}
	store_close(s);
	if ((last == 5 && !note[3]) || (last >= 3 && !note[1]) || (last == 5 && sealed))
		return 1;
	/* sealing comes after the first note, unsealing after the second */
	printf("%d\n", last + (last == 1 ? sealed : last == 3 ? !sealed : 0));
	return 0;
}

int main(int argc, char **argv)
{
	static const struct { const char *name; int (*run)(const char *); } modes[] = {
		{ "make", make }, { "seal", seal }, { "unseal", unseal }, { "check", check },
		{ "story", story }, { "found", found },
	};

	for (size_t i = 0; argc == 3 && i < sizeof modes / sizeof *modes; i++)
		if (!strcmp(argv[1], modes[i].name))
			return modes[i].run(argv[2]);
	return 2;
}
