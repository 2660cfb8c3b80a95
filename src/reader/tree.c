#include <config.h>

#include "reader/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/limits.h"
#include "bundle/name.h"
#include "reader/out_file.h"
#include "reader/remarks.h"

enum { TREE_DEPTH = 32 };

struct walk {
	struct tree *t;
	const struct belonging *b;
	struct remarks *said;
	char *folder, *real; /* as given, and without links */
	size_t total;        /* files and folders looked at */
};

static void add_file(struct tree *t, char *name, char *path)
{
	t->files = mem_grow(t->files, t->n, &t->cap, sizeof *t->files);
	t->files[t->n++] = (struct tree_file){ name, path };
}

void tree_say_unstorable(struct remarks *said, const char *name)
{
	remarks_name(said, true, _("The name %s cannot be stored: names are in UTF-8, without backslashes and control characters, and at most 1,024 bytes long with their folders. Rename it."), name);
}

/* Whether a name can be a member's: the reader would not find it otherwise. */
static bool is_storable(struct walk *w, const char *name)
{
	struct buf normal = BUF_INIT;
	bool ok = name_normal(name, &normal);

	for (const char *c = name; ok && *c; c++)
		ok = (unsigned char)*c >= 0x20 && *c != 0x7F && *c != '\\';
	buf_free(&normal);
	if (!ok)
		tree_say_unstorable(w->said, name);
	return ok;
}

/* Where a link leads when that is a file in the folder, or NULL. */
static char *follow(struct walk *w, const char *path, const char *name)
{
	char *real = realpath(path, NULL);
	size_t n = strlen(w->real);
	struct stat st;

	if (!real) {
		remarks_cause(w->said, errno, _("%s is a link that leads nowhere"), name);
		return NULL;
	}
	if (strncmp(real, w->real, n) || (real[n] != '/' && strcmp(w->real, "/")))
		remarks_name(w->said, true, _("%s is a link that leads out of the folder. Put the file itself there, or leave the link out with --exclude."), name);
	else if (!stat(real, &st) && S_ISREG(st.st_mode))
		return real;
	else
		remarks_name(w->said, true, _("%s is a link to something that is not a file. Put the files themselves there, or leave the link out with --exclude."), name);
	free(real);
	return NULL;
}

static void walk_folder(struct walk *w, const char *name, unsigned depth);

static void walk_entry(struct walk *w, char *name, unsigned depth)
{
	char *path = mem_printf("%s/%s", w->folder, name), *leads = NULL;
	struct stat st;
	enum belongs is;

	if (lstat(path, &st)) {
		remarks_cause(w->said, errno, _("%s cannot be read"), name);
	} else if ((is = belongs(w->b, name, S_ISDIR(st.st_mode))) != BELONGS) {
		w->t->left[is]++;
	} else if (!is_storable(w, name)) {
		;
	} else if (S_ISDIR(st.st_mode)) {
		if (depth < TREE_DEPTH)
			walk_folder(w, name, depth + 1);
		else
			remarks_name(w->said, true, _("The folder %s lies too deep: folders may lie 32 deep."), name);
	} else if (S_ISREG(st.st_mode)) {
		add_file(w->t, name, path);
		return;
	} else if (S_ISLNK(st.st_mode)) {
		leads = follow(w, path, name);
	} else {
		remarks_name(w->said, true, _("%s is not an ordinary file. Leave it out with --exclude."), name);
	}
	free(path);
	if (leads)
		add_file(w->t, name, leads);
	else
		free(name);
}

static void walk_folder(struct walk *w, const char *name, unsigned depth)
{
	char *path = *name ? mem_printf("%s/%s", w->folder, name) : mem_strdup(w->folder);
	DIR *dir = opendir(path);
	struct dirent *e;

	if (!dir)
		remarks_cause(w->said, errno, _("The folder %s cannot be listed"), name);
	while (dir && (e = readdir(dir)) != NULL) {
		/* the bundle itself may be made in the folder */
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") || out_file_is_part(e->d_name))
			continue;
		if (w->total++ == LIMIT_MEMBERS) {
			remarks_name(w->said, true, _("%s has more files than a bundle may have (50,000). Split it."), w->folder);
			break;
		}
		if (w->total > LIMIT_MEMBERS)
			break;
		walk_entry(w, *name ? mem_printf("%s/%s", name, e->d_name) : mem_strdup(e->d_name), depth);
	}
	if (dir)
		closedir(dir);
	free(path);
}

static int by_name(const void *a, const void *b)
{
	const struct tree_file *x = a, *y = b;
	int first = !strcmp(y->name, "bundle.yaml") - !strcmp(x->name, "bundle.yaml");

	return first ? first : strcmp(x->name, y->name);
}

/* Reads the file of patterns; false and err when it is there and cannot be read. */
static bool read_patterns(const char *folder, struct belonging *b, struct err *err)
{
	struct tree_file f = { .name = (char[]){ BELONGS_FILE }, .path = mem_printf("%s/%s", folder, BELONGS_FILE) };
	struct buf text = BUF_INIT;
	struct stat st;
	bool ok = lstat(f.path, &st) != 0 || tree_file_read(&f, &text, err);

	if (ok && text.len <= PATTERNS_MAX)
		belongs_read(b, buf_str(&text), text.len);
	free(f.path);
	buf_free(&text);
	return ok;
}

bool tree_read(struct tree *t, const char *folder, struct belonging *b, struct remarks *said, struct err *err)
{
	struct walk w = { .t = t, .b = b, .said = said };
	char *shown = text_name(folder);
	DIR *dir = opendir(folder);
	bool ok;

	memset(t, 0, sizeof *t);
	w.folder = mem_strdup(folder);
	w.real = dir ? realpath(folder, NULL) : NULL;
	ok = w.real || err_sys(err, errno, _("The folder %s cannot be listed"), shown);
	ok = ok && read_patterns(folder, b, err);
	if (ok) {
		walk_folder(&w, "", 0);
		if (t->n)
			qsort(t->files, t->n, sizeof *t->files, by_name);
	}
	if (dir)
		closedir(dir);
	free(shown);
	free(w.folder);
	free(w.real);
	return ok;
}

void tree_of_file(struct tree *t, const char *path, const char *name)
{
	memset(t, 0, sizeof *t);
	add_file(t, mem_strdup(name), mem_strdup(path));
}

bool tree_file_read(const struct tree_file *f, struct buf *out, struct err *err)
{
	int fd = open(f->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	char *shown = text_name(f->name);
	struct stat st;
	bool ok = false;

	if (fd < 0 || fstat(fd, &st) != 0)
		err_sys(err, errno, _("%s cannot be read"), shown);
	else if (!S_ISREG(st.st_mode))
		err_set(err, _("%s is not an ordinary file."), shown);
	else if (io_read_all(fd, out, LIMIT_MEMBER_BYTES))
		ok = true;
	else if (errno == EFBIG)
		err_set(err, _("%s is larger than a file in a bundle may be (64 MiB)."), shown);
	else
		err_sys(err, errno, _("%s cannot be read"), shown);
	if (fd >= 0)
		close(fd);
	free(shown);
	return ok;
}

void tree_free(struct tree *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->files[i].name);
		free(t->files[i].path);
	}
	free(t->files);
	memset(t, 0, sizeof *t);
}
