/* The terms of a query.  Internal to reader/. */
#ifndef QORJYN_READER_REC_QUERY_H
#define QORJYN_READER_REC_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "reader/rec_table.h"

struct rec_term {
	enum rec_field field;
	bool not;
	char *value; /* folded, not empty */
	size_t len;
};

struct rec_query {
	struct rec_term *terms;
	size_t count, cap;
};

#endif
