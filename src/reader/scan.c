#include <config.h>

#include "reader/scan.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/name.h"
#include "reader/paths.h"

enum { SCAN_DEPTH = 6, SCAN_FOLDERS = 100000 };

struct pending {
	char *path;
	unsigned depth;
	size_t top;               /* its ancestor (or itself) one level below the path given */
	bool markdown, found;     /* of a top: Markdown, bundles at or below it */
};

struct scan {
	char **paths;
	size_t npaths, next;
	bool required;
	scan_fn *fn;
	void *ctx;
	struct map seen;          /* paths already told: a file may be named twice */
	struct pending *pending;  /* folders below the current path */
	size_t npending, cap, at;
	size_t found;             /* bundles below the current path */
	struct buf loose;         /* Markdown files in the current path's own folder, NUL after each */
};

struct scan *scan_new(char *const *paths, bool required, scan_fn *fn, void *ctx)
{
	struct scan *s = mem_calloc(1, sizeof *s);

	while (paths[s->npaths])
		s->npaths++;
	s->paths = mem_calloc(s->npaths + 1, sizeof *s->paths);
	for (size_t i = 0; i < s->npaths; i++)
		s->paths[i] = mem_strdup(paths[i]);
	s->required = required;
	s->fn = fn;
	s->ctx = ctx;
	return s;
}

static void drop_pending(struct scan *s)
{
	for (size_t i = 0; i < s->npending; i++)
		free(s->pending[i].path);
	s->npending = s->at = s->found = 0;
	buf_clear(&s->loose);
}

void scan_free(struct scan *s)
{
	if (!s)
		return;
	drop_pending(s);
	free(s->pending);
	for (size_t i = 0; i < s->npaths; i++)
		free(s->paths[i]);
	free(s->paths);
	map_free(&s->seen);
	buf_free(&s->loose);
	free(s);
}

static void add_pending(struct scan *s, char *path, unsigned depth, size_t top)
{
	s->pending = mem_grow(s->pending, s->npending, &s->cap, sizeof *s->pending);
	s->pending[s->npending] = (struct pending){ .path = path, .depth = depth, .top = depth == 1 ? s->npending : top };
	s->npending++;
}

static void tell(struct scan *s, enum bundle_kind kind, const char *path, const char *error)
{
	s->found++;
	if (map_get(&s->seen, path, strlen(path), NULL))
		return;
	map_set(&s->seen, path, strlen(path), 1);
	s->fn(s->ctx, kind, path, error);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted; NULL with errno when it cannot be listed. */
static char **names_in(const char *path, size_t *count)
{
	DIR *dir = opendir(path);
	char **names = NULL;
	size_t cap = 0;
	struct dirent *e;

	*count = 0;
	if (!dir)
		return NULL;
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		names = mem_grow(names, *count, &cap, sizeof *names);
		names[(*count)++] = mem_strdup(e->d_name);
	}
	closedir(dir);
	if (!names)
		names = mem_calloc(1, sizeof *names);
	if (*count)
		qsort(names, *count, sizeof *names, by_name);
	return names;
}

static bool has_manifest(const char *path)
{
	char *manifest = mem_printf("%s/bundle.yaml", path);
	struct stat st;
	bool is = stat(manifest, &st) == 0 && S_ISREG(st.st_mode);

	free(manifest);
	return is;
}

static void found_markdown(struct scan *s, const struct pending *at, const char *path)
{
	if (at->depth == 0)
		buf_add(&s->loose, path, strlen(path) + 1);
	else
		s->pending[at->top].markdown = true;
}

static void look_at_name(struct scan *s, const struct pending *at, const char *name)
{
	char *path = mem_printf("%s/%s", at->path, name);
	struct stat st;

	if (lstat(path, &st) != 0) {
		free(path);
		return;
	}
	if (S_ISLNK(st.st_mode) && (stat(path, &st) != 0 || !S_ISREG(st.st_mode))) {
		free(path); /* links to folders are not followed: they may form a ring */
		return;
	}
	if (S_ISDIR(st.st_mode) && at->depth < SCAN_DEPTH && s->npending < SCAN_FOLDERS) {
		add_pending(s, path, at->depth + 1, at->top);
		return;
	}
	if (S_ISREG(st.st_mode) && name_is_bundle(name)) {
		tell(s, BUNDLE_ARCHIVE, path, NULL);
		if (at->depth)
			s->pending[at->top].found = true;
	} else if (S_ISREG(st.st_mode) && name_is_markdown(name)) {
		found_markdown(s, at, path);
	}
	free(path);
}

/* Lists one folder.  A folder with a manifest is a bundle and is not looked into. */
static void look_at_folder(struct scan *s, struct pending at, const char *error)
{
	size_t count;
	char **names;

	if (has_manifest(at.path)) {
		tell(s, BUNDLE_FOLDER, at.path, NULL);
		if (at.depth)
			s->pending[at.top].found = true;
		return;
	}
	names = names_in(at.path, &count);
	if (!names) {
		if (error)
			tell(s, BUNDLE_FOLDER, at.path, error);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		look_at_name(s, &at, names[i]);
		free(names[i]);
	}
	free(names);
}

/* A path is looked through.  With no bundle below it, it is one itself, of
 * whatever Markdown it holds; beside bundles, plain folders and single
 * reports are bundles too. */
static void finish_path(struct scan *s)
{
	if (!s->found && s->required) {
		tell(s, BUNDLE_FOLDER, s->pending[0].path, NULL);
		return;
	}
	for (size_t i = 0; i < s->npending; i++)
		if (s->pending[i].depth == 1 && s->pending[i].markdown && !s->pending[i].found)
			tell(s, BUNDLE_FOLDER, s->pending[i].path, NULL);
	for (size_t i = 0; i < s->loose.len; i += strlen(s->loose.data + i) + 1)
		tell(s, BUNDLE_FILE, s->loose.data + i, NULL);
}

static void look_at_path(struct scan *s, const char *path)
{
	struct stat st;
	char *shown = text_name(path_name(path));
	struct err err = ERR_INIT;

	if (stat(path, &st) != 0) {
		if (s->required) {
			err_sys(&err, errno, _("%s cannot be opened"), shown);
			tell(s, BUNDLE_ARCHIVE, path, err_text(&err));
		}
	} else if (S_ISDIR(st.st_mode)) {
		add_pending(s, mem_strdup(path), 0, 0);
	} else if (S_ISREG(st.st_mode)) {
		tell(s, name_is_markdown(path) ? BUNDLE_FILE : BUNDLE_ARCHIVE, path, NULL);
	} else if (s->required) {
		err_set(&err, _("%s is neither a file nor a folder."), shown);
		tell(s, BUNDLE_ARCHIVE, path, err_text(&err));
	}
	err_free(&err);
	free(shown);
}

bool scan_step(struct scan *s)
{
	if (s->at < s->npending) {
		struct pending at = s->pending[s->at++];
		struct err err = ERR_INIT;
		char *shown = text_name(path_name(at.path));

		if (at.depth == 0)
			err_set(&err, _("The folder %s cannot be listed. Check that you may read it."), shown);
		look_at_folder(s, at, at.depth == 0 && s->required ? err_text(&err) : NULL);
		err_free(&err);
		free(shown);
		return false;
	}
	if (s->npending) {
		finish_path(s);
		drop_pending(s);
		return false;
	}
	if (s->next < s->npaths) {
		look_at_path(s, s->paths[s->next++]);
		return false;
	}
	return true;
}
