/* Dates as other programs write them.  Internal to worker/. */
#ifndef QORJYN_WORKER_FOREIGN_DATE_H
#define QORJYN_WORKER_FOREIGN_DATE_H

#include <stdbool.h>

enum { FOREIGN_DATE_SIZE = 21 };
#define FOREIGN_NO_DATE "1970-01-01T00:00:00Z"

/* ISO 8601 with or without a time, a fraction and a zone, as ours are ("2026-11-24T04:05:06Z", UTC).  False: it is none. */
bool foreign_date(const char *s, char out[FOREIGN_DATE_SIZE]);

#endif
