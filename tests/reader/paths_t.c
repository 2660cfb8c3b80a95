#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "reader/options.h"
#include "reader/paths.h"

static const char *const variables[] = {
	"HOME", "QORJYN_LIBRARY", "QORJYN_PORTABLE", "QORJYN_STATE", "XDG_DATA_DIRS", "XDG_DATA_HOME",
};

static int start(void **state)
{
	char *dir = mem_strdup("/tmp/qorjyn-paths-XXXXXX");

	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		unsetenv(variables[i]);
	*state = dir;
	return mkdtemp(dir) ? 0 : -1;
}

static int stop(void **state)
{
	char *mark = mem_printf("%s/qorjyn.portable", (char *)*state), *sub = mem_printf("%s/bin", (char *)*state);

	unlink(mark);
	rmdir(sub);
	rmdir(*state);
	free(mark);
	free(sub);
	free(*state);
	return 0;
}

static void expect_state(const struct options *o, const char *state)
{
	struct paths p;

	paths_find(&p, o);
	if (state)
		assert_string_equal(p.state, state);
	else
		assert_null(p.state);
	assert_true(*p.state_why);
	paths_free(&p);
}

static void the_state_folder_follows_its_order(void **state)
{
	struct options o = { 0 };

	(void)state;
	expect_state(&o, NULL);
	setenv("HOME", "/home/someone", 1);
	expect_state(&o, "/home/someone/.local/share/qorjyn");
	setenv("XDG_DATA_HOME", "/data", 1);
	expect_state(&o, "/data/qorjyn");
	setenv("QORJYN_STATE", "/kept", 1);
	expect_state(&o, "/kept");
	o.state = "/named";
	expect_state(&o, "/named");
	o.no_trace = true;
	expect_state(&o, NULL);
}

static void a_relative_data_folder_is_passed_over(void **state)
{
	struct options o = { 0 };

	(void)state;
	setenv("XDG_DATA_HOME", "data", 1);
	expect_state(&o, NULL);
	setenv("HOME", "/h", 1);
	expect_state(&o, "/h/.local/share/qorjyn");
}

static void put_mark(const char *dir)
{
	char *mark = mem_printf("%s/qorjyn.portable", dir);
	FILE *f = fopen(mark, "w");

	assert_non_null(f);
	fclose(f);
	free(mark);
}

static void a_stick_keeps_state_and_bundles_in_its_own_folder(void **state)
{
	char *dir = *state, *sub = mem_printf("%s/bin", dir), *want = mem_printf("%s/state", dir), *lib = mem_printf("%s/bundles", dir);
	struct options o = { 0 };
	struct paths p;

	assert_int_equal(mkdir(sub, 0700), 0);
	put_mark(dir);
	setenv("HOME", "/h", 1);
	setenv("QORJYN_PORTABLE", sub, 1);
	paths_find(&p, &o);
	assert_string_equal(p.state, want);
	assert_string_equal(p.library[0], lib);
	assert_null(p.library[1]);
	assert_false(p.library_given);
	assert_int_not_equal(access(want, F_OK), 0);
	paths_free(&p);
	setenv("QORJYN_STATE", "/kept", 1);
	expect_state(&o, "/kept");
	free(sub);
	free(want);
	free(lib);
}

static void the_library_follows_its_order(void **state)
{
	char *given[] = { (char[]){ "x.zip" }, NULL };
	struct options o = { 0 };
	struct paths p;

	(void)state;
	setenv("HOME", "/h", 1);
	setenv("XDG_DATA_DIRS", "/one:/two", 1);
	paths_find(&p, &o);
	assert_string_equal(p.library[0], "/h/.local/share/qorjyn/bundles");
	assert_non_null(p.library[1]);
	assert_string_equal(p.library[2], "/one/qorjyn/bundles");
	assert_string_equal(p.library[3], "/two/qorjyn/bundles");
	assert_null(p.library[4]);
	paths_free(&p);
	setenv("QORJYN_LIBRARY", "/a::/b", 1);
	paths_find(&p, &o);
	assert_string_equal(p.library[0], "/a");
	assert_string_equal(p.library[1], "/b");
	assert_null(p.library[2]);
	assert_false(p.library_given);
	paths_free(&p);
	o.paths = given;
	paths_find(&p, &o);
	assert_string_equal(p.library[0], "x.zip");
	assert_true(p.library_given);
	paths_free(&p);
}

static void exports_go_where_they_were_sent_or_to_the_state(void **state)
{
	struct options o = { .state = "/s" };
	struct paths p;

	(void)state;
	paths_find(&p, &o);
	assert_string_equal(p.exports, "/s/exports");
	paths_free(&p);
	o.export_dir = "/e";
	paths_find(&p, &o);
	assert_string_equal(p.exports, "/e");
	paths_free(&p);
	o.no_trace = true;
	paths_find(&p, &o);
	assert_null(p.exports);
	paths_free(&p);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(the_state_folder_follows_its_order),
		WITH_FOLDER(a_relative_data_folder_is_passed_over),
		WITH_FOLDER(a_stick_keeps_state_and_bundles_in_its_own_folder),
		WITH_FOLDER(the_library_follows_its_order),
		WITH_FOLDER(exports_go_where_they_were_sent_or_to_the_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
