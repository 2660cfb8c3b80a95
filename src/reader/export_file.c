#include <config.h>

#include "reader/export_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "notes/file.h"
#include "reader/out_file.h"

enum { NAME_LONGEST = 200 };

bool export_file_name(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/') && strlen(name) <= NAME_LONGEST;
}

bool export_file_there(const char *folder, const char *name)
{
	char *path = mem_printf("%s/%s", folder, name);
	struct stat st;
	bool there = lstat(path, &st) == 0;

	free(path);
	return there;
}

bool export_file_write(const char *folder, const char *name, bool replace, const char *bytes, size_t len, struct err *err)
{
	char *path = mem_printf("%s/%s", folder, name), *shown = text_name(folder);
	struct out_file f;
	bool ok = folder_make(folder) || err_sys(err, errno, _("The folder %s cannot be made"), shown);

	free(shown);
	ok = ok && out_file_open(&f, path, replace, err);
	if (ok && !io_write(f.fd, bytes, len)) {
		shown = text_name(path);
		ok = err_sys(err, errno, _("%s cannot be written"), shown);
		free(shown);
		out_file_drop(&f);
	} else if (ok) {
		ok = out_file_keep(&f, err);
	}
	free(path);
	return ok;
}
