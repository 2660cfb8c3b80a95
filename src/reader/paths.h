/* Where things are: the state folder, the libraries, the translations. */
#ifndef QORJYN_READER_PATHS_H
#define QORJYN_READER_PATHS_H

#include <stdbool.h>
#include <stddef.h>

struct options;

struct paths {
	char *state;        /* absolute state folder (may not exist yet); NULL: memory only */
	char *state_why;    /* where it comes from, a translated phrase for "where" */
	char *exports;      /* folder for exports: export_dir, else STATE/exports; NULL */
	char *probe;        /* made and removed to see whether the program's folder can be written; NULL: none was */
	char *keys;         /* the keys file of the keyboard, only read, with --no-trace too; NULL: no place for one */
	char *trusted;      /* folder of the keys that the person trusts, read with --no-trace too; NULL: no place for one */
	char **library;     /* bundles, folders, .md files to look through, NULL-terminated */
	bool library_given; /* named on the command line: what is missing is an error */
};

/* Resolves everything (home folder included) before the jail. */
void paths_find(struct paths *p, const struct options *o);
void paths_free(struct paths *p);
/* The last part of a path, the path itself where there is none ("/"); points into it. */
const char *path_name(const char *path);
/* The folder with translations that fits this program: $QORJYN_LOCALEDIR, else beside the launcher
 * ($QORJYN_PORTABLE) or the program (stick, build tree, moved installation), else LOCALEDIR.  Caller frees. */
char *paths_locale(const char *program);

#endif
