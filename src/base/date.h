/* Dates in running text, in the interface's language. */
#ifndef QORJYN_BASE_DATE_H
#define QORJYN_BASE_DATE_H

#include <stdbool.h>

struct buf;

/* Appends an ISO 8601 date as people write it in lang ("2026-11-25" in "ru":
 * "25 ноября 2026 г.", "2016-04": "апрель 2016 г."); a time after the day is
 * left out.  What is no such date is added as it is, and so is every date in a
 * language whose months are not known: ISO 8601 is understood everywhere. */
void date_text(const char *iso, const char *lang, struct buf *out);
/* Whether it is a year, a month or a day as ISO 8601 writes it ("2026", "2026-11", "2026-11-25"), and there is such a day;
 * after a day a time may follow. */
bool date_is_iso(const char *s);

#endif
