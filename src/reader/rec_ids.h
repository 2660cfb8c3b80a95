/* Ids for recommendations that have none, written into the sources of a bundle. */
#ifndef QORJYN_READER_REC_IDS_H
#define QORJYN_READER_REC_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include "reader/remarks.h"

struct err;
struct pack;

struct rec_ids {
	uint32_t recs, files;  /* how many were given an id, and in how many files */
	struct remarks said;   /* files that stay as they are, and why */
};

/* For each report of a folder: every recommendation without an id gets the one by which the reader knows it now, the same
 * in all languages of the report where they have as many; ids that are there stay.  A file is changed only where the id
 * stands, and only when it then reads as it did.  Stops at the first file that cannot be written: false and err. */
bool rec_ids_write(const struct pack *p, struct rec_ids *out, struct err *err);
void rec_ids_free(struct rec_ids *r);

#endif
