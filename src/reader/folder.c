#include <config.h>

#include "reader/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/limits.h"
#include "bundle/name.h"
#include "bundle/source.h"
#include "reader/paths.h"

enum { FOLDER_DEPTH = 32 };

struct names { char **items; size_t count, cap; };

struct folder {
	char *path;
	struct names folders; /* relative, still to be listed; "" is the top */
	struct names files;   /* relative, sorted within their folder */
	size_t listed, sent;
	uint64_t bytes;
	bool all;             /* names of every kind, links and devices too */
};

static void names_add(struct names *n, char *name)
{
	n->items = mem_grow(n->items, n->count, &n->cap, sizeof *n->items);
	n->items[n->count++] = name;
}

static void names_free(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		free(n->items[i]);
	free(n->items);
	memset(n, 0, sizeof *n);
}

struct folder *folder_new(const char *path)
{
	struct folder *f = mem_calloc(1, sizeof *f);

	f->path = mem_strdup(path);
	names_add(&f->folders, mem_strdup(""));
	return f;
}

void folder_free(struct folder *f)
{
	if (!f)
		return;
	free(f->path);
	names_free(&f->folders);
	names_free(&f->files);
	free(f);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t depth_of(const char *name)
{
	size_t n = 0;

	for (; *name; name++)
		n += *name == '/';
	return n;
}

/* Whether a file belongs to a bundle of reports: its Markdown and manifest. */
static bool is_wanted(const char *name)
{
	return name_is_markdown(name) || !strcmp(name, "bundle.yaml");
}

/* It says what the others must be. */
static void manifest_first(struct names *files)
{
	for (size_t i = 1; i < files->count; i++)
		if (!strcmp(files->items[i], "bundle.yaml")) {
			char *manifest = files->items[i];

			memmove(files->items + 1, files->items, i * sizeof *files->items);
			files->items[0] = manifest;
			return;
		}
}

static void list_folder(struct folder *f, const char *name)
{
	char *path = mem_printf("%s/%s", f->path, name);
	DIR *dir = opendir(path);
	struct dirent *e;
	size_t first_file = f->files.count, first_folder = f->folders.count;

	free(path);
	while (dir && (e = readdir(dir)) != NULL) {
		char *rel;
		struct stat st;

		if (e->d_name[0] == '.')
			continue;
		if (f->files.count + f->folders.count > LIMIT_MEMBERS)
			break;
		rel = *name ? mem_printf("%s/%s", name, e->d_name) : mem_strdup(e->d_name);
		if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			free(rel);
		else if (S_ISDIR(st.st_mode) && depth_of(rel) < FOLDER_DEPTH)
			names_add(&f->folders, rel);
		else if (f->all ? !S_ISDIR(st.st_mode) : S_ISREG(st.st_mode) && is_wanted(e->d_name))
			names_add(&f->files, rel);
		else
			free(rel);
	}
	if (dir)
		closedir(dir);
	if (f->files.count > first_file)
		qsort(f->files.items + first_file, f->files.count - first_file, sizeof(char *), by_name);
	if (!*name)
		manifest_first(&f->files);
	if (f->folders.count > first_folder)
		qsort(f->folders.items + first_folder, f->folders.count - first_folder, sizeof(char *), by_name);
}

bool folder_read(const char *path, const char *name, size_t limit, struct buf *out, struct err *err)
{
	char *full = name && *name ? mem_printf("%s/%s", path, name) : mem_strdup(path);
	int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (name && *name ? O_NOFOLLOW : 0);
	int fd = open(full, flags);
	struct stat st;
	bool ok = false;
	char *shown = text_name(name && *name ? name : path_name(path));

	if (fd < 0 || fstat(fd, &st) != 0) {
		err_sys(err, errno, _("%s cannot be opened"), shown);
	} else if (!S_ISREG(st.st_mode)) {
		err_set(err, _("%s is not an ordinary file."), shown);
	} else if (!io_read_all(fd, out, limit)) {
		if (errno == EFBIG)
			err_set(err, _("%s is larger than a report may be (16 MiB)."), shown);
		else
			err_sys(err, errno, _("%s cannot be read"), shown);
	} else {
		ok = true;
	}
	if (fd >= 0)
		close(fd);
	free(shown);
	free(full);
	return ok;
}

bool folder_list(struct folder *f)
{
	if (f->listed < f->folders.count)
		list_folder(f, f->folders.items[f->listed++]);
	return f->listed == f->folders.count;
}

/* A file that cannot be read, or is too large, goes as an empty one: the index
 * still names it, and opening it says why. */
bool folder_more(void *ctx, struct buf *frames)
{
	struct folder *f = ctx;
	struct buf bytes = BUF_INIT;
	size_t limit = LIMIT_REPORT_BYTES;

	if (f->sent == f->files.count) {
		frames_end(frames);
		return false;
	}
	if (f->bytes + limit > LIMIT_REPORTS_BYTES)
		limit = LIMIT_REPORTS_BYTES - f->bytes;
	if (!folder_read(f->path, f->files.items[f->sent], limit, &bytes, NULL))
		buf_clear(&bytes);
	f->bytes += bytes.len;
	frames_add(frames, f->files.items[f->sent++], buf_str(&bytes), bytes.len);
	buf_free(&bytes);
	return true;
}

char **folder_take(struct folder *f, uint32_t *n)
{
	char **names = f->files.items;

	*n = (uint32_t)f->files.count;
	memset(&f->files, 0, sizeof f->files);
	return names;
}

char **folder_names(const char *path, uint32_t *n)
{
	struct folder *f = folder_new(path);
	char **names;

	f->all = true;
	while (!folder_list(f))
		;
	names = folder_take(f, n);
	folder_free(f);
	return names;
}

bool folder_has(const char *path, const char *name, uint64_t *size, bool *is_folder)
{
	char *full = mem_printf("%s/%s", path, name);
	struct stat st;
	bool ok = lstat(full, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));

	if (ok) {
		*size = (uint64_t)st.st_size;
		*is_folder = S_ISDIR(st.st_mode);
	}
	free(full);
	return ok;
}
