/* crash_writer FOLDER [FIRST [LAST]]: makes the changes through the store, as the reader
 * does, and says "ACK n" after each that is promised to be safe, "NO n why" after
 * each that is not.  With QORJYN_TEST_LIES set it always says the first, which
 * the test must find out. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "notes/store.h"
#include "notes/crash_changes.h"

static void say(const char *word, int n, const char *why)
{
	char line[1024];
	int len = snprintf(line, sizeof line, "%s %d %s\n", word, n, why);

	if (len >= (int)sizeof line)
		len = sizeof line - 1;
	/* one write a line, so that the trace shows when it was said */
	if (write(1, line, (size_t)len) != len)
		_exit(3);
}

static void set(char **to, char *s)
{
	free(*to);
	*to = s;
}

static bool change(struct store *store, int n, struct err *err)
{
	struct change c = change_of(n);
	char uuid[64];
	struct note *note;

	snprintf(uuid, sizeof uuid, "urn:uuid:00000000-0000-4000-8000-%012d", c.slot);
	if (c.remove)
		return store_remove(store, uuid, err);
	note = note_new();
	set(&note->uuid, mem_strdup(uuid));
	set(&note->series, mem_strdup("org.example.report"));
	set(&note->report, mem_strdup("kazakhstan"));
	set(&note->lang, mem_strdup("kk"));
	set(&note->exact, mem_strdup("Заңнаманы халықаралық стандарттарға сәйкестендіру қажет."));
	set(&note->text, mem_printf("change %d", n));
	return store_put(store, note, err);
}

int main(int argc, char **argv)
{
	int n, first = argc > 2 ? atoi(argv[2]) : 1, last = argc > 3 ? atoi(argv[3]) : CHANGES;
	struct err err = ERR_INIT;
	struct store *store = store_open(argv[1], true, &err);

	if (*err_text(&err))
		say("SAID", 0, err_text(&err));
	for (n = first; n <= last; n++) {
		err_free(&err);
		if (change(store, n, &err) || getenv("QORJYN_TEST_LIES"))
			say("ACK", n, "");
		else
			say("NO", n, err_text(&err));
		store_set_reading(store, "org.example.report", "kazakhstan", "kk", (uint32_t)n, 0, (unsigned)n);
		if (n % 6 == 0)
			store_save_readings(store, &err);
	}
	err_free(&err);
	store_close(store);
	return 0;
}
