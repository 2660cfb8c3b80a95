/* Runs a target on files, with any compiler: the seeds and the crashes of this
 * target as TAP, or the files and folders that are named. */
#include <config.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/mem.h"
#include "fuzz/fuzz.h"

enum { INPUT_MAX = 16 << 20 };

static unsigned run;

static void replay_file(const char *path)
{
	struct buf bytes = BUF_INIT;
	int fd = open(path, O_RDONLY);
	char *exact;

	if (fd < 0 || !io_read_all(fd, &bytes, INPUT_MAX)) {
		printf("not ok - %s cannot be read\n", path);
		exit(1);
	}
	close(fd);
	/* said before, so that it is known which one it was */
	printf("# %s\n", path);
	fflush(stdout);
	exact = mem_alloc(bytes.len ? bytes.len : 1); /* no byte more, for the sanitizers */
	if (bytes.len)
		memcpy(exact, bytes.data, bytes.len);
	LLVMFuzzerTestOneInput((const uint8_t *)exact, bytes.len);
	free(exact);
	buf_free(&bytes);
	run++;
}

static void replay(const char *path)
{
	struct dirent **names;
	struct stat st;
	int n;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		replay_file(path);
		return;
	}
	n = scandir(path, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char *one = mem_printf("%s/%s", path, names[i]->d_name);

		if (names[i]->d_name[0] != '.')
			replay(one);
		free(one);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

static void replay_kind(const char *kind, const char *what, unsigned test)
{
	const char *top = getenv("top_srcdir");
	char *path = mem_printf("%s/tests/fuzz/%s/%s", top ? top : ".", kind, fuzz_name);
	struct stat st;

	run = 0;
	if (stat(path, &st) == 0)
		replay(path);
	/* a target without a seed has none of its paths tried */
	printf("%s %u - %s: %u %s\n", run || test > 1 ? "ok" : "not ok", test, fuzz_name, run, what);
	free(path);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc > 1)
		return 0;
	printf("1..2\n");
	replay_kind("seeds", "seeds hold", 1);
	replay_kind("crashes", "inputs that once crashed hold", 2);
	return 0;
}
