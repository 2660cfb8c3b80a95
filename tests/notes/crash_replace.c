/* crash_replace FOLDER: writes numbered lines into a journal and writes the whole journal
 * anew again and again, saying "ACK n" when line n must be there for good.
 * crash_replace --check FOLDER: prints the highest line; fails when one before it is missing. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "notes/journal.h"

enum { LINES = 9 };

struct found {
	bool line[LINES + 1];
};

static void line_of(int n, char out[64])
{
	snprintf(out, 64, "line %08d and its end %08d", n, n);
}

static bool read_line(void *ctx, const char *line, size_t len)
{
	struct found *found = ctx;
	char want[64];
	int n;

	for (n = 1; n <= LINES; n++) {
		line_of(n, want);
		if (len == strlen(want) && memcmp(line, want, len) == 0)
			return found->line[n] = true;
	}
	return len == 6 && memcmp(line, "header", len) == 0;
}

static int check(const char *folder)
{
	struct found found = { { 0 } };
	struct err err = ERR_INIT;
	int n, top = 0;

	journal_close(journal_open(folder, "list", false, read_line, &found, &err));
	err_free(&err);
	for (n = 1; n <= LINES; n++)
		top = found.line[n] ? n : top;
	for (n = 1; n < top; n++)
		if (!found.line[n])
			return 1;
	printf("%d\n", top);
	return 0;
}

static bool replace(struct journal *j, int upto, struct err *err)
{
	struct buf bytes = BUF_INIT;
	char line[64];
	bool ok;
	int n;

	buf_adds(&bytes, "header\n");
	for (n = 1; n <= upto; n++) {
		line_of(n, line);
		buf_addf(&bytes, "%s\n", line);
	}
	ok = journal_replace(j, bytes.data, bytes.len, err);
	buf_free(&bytes);
	return ok;
}

static void promise(int n)
{
	char line[32];
	int len = snprintf(line, sizeof line, "ACK %d\n", n);

	if (write(1, line, (size_t)len) != len)
		_exit(3);
}

int main(int argc, char **argv)
{
	struct found found = { { 0 } };
	struct err err = ERR_INIT;
	struct journal *j;
	char line[64];
	int n, failed = 0;

	if (argc == 3 && strcmp(argv[1], "--check") == 0)
		return check(argv[2]);
	j = journal_open(argv[1], "list", true, read_line, &found, &err);
	for (n = 1; n <= LINES; n++) {
		/* every third line comes by replacing, the others by appending */
		line_of(n, line);
		strcat(line, "\n");
		if (n % 3 == 0 ? replace(j, n, &err) : journal_append(j, "header\n", line, strlen(line), &err))
			promise(n);
		else
			failed = 1;
	}
	if (*err_text(&err))
		fprintf(stderr, "%s\n", err_text(&err));
	err_free(&err);
	journal_close(j);
	return failed;
}
