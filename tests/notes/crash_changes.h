/* The changes that crash_writer makes and crash_check looks for: change n of
 * COUNT adds, rewrites or removes one of its notes. */
#ifndef TESTS_NOTES_CRASH_CHANGES_H
#define TESTS_NOTES_CRASH_CHANGES_H

#include <stdbool.h>

enum { CHANGES = 24 };

struct change {
	int slot;    /* which note */
	bool remove;
};

/* Mostly new notes; 5, 12, 19 rewrite an earlier one, 8, 16, 24 remove one. */
static inline struct change change_of(int n)
{
	if (n % 8 == 0)
		return (struct change){ n - 2, true };
	if (n % 7 == 5)
		return (struct change){ n - 2, false };
	return (struct change){ n, false };
}

#endif
