#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "notes/store.h"
#include "reader/reader.h"

/* Opens the reader and gives what it says; expects this mode of its notes. */
static void expect(const struct options *o, enum reader_needs needs, enum store_mode mode, const char *said)
{
	struct err err = ERR_INIT, notice = ERR_INIT;
	struct reader r;

	assert_true(reader_open(&r, o, needs, &err, &notice));
	if (needs == READER_NO_NOTES)
		assert_null(r.store);
	else
		assert_int_equal(store_mode(r.store), mode);
	if (*said)
		assert_non_null(strstr(err_text(&notice), said));
	else
		assert_string_equal(err_text(&notice), "");
	reader_close(&r);
	err_free(&err);
	err_free(&notice);
}

static void a_state_folder_that_cannot_be_made_is_named_at_once(void **state)
{
	char file[] = "/tmp/qorjyn-reader-XXXXXX", *below;
	struct options o = { 0 };
	int fd = mkstemp(file);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	below = mem_printf("%s/state", file);
	o.state = below;
	expect(&o, READER_WRITES_NOTES, STORE_MEMORY, below);
	free(below);
	unlink(file);
}

static void without_a_place_to_write_it_is_said_and_with_no_trace_it_is_not(void **state)
{
	struct options o = { 0 };

	(void)state;
	unsetenv("HOME");
	unsetenv("XDG_DATA_HOME");
	unsetenv("QORJYN_STATE");
	unsetenv("QORJYN_PORTABLE");
	expect(&o, READER_WRITES_NOTES, STORE_MEMORY, "--state");
	expect(&o, READER_LOOKS_AT_NOTES, STORE_MEMORY, "");
	expect(&o, READER_NO_NOTES, STORE_MEMORY, "");
	o.no_trace = true;
	expect(&o, READER_WRITES_NOTES, STORE_MEMORY, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_state_folder_that_cannot_be_made_is_named_at_once),
		cmocka_unit_test(without_a_place_to_write_it_is_said_and_with_no_trace_it_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
