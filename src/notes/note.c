#include <config.h>

#include "notes/note.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/place.h"

const char *const work_status_names[WORK_KINDS] = {
	[WORK_NONE] = "",
	[WORK_TO_READ] = "to-read",
	[WORK_TO_USE] = "to-use",
	[WORK_USED] = "used",
	[WORK_FOLLOWED_UP] = "followed-up",
	[WORK_DONE] = "done",
};

const char *const note_unique_names[UNIQUE_KINDS] = {
	[UNIQUE_UNKNOWN] = "", [UNIQUE_WORDS] = "words", [UNIQUE_HEADING] = "heading", [UNIQUE_CONTEXT] = "context",
	[UNIQUE_WIDE] = "wide-context", [UNIQUE_NOT] = "no",
};

const char *work_status_label(enum work_status status)
{
	static const char *const labels[WORK_KINDS] = {
		[WORK_NONE] = "", [WORK_TO_READ] = N_("to read"), [WORK_TO_USE] = N_("to use"), [WORK_USED] = N_("used"),
		[WORK_FOLLOWED_UP] = N_("followed up"), [WORK_DONE] = N_("done"),
	};

	return status == WORK_NONE ? "" : tr(labels[status]);
}

enum { UUID_BYTES = 16 };

static void fill_random(unsigned char *out)
{
	struct timespec now = { 0 };
	int fd, n;
	bool ok;

	if (getentropy(out, UUID_BYTES) == 0)
		return;
	fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	ok = fd >= 0 && io_read(fd, out, UUID_BYTES);
	if (fd >= 0)
		close(fd);
	if (ok)
		return;
	/* it need only differ from all others, not be secret */
	clock_gettime(CLOCK_REALTIME, &now);
	memcpy(out, &now.tv_sec, sizeof now.tv_sec < 8 ? sizeof now.tv_sec : 8);
	for (n = 0; n < 4; n++) {
		out[8 + n] = (unsigned char)(now.tv_nsec >> (8 * n));
		out[12 + n] = (unsigned char)((long)getpid() >> (8 * n));
	}
}

static char *new_uuid(void)
{
	unsigned char b[UUID_BYTES] = { 0 };

	fill_random(b);
	b[6] = (b[6] & 0x0f) | 0x40; /* version 4 */
	b[8] = (b[8] & 0x3f) | 0x80; /* the variant of RFC 9562 */
	return mem_printf("urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2],
			  b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

enum { STRINGS = 17 };

/* Every string of a note, for what is done to all of them alike. */
static void note_strings(struct note *note, char **out[STRINGS])
{
	char **all[STRINGS] = {
		&note->uuid, &note->created, &note->modified, &note->creator, &note->series, &note->edition,
		&note->report, &note->lang, &note->rec, &note->title, &note->exact, &note->prefix,
		&note->suffix, &note->heading, &note->digest, &note->text, &note->other,
	};

	memcpy(out, all, sizeof all);
}

struct note *note_new(void)
{
	struct note *note = mem_calloc(1, sizeof *note);
	char **strings[STRINGS];
	char now[21];
	size_t n;

	note_strings(note, strings);
	io_utc(now);
	note->uuid = new_uuid();
	note->created = mem_strdup(now);
	note->modified = mem_strdup(now);
	for (n = 0; n < STRINGS; n++)
		if (!*strings[n])
			*strings[n] = mem_strdup("");
	note->block = NONE;
	return note;
}

void note_free(struct note *note)
{
	char **strings[STRINGS];
	size_t n;

	if (!note)
		return;
	note_strings(note, strings);
	for (n = 0; n < STRINGS; n++)
		free(*strings[n]);
	for (n = 0; n < note->ntags; n++)
		free(note->tags[n]);
	free(note->tags);
	free(note);
}

void note_set(char **field, const char *s)
{
	free(*field);
	*field = mem_strdup(s);
}

struct note *note_copy(const struct note *note)
{
	struct note *copy = mem_alloc(sizeof *copy);
	char **strings[STRINGS];
	size_t n;

	*copy = *note;
	note_strings(copy, strings);
	for (n = 0; n < STRINGS; n++)
		*strings[n] = mem_strdup(*strings[n]);
	copy->tags = note->ntags ? mem_calloc(note->ntags, sizeof *copy->tags) : NULL;
	for (n = 0; n < note->ntags; n++)
		copy->tags[n] = mem_strdup(note->tags[n]);
	return copy;
}

static void add_escaped(struct buf *out, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr("-._~", c))
			buf_addc(out, (char)c);
		else
			buf_addf(out, "%%%02X", c);
	}
}

bool note_is_written(const struct note *note)
{
	return *note->text || note->ntags || note->status != WORK_NONE;
}

char *note_source(const struct note *note)
{
	struct buf source = BUF_INIT;

	buf_adds(&source, "urn:qorjyn:");
	add_escaped(&source, note->series);
	buf_addc(&source, '/');
	add_escaped(&source, note->report);
	return buf_take(&source);
}
