#include <config.h>

#include "reader/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "reader/options.h"

static const char *env(const char *name)
{
	const char *s = getenv(name);

	return s && *s ? s : NULL;
}

static bool is_there(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Absolute, so that a jail and a changed folder mean the same. */
static char *absolute(const char *path)
{
	char cwd[PATH_MAX];

	if (path[0] == '/' || !getcwd(cwd, sizeof cwd))
		return mem_strdup(path);
	return mem_printf("%s/%s", cwd, path);
}

/* The folder the program stands in; NULL when it was found through $PATH. */
static char *program_folder(const char *program)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *path, *slash;

	if (n > 0) {
		self[n] = '\0';
		path = mem_strdup(self);
	} else if (program && strchr(program, '/')) {
		path = absolute(program);
	} else {
		return NULL;
	}
	slash = strrchr(path, '/');
	*slash = '\0';
	return path;
}

/* The folder of a stick: the program's own or the one above it, where the
 * file qorjyn.portable stands.  The launcher may run a copy and names its own
 * folder in the environment. */
static char *portable_folder(const char *program)
{
	const char *from = env("QORJYN_PORTABLE");
	char *here = from ? absolute(from) : program_folder(program);

	for (int up = 0; here && up < 2; up++) {
		char *mark = mem_printf("%s/qorjyn.portable", here);
		bool found = is_there(mark);
		char *slash;

		free(mark);
		if (found)
			return here;
		slash = strrchr(here, '/');
		if (!slash || slash == here)
			break;
		*slash = '\0';
	}
	free(here);
	return NULL;
}

/* By doing, not by asking: only a file that was created and synced counts. */
static bool can_be_written(const char *probe)
{
	int fd = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok = false;

	if (fd >= 0) {
		ok = fsync(fd) == 0;
		close(fd);
		unlink(probe);
	}
	return ok;
}

/* The user's data folder; NULL. */
static char *user_folder(void)
{
	if (env("XDG_DATA_HOME") && env("XDG_DATA_HOME")[0] == '/')
		return mem_printf("%s/qorjyn", env("XDG_DATA_HOME"));
	if (env("HOME") && env("HOME")[0] == '/')
		return mem_printf("%s/.local/share/qorjyn", env("HOME"));
	return NULL;
}

static void find_state(struct paths *p, const struct options *o, const char *portable)
{
	bool named = o->no_trace || o->state || env("QORJYN_STATE");

	if (portable && !named)
		p->probe = mem_printf("%s/.qorjyn-probe-%ld", portable, (long)getpid());
	if (o->no_trace) {
		p->state_why = mem_strdup(_("nothing is written (--no-trace)"));
	} else if (o->state) {
		p->state = absolute(o->state);
		p->state_why = mem_strdup(_("named by --state"));
	} else if (env("QORJYN_STATE")) {
		p->state = absolute(env("QORJYN_STATE"));
		p->state_why = mem_strdup(_("named by QORJYN_STATE"));
	} else if (p->probe && can_be_written(p->probe)) {
		p->state = mem_printf("%s/state", portable);
		p->state_why = mem_strdup(_("beside the program, on its stick"));
	} else if ((p->state = user_folder()) != NULL) {
		p->state_why = mem_strdup(_("the user's data folder"));
	} else {
		p->state_why = mem_strdup(_("there is no place to write to: HOME is not set"));
	}
	if (o->no_trace)
		return;
	if (o->export_dir)
		p->exports = absolute(o->export_dir);
	else if (p->state)
		p->exports = mem_printf("%s/exports", p->state);
}

/* It was once called as the folder of trusted keys is. */
static char *keyboard_file(const char *folder)
{
	char *path = mem_printf("%s/keyboard", folder), *old = mem_printf("%s/keys", folder);

	if (!is_there(path) && is_there(old) && !is_folder(old)) {
		free(path);
		return old;
	}
	free(old);
	return path;
}

/* Beside the notes; a stick's own, whether or not the stick can be written. */
static void find_keys(struct paths *p, const struct options *o, const char *portable)
{
	const char *named = o->state ? o->state : env("QORJYN_STATE");
	char *folder = named ? absolute(named) : portable ? mem_printf("%s/state", portable) : user_folder();

	p->keys = folder ? keyboard_file(folder) : NULL;
	/* where what is trusted is kept, not where a stick that cannot be written has some */
	if (p->state || folder)
		p->trusted = mem_printf("%s/keys", p->state ? p->state : folder);
	free(folder);
}

struct list { char **items; size_t count, cap; };

static void list_add(struct list *l, char *item)
{
	l->items = mem_grow(l->items, l->count, &l->cap, sizeof *l->items);
	l->items[l->count++] = item;
}

/* Splits at ":" and appends TAIL to each. */
static void list_add_split(struct list *l, const char *s, const char *tail)
{
	while (*s) {
		size_t n = strcspn(s, ":");

		if (n)
			list_add(l, mem_printf("%.*s%s", (int)n, s, tail));
		s += n;
		if (*s)
			s++;
	}
}

static void find_library(struct paths *p, const struct options *o, const char *portable)
{
	struct list l = { 0 };
	const char *home = env("HOME"), *data = env("XDG_DATA_HOME");

	if (o->paths && o->paths[0]) {
		for (char **path = o->paths; *path; path++)
			list_add(&l, mem_strdup(*path));
		p->library_given = true;
	} else if (env("QORJYN_LIBRARY")) {
		list_add_split(&l, env("QORJYN_LIBRARY"), "");
	} else if (portable) {
		list_add(&l, mem_printf("%s/bundles", portable));
	} else {
		if (data && data[0] == '/')
			list_add(&l, mem_printf("%s/qorjyn/bundles", data));
		else if (home)
			list_add(&l, mem_printf("%s/.local/share/qorjyn/bundles", home));
		list_add(&l, mem_strdup(PKGDATADIR "/bundles"));
		if (env("XDG_DATA_DIRS"))
			list_add_split(&l, env("XDG_DATA_DIRS"), "/qorjyn/bundles");
	}
	list_add(&l, NULL);
	p->library = l.items;
}

void paths_find(struct paths *p, const struct options *o)
{
	char *portable = portable_folder(o->program);

	memset(p, 0, sizeof *p);
	find_state(p, o, portable);
	find_keys(p, o, portable);
	find_library(p, o, portable);
	free(portable);
}

void paths_free(struct paths *p)
{
	free(p->state);
	free(p->state_why);
	free(p->exports);
	free(p->probe);
	free(p->keys);
	free(p->trusted);
	for (char **s = p->library; s && *s; s++)
		free(*s);
	free(p->library);
	memset(p, 0, sizeof *p);
}

/* A folder with translations beside or above folder; NULL when there is none. */
static char *locale_beside(const char *folder)
{
	static const char *const beside[] = { "locale", "po", "../locale", "../share/locale" };

	for (size_t i = 0; folder && i < sizeof beside / sizeof *beside; i++) {
		char *dir = mem_printf("%s/%s", folder, beside[i]);

		if (is_folder(dir))
			return dir;
		free(dir);
	}
	return NULL;
}

char *paths_locale(const char *program)
{
	char *folder, *dir;

	if (env("QORJYN_LOCALEDIR"))
		return mem_strdup(env("QORJYN_LOCALEDIR"));
	/* a launcher may run a copy: what travels along is in its own folder */
	folder = env("QORJYN_PORTABLE") ? absolute(env("QORJYN_PORTABLE")) : NULL;
	dir = locale_beside(folder);
	free(folder);
	if (!dir) {
		folder = program_folder(program);
		dir = locale_beside(folder);
		free(folder);
	}
	return dir ? dir : mem_strdup(LOCALEDIR);
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}
