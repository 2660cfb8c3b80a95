/* Which files of a folder belong into a bundle. */
#ifndef QORJYN_READER_BELONGS_H
#define QORJYN_READER_BELONGS_H

#include <stdbool.h>
#include <stddef.h>

/* The file in the folder that is packed, with a pattern a line. */
#define BELONGS_FILE ".qorjynignore"
enum { PATTERNS_MAX = 1 << 20 /* bytes of it */ };

enum belongs {
	BELONGS,
	LEFT_HIDDEN,   /* ".x" */
	LEFT_SYSTEM,   /* what desktops leave behind: Thumbs.db, __MACOSX/ */
	LEFT_BACKUP,   /* of an editor */
	LEFT_ARCHIVE,  /* a bundle in a bundle is not read */
	LEFT_IGNORED,  /* by --exclude, the file of patterns, or because --include names others */
	LEFT_KINDS
};

struct patterns {
	char **list;
	size_t n, cap;
};

struct belonging {
	char *const *include, *const *exclude; /* NULL-terminated, or NULL; the caller's */
	struct patterns ignore;
};

/* Takes the lines of a file of patterns: "*.tmp", "/drafts/", "!keep.tmp"; "#" begins a comment. */
void belongs_read(struct belonging *b, const char *text, size_t len);
/* path: relative, normal; what lies in a folder that was left out is not asked for. */
enum belongs belongs(const struct belonging *b, const char *path, bool folder);
/* The same for a path whose folders nobody has asked for. */
enum belongs belongs_all(const struct belonging *b, const char *path);
/* What was read is forgotten; the rest stays. */
void belongs_forget(struct belonging *b);
void belongs_free(struct belonging *b);

#endif
