/* What many notes cost, in one process:
 *
 *	notes COUNT FOLDER BUNDLE
 *
 * makes COUNT notes of 200 series in FOLDER (which must be empty), and prints the medians in microseconds of: reading them
 * all; the first frame of the list of all bookmarks; the first letter of its filter, and another one; saving one note,
 * without and with what the list then does; one line appended to a file and synced, which saving cannot be without. */
#include <config.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "notes/json.h"
#include "notes/store.h"
#include "reader/reader.h"
#include "reader/tags.h"
#include "tui/app.h"
#include "tui/screens.h"
#include "tui/term.h"

enum { SERIES = 200, ROUNDS = 15 };
enum step { READ, FRAME, FILTER, LETTER, SAVE, AFTER, SYNC, STEPS };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static struct note *make(int i)
{
	static const char *const tags[] = { "press, law", "prison", "баспасөз, заң", "" };
	struct note *note = note_new();
	char *s;

	s = mem_printf("org.example.series-%03d", i % SERIES);
	note_set(&note->series, s);
	free(s);
	s = mem_printf("The human rights situation, report %d", i % SERIES);
	note_set(&note->title, s);
	free(s);
	note_set(&note->report, "report");
	note_set(&note->lang, "en");
	note_set(&note->edition, "2026-01");
	s = mem_printf("The Government should ensure, as number %d of its obligations under the Covenant, that civic associations may "
	               "register without delay and that nobody is prosecuted for having taken part in a peaceful assembly.", i);
	note_set(&note->exact, s);
	free(s);
	note_set(&note->prefix, "of the situation in the country, and of ");
	note_set(&note->suffix, "The Government should also consider wheth");
	note_set(&note->heading, "Report\nRecommendations");
	note->block = (uint32_t)(i / SERIES);
	s = mem_printf("Ask the Ministry again in spring %d; сравнить с ответом за прошлый год.\nSee the shadow report.", i);
	note_set(&note->text, s);
	free(s);
	tags_set(note, tags[i % 4]);
	note->status = (enum work_status)(i % WORK_KINDS);
	return note;
}

static void fill(const char *folder, int count)
{
	char *dir = mem_printf("%s/notes", folder), *path = mem_printf("%s/mine.jsonl", dir);
	struct buf out = BUF_INIT;
	FILE *f;

	mkdir(dir, 0700);
	f = fopen(path, "wx");
	if (!f) {
		fprintf(stderr, "notes: %s cannot be made\n", path);
		exit(2);
	}
	json_header_line(&out);
	for (int i = 0; i < count; i++) {
		struct note *note = make(i);

		json_note_line(note, &out);
		note_free(note);
	}
	fwrite(out.data, 1, out.len, f);
	fclose(f);
	buf_free(&out);
	free(path);
	free(dir);
}

static void key(struct app *app, uint32_t key)
{
	app_event(app, &(struct event){ .kind = EVENT_KEY, .key = key });
	app_draw(app);
}

static double sync_one(const char *folder)
{
	char *path = mem_printf("%s/sync", folder), line[600];
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	double start = now();

	memset(line, 'x', sizeof line);
	if (fd < 0 || write(fd, line, sizeof line) < 0 || fdatasync(fd) != 0)
		exit(2);
	start = now() - start;
	close(fd);
	free(path);
	return start;
}

static void measure(const struct options *o, double took[STEPS])
{
	struct err err = ERR_INIT;
	struct reader reader;
	struct app app;
	double start = now();
	struct note *note;

	if (!reader_open(&reader, o, READER_WRITES_NOTES, &err, NULL))
		exit(2);
	store_read(reader.store, true, NULL);
	took[READ] = now() - start;
	reader_scan(&reader);
	app_init(&app, &reader, 24, 80);
	screen_library(&app);
	app_draw(&app);
	start = now();
	screen_bookmarks(&app);
	app_draw(&app);
	took[FRAME] = now() - start;
	key(&app, '/');
	start = now();
	key(&app, 'm');
	took[FILTER] = now() - start;
	start = now();
	key(&app, 'i');
	took[LETTER] = now() - start;
	key(&app, KEY_ESC_);
	note = note_copy(store_note(reader.store, store_count(reader.store) / 2));
	note_set(&note->text, "changed");
	start = now();
	if (!undo_put(&reader.undo, reader.store, note, NULL))
		exit(2);
	took[SAVE] = now() - start;
	start = now();
	app_work(&app);
	app_draw(&app);
	took[AFTER] = now() - start;
	took[SYNC] = sync_one(o->state);
	app_free(&app);
	reader_close(&reader);
	err_free(&err);
}

int main(int argc, char **argv)
{
	double took[STEPS][ROUNDS], one[STEPS];
	char *paths[] = { argc > 3 ? argv[3] : NULL, NULL }, en[] = "en", *langs[] = { en, NULL };
	struct options o = { .paths = paths, .langs = langs, .state = argc > 2 ? argv[2] : NULL, .program = argv[0] };

	if (argc != 4) {
		fprintf(stderr, "usage: notes COUNT FOLDER BUNDLE\n");
		return 2;
	}
	fill(argv[2], atoi(argv[1]));
	for (int r = 0; r < ROUNDS; r++) {
		measure(&o, one);
		for (int s = 0; s < STEPS; s++)
			took[s][r] = one[s];
	}
	for (int s = 0; s < STEPS; s++) {
		qsort(took[s], ROUNDS, sizeof(double), by_size);
		printf("%s%.0f", s ? "\t" : "", took[s][ROUNDS / 2]);
	}
	printf("\n");
	return 0;
}
