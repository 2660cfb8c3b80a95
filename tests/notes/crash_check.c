/* crash_check FOLDER: prints n when the notes there are exactly those after the
 * changes 1 ... n; fails when they are not so for any n.
 * crash_check FOLDER n|n? ...: fails unless they are those after the
 * named changes; "n?" was neither promised nor denied and may be there or not. */
#include <config.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "notes/store.h"
#include "notes/crash_changes.h"

/* What a slot holds: 0 nothing, else the number of the change. */
static bool read_slots(const char *folder, int have[CHANGES + 1], struct err *err)
{
	struct store *store = store_open(folder, false, err);
	bool ok = true;
	size_t n;

	for (n = 0; ok && n < store_count(store); n++) {
		const struct note *note = store_note(store, n);
		int slot, change;

		ok = sscanf(note->uuid, "urn:uuid:00000000-0000-4000-8000-%d", &slot) == 1 && slot >= 1 && slot <= CHANGES &&
		     sscanf(note->text, "change %d", &change) == 1 && change_of(change).slot == slot &&
		     strcmp(note->report, "kazakhstan") == 0 &&
		     strcmp(note->exact, "Заңнаманы халықаралық стандарттарға сәйкестендіру қажет.") == 0;
		if (ok)
			have[slot] = change;
	}
	store_close(store);
	return ok;
}

static int highest(const int have[CHANGES + 1])
{
	int want[CHANGES + 1] = { 0 }, n, found = memcmp(have, want, sizeof want) == 0 ? 0 : -1;

	for (n = 1; n <= CHANGES; n++) {
		struct change c = change_of(n);

		want[c.slot] = c.remove ? 0 : n;
		if (memcmp(have, want, sizeof want) == 0)
			found = n;
	}
	return found;
}

/* One possible content a bit. */
static bool allowed(const int have[CHANGES + 1], int argc, char **argv)
{
	unsigned long may[CHANGES + 1];
	int slot, a;

	for (slot = 0; slot <= CHANGES; slot++)
		may[slot] = 1;
	for (a = 0; a < argc; a++) {
		int n = atoi(argv[a]);
		struct change c = change_of(n);
		unsigned long bit = c.remove ? 1 : 1ul << n;

		may[c.slot] = strchr(argv[a], '?') ? may[c.slot] | bit : bit;
	}
	for (slot = 1; slot <= CHANGES; slot++)
		if (!(may[slot] >> have[slot] & 1)) {
			printf("note %d holds change %d\n", slot, have[slot]);
			return false;
		}
	return true;
}

int main(int argc, char **argv)
{
	int have[CHANGES + 1] = { 0 }, found;
	struct err err = ERR_INIT;
	bool ok = read_slots(argv[1], have, &err);

	if (!ok)
		printf("a note is not as it was written\n");
	else if (argc > 2)
		ok = allowed(have, argc - 2, argv + 2);
	else if ((found = highest(have)) >= 0)
		printf("%d\n", found);
	else
		ok = false;
	if (*err_text(&err))
		fprintf(stderr, "%s\n", err_text(&err));
	err_free(&err);
	return ok ? 0 : 1;
}
