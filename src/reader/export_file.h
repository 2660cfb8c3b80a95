/* A file in the folder for exports: the jail lets nothing be written elsewhere. */
#ifndef QORJYN_READER_EXPORT_FILE_H
#define QORJYN_READER_EXPORT_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct err;

/* A name that stays in the folder: no slash, no dot at its beginning, not too long. */
bool export_file_name(const char *name);
bool export_file_there(const char *folder, const char *name);
/* Makes the folder where it is missing, and the file as out_file.h does.  False and err: nothing of it is there. */
bool export_file_write(const char *folder, const char *name, bool replace, const char *bytes, size_t len, struct err *err);

#endif
