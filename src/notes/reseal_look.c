#include <config.h>

#include "notes/reseal_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "notes/file.h"
#include "notes/reseal.h"
#include "notes/sealed.h"
#include "notes/sum.h"

enum { LOOK_BYTES = 64 << 10, FILES_MAX = 10000 };

static const char *const copy_names[COPIES] = { ".bak", ".old", ".new" };

/* ---- which files */

static void add_item(struct items *items, const char *state, const char *folder, const char *name, bool always)
{
	struct item *it;

	items->list = mem_grow(items->list, items->count, &items->cap, sizeof *items->list);
	it = &items->list[items->count++];
	it->folder = *folder ? mem_printf("%s/%s", state, folder) : mem_strdup(state);
	it->path = mem_printf("%s/%s", it->folder, name);
	it->purpose = *folder ? mem_printf("%s/%s", folder, name) : mem_strdup(name);
	it->always = always;
	it->lock = (struct lock)LOCK_INIT;
}

static bool has_item(const struct items *items, const char *purpose)
{
	for (size_t i = 0; i < items->count; i++)
		if (!strcmp(items->list[i].purpose, purpose))
			return true;
	return false;
}

/* NAME.jsonl of a file's or a copy's name; NULL. */
static char *journal_name(const char *file)
{
	size_t len = strlen(file), end = sizeof ".jsonl" - 1;

	for (size_t i = 0; i < COPIES; i++)
		if (len > 4 && !strcmp(file + len - 4, copy_names[i])) {
			len -= 4;
			break;
		}
	if (len <= end || *file == '.' || strncmp(file + len - end, ".jsonl", end) != 0)
		return NULL;
	return mem_strndup(file, len);
}

/* False with errno. */
static bool add_others(struct items *items, const char *state)
{
	char *folder = mem_printf("%s/notes/from", state);
	DIR *dir = opendir(folder);
	bool ok = dir || errno == ENOENT || errno == ENOTDIR;
	struct dirent *e;

	while (dir && (errno = 0, e = readdir(dir)) != NULL && items->count < FILES_MAX) {
		char *name = journal_name(e->d_name), *purpose = name ? mem_printf("notes/from/%s", name) : NULL;

		if (name && !has_item(items, purpose))
			add_item(items, state, "notes/from", name, false);
		free(name);
		free(purpose);
	}
	if (dir) {
		ok = errno == 0;
		closedir(dir);
	}
	free(folder);
	return ok;
}

static void add_own(struct items *items, const char *state)
{
	add_item(items, state, "notes", "mine.jsonl", true);
	add_item(items, state, "", "places.jsonl", true);
}

bool items_find(struct items *items, const char *state)
{
	*items = (struct items){ 0 };
	add_own(items, state);
	return add_others(items, state);
}

void items_free(struct items *items)
{
	for (size_t i = 0; i < items->count; i++) {
		free(items->list[i].folder);
		free(items->list[i].path);
		free(items->list[i].purpose);
	}
	free(items->list);
}

char *item_copy(const struct item *it, enum copy copy)
{
	return mem_printf("%s%s", it->path, copy_names[copy]);
}

/* ---- what form they have */

/* By its first lines.  A line that only looks sealed, among plain records whose sums are right, is a damaged line: it must
 * not close the others away. */
static enum look look_at_lines(const char *bytes, size_t len, struct buf *header)
{
	enum look found = LOOK_EMPTY;
	bool records = false, sealed = false;

	for (size_t at = 0, end; at < len; at = end + 1) {
		const char *lf = memchr(bytes + at, '\n', len - at);
		enum seal_looks looks;

		end = lf ? (size_t)(lf - bytes) : len;
		looks = seal_looks(bytes + at, end - at);
		if (looks == SEAL_HEADER && lf && header && !header->len)
			buf_add(header, bytes + at, end - at);
		if (looks == SEAL_HEADER)
			return records ? LOOK_MIXED : LOOK_SEALED;
		/* what is left of a header that was not written to its end is nothing yet */
		sealed |= looks == SEAL_LINE || (looks == SEAL_HEADER_DAMAGED && lf);
		records = records || (bytes[at] == '{' && sum_is_right(bytes + at, end - at - (bytes[end - 1] == '\r')));
		if (end > at && looks == SEAL_NOT)
			found = LOOK_PLAIN;
	}
	return sealed && !records ? LOOK_SEALED : found;
}

enum look look_at(const char *path, struct buf *header)
{
	int fd = file_open(path, O_RDONLY);
	struct buf bytes = BUF_INIT;
	enum look look = LOOK_ABSENT;
	ssize_t n;

	if (fd < 0)
		return LOOK_ABSENT;
	buf_reserve(&bytes, LOOK_BYTES);
	do
		n = pread(fd, bytes.data, LOOK_BYTES, 0);
	while (n < 0 && errno == EINTR);
	if (n >= 0)
		look = look_at_lines(bytes.data, (size_t)n, header);
	close(fd);
	buf_free(&bytes);
	return look;
}

/* A copy's: counts only where the file itself has nothing, as after a power cut. */
static enum look look_at_copies(const struct item *it, struct buf *header, bool *sealed)
{
	enum look best = LOOK_ABSENT;

	for (enum copy c = COPY_OLD; c < COPIES; c++) {
		char *path = item_copy(it, c);
		enum look look = look_at(path, header);

		*sealed |= look >= LOOK_MIXED;
		if (look > best)
			best = look;
		free(path);
	}
	return best;
}

/* Own files decide: they are the first to be sealed, and one of them the last to be unsealed. */
enum reseal_state reseal_look(const char *state, struct buf *header)
{
	struct buf of_copies = BUF_INIT;
	struct items items = { 0 };
	bool sealed = false, begun = false;

	add_own(&items, state);
	for (size_t i = 0; i < items.count; i++) {
		enum look look = look_at(items.list[i].path, header);

		if (look_at_copies(&items.list[i], &of_copies, &begun) >= LOOK_MIXED && look < LOOK_PLAIN)
			sealed = true;
		sealed |= look >= LOOK_MIXED;
	}
	if (sealed && !header->len)
		buf_add(header, buf_str(&of_copies), of_copies.len);
	if (sealed && !header->len) { /* every one is damaged: those of others' notes may not be */
		add_others(&items, state);
		for (size_t i = 0; i < items.count && !header->len; i++)
			look_at(items.list[i].path, header);
	}
	items_free(&items);
	buf_free(&of_copies);
	return sealed ? RESEAL_SEALED : begun ? RESEAL_BEGUN : RESEAL_PLAIN;
}

bool reseal_unfinished(const char *state)
{
	struct items items;
	bool any = false;

	items_find(&items, state);
	for (size_t i = 0; !any && i < items.count; i++) {
		enum look look = look_at(items.list[i].path, NULL);

		any = look == LOOK_PLAIN || look == LOOK_MIXED;
		for (enum copy c = 0; !any && c < COPIES; c++) {
			char *path = item_copy(&items.list[i], c);

			any = look_at(path, NULL) > LOOK_EMPTY && (c != COPY_BAK || look_at(path, NULL) < LOOK_SEALED);
			free(path);
		}
	}
	items_free(&items);
	return any;
}
