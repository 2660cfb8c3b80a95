/* Packs a sample bundle while the project is built.
 *
 *	pack OUT SRCDIR FOLDER FILE...
 *
 * OUT ends in .zip or .tar.zst.  Each FILE lies in FOLDER, which is relative
 * to SRCDIR; in the archive it loses FOLDER.  The same files give the same
 * bytes wherever and whenever they are packed: members are sorted, the
 * manifest first, with no time, owner or mode of the building machine. */
#include <config.h>

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SOURCE_MAX = 4 * 1024 * 1024, PATH_ROOM = 4096 };

static const char manifest[] = "bundle.yaml";

static bool has_suffix(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n > m && strcmp(s + n - m, suffix) == 0;
}

static int member_compare(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int first = (strcmp(y, manifest) == 0) - (strcmp(x, manifest) == 0);

	return first != 0 ? first : strcmp(x, y);
}

/* The whole file as a new string; NULL with a message when it cannot be read. */
static char *file_read(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	char *data = f != NULL ? malloc(SOURCE_MAX) : NULL;

	if (data == NULL) {
		fprintf(stderr, "pack: %s: %s\n", path, strerror(errno));
		if (f != NULL)
			fclose(f);
		return NULL;
	}
	*size = fread(data, 1, SOURCE_MAX, f);
	if (ferror(f) || *size == SOURCE_MAX) {
		fprintf(stderr, "pack: %s: it cannot be read, or is too large for a sample\n", path);
		free(data);
		data = NULL;
	}
	fclose(f);
	return data;
}

static bool archive_says(struct archive *a, const char *what, int answer)
{
	if (answer == ARCHIVE_OK)
		return true;
	fprintf(stderr, "pack: %s: %s\n", what, archive_error_string(a) != NULL ? archive_error_string(a) : "failed");
	return false;
}

static bool member_write(struct archive *a, const char *folder, const char *name)
{
	char path[PATH_ROOM];
	size_t size = 0;
	struct archive_entry *e;
	char *data;
	bool ok;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", folder, name) >= sizeof(path)) {
		fprintf(stderr, "pack: %s: the name is too long\n", name);
		return false;
	}
	if ((data = file_read(path, &size)) == NULL)
		return false;
	e = archive_entry_new();
	archive_entry_set_pathname(e, name);
	archive_entry_set_size(e, (int64_t)size);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_uid(e, 0);
	archive_entry_set_gid(e, 0);
	archive_entry_set_mtime(e, 0, 0);
	ok = archive_says(a, name, archive_write_header(a, e));
	if (ok && archive_write_data(a, data, size) != (la_ssize_t)size)
		ok = archive_says(a, name, ARCHIVE_FATAL);
	archive_entry_free(e);
	free(data);
	return ok;
}

/* ARCHIVE_WARN would mean that libarchive starts a program for the filter. */
static bool format_set(struct archive *a, const char *out)
{
	if (has_suffix(out, ".zip"))
		return archive_says(a, "zip", archive_write_set_format_zip(a));
	if (has_suffix(out, ".tar.zst"))
		return archive_says(a, "tar", archive_write_set_format_ustar(a)) &&
		       archive_says(a, "zstd", archive_write_add_filter_zstd(a));
	fprintf(stderr, "pack: %s: the name must end in .zip or .tar.zst\n", out);
	return false;
}

static bool bundle_write(const char *out, const char *folder, char **names, int n)
{
	struct archive *a = archive_write_new();
	bool ok;
	int i;

	ok = a != NULL && format_set(a, out) && archive_says(a, out, archive_write_open_filename(a, out));
	for (i = 0; ok && i < n; i++)
		ok = member_write(a, folder, names[i]);
	if (ok)
		ok = archive_says(a, out, archive_write_close(a));
	archive_write_free(a);
	if (!ok)
		remove(out); /* make must not take half an archive for a whole one */
	return ok;
}

int main(int argc, char **argv)
{
	char folder[PATH_ROOM];
	size_t len;
	int i;

	if (argc < 5) {
		fputs("usage: pack OUT SRCDIR FOLDER FILE...\n", stderr);
		return 2;
	}
	if ((size_t)snprintf(folder, sizeof(folder), "%s/%s", argv[2], argv[3]) >= sizeof(folder)) {
		fprintf(stderr, "pack: %s: the name is too long\n", argv[3]);
		return 2;
	}
	len = strlen(argv[3]);
	for (i = 4; i < argc; i++) {
		if (strncmp(argv[i], argv[3], len) != 0 || argv[i][len] != '/') {
			fprintf(stderr, "pack: %s: not in %s\n", argv[i], argv[3]);
			return 2;
		}
		argv[i] += len + 1;
	}
	qsort(argv + 4, (size_t)(argc - 4), sizeof(*argv), member_compare);
	return bundle_write(argv[1], folder, argv + 4, argc - 4) ? 0 : 2;
}
