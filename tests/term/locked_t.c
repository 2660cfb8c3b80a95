/* An encrypted bundle as a person has it. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "term/session.h"

static const char pass[] = "tent pole under moon";

static void run(const char *format, ...)
{
	char command[1000];
	va_list ap;

	va_start(ap, format);
	vsnprintf(command, sizeof command, format, ap);
	va_end(ap);
	assert_int_equal(system(command), 0);
}

/* locked.zip of so many reports in the test's folder. */
static void make_locked(struct session *s, int reports, char bundle[100])
{
	session_begin(s);
	run("mkdir '%s/src'", s->dir);
	run("printf 'qorjyn: 1\\nid: org.example.locked\\nedition: 2026-02\\ntitle: Behind the door\\n' > '%s/src/bundle.yaml'", s->dir);
	for (int i = 1; i <= reports; i++)
		run("printf '# Report number %d\\n\\nWords of number %d.\\n\\n- The State should do %d. <!-- rec id=\"a%d\" to=\"State\" -->\\n' > '%s/src/r%d.en.md'", i, i, i, i, s->dir, i);
	snprintf(bundle, 100, "%s/locked.zip", s->dir);
	run("echo '%s' | HOME='%s' ./qorjyn pack --passphrase -o '%s' '%s/src' >/dev/null 2>&1", pass, s->dir, bundle, s->dir);
}

static void it_opens_with_its_passphrase_only(void **state)
{
	struct session s;
	char bundle[100];

	(void)state;
	make_locked(&s, 2, bundle);
	session_start(&s, (const char *const[]){ bundle, NULL }, "Passphrase of locked.zip:");
	session_pass(&s, "tent pole under sun");
	session_expect(&s, "This is not the passphrase of locked.zip.");
	session_expect(&s, "Passphrase of locked.zip:");
	session_gone(&s, "Report number 1");
	session_pass(&s, pass);
	session_expect(&s, "locked.zip is open, until you leave qorjyn.");
	session_expect(&s, "Behind the door");
	session_press(&s, "j j Enter");
	session_expect(&s, "Words of number 2.");
	session_press(&s, "i");
	session_expect(&s, "with a passphrase; open until you leave qorjyn");
	session_quit(&s);
	session_end(&s);
}

static void given_up_it_stays_closed_and_Enter_asks_again(void **state)
{
	struct session s;
	char bundle[100];

	(void)state;
	make_locked(&s, 2, bundle);
	session_start(&s, (const char *const[]){ bundle, "bundles/handbook.zip", NULL }, "The handbook of qorjyn");
	session_expect(&s, "locked.zip is encrypted");
	session_press(&s, "g");
	session_press(&s, "Enter");
	session_expect(&s, "Passphrase of locked.zip:");
	session_press(&s, "Esc");
	session_expect(&s, "It was not opened.");
	session_press(&s, "i");
	session_expect(&s, "with a passphrase; closed now");
	session_press(&s, "q");
	session_press(&s, "R");
	session_expect(&s, "Passphrase of locked.zip:");
	session_pass(&s, pass);
	session_expect(&s, "The State should do 2.");
	session_press(&s, "q");
	session_expect(&s, "Report number 1");
	session_quit(&s);
	session_end(&s);
}

static void with_one_report_in_it_that_is_read_at_once(void **state)
{
	struct session s;
	char bundle[100];

	(void)state;
	make_locked(&s, 1, bundle);
	session_start(&s, (const char *const[]){ bundle, NULL }, "Passphrase of locked.zip:");
	session_pass(&s, pass);
	session_expect(&s, "Words of number 1.");
	session_quit(&s);
	session_end(&s);
}

static void a_changed_file_is_not_opened_as_the_one_that_was_verified(void **state)
{
	struct session s;
	char bundle[100];

	(void)state;
	make_locked(&s, 2, bundle);
	run("cd '%s' && export HOME='%s' && q=\"$OLDPWD/qorjyn\" && echo | \"$q\" keygen -o key >/dev/null 2>&1 && "
	    "echo '%s' | \"$q\" sign --passphrase -s key.key locked.zip >/dev/null 2>&1 && \"$q\" --state state trust --yes key.pub Us >/dev/null",
	    s.dir, s.dir, pass);
	session_start(&s, (const char *const[]){ bundle, NULL }, "Passphrase of locked.zip:");
	session_expect(&s, "verified");
	run("printf x >> '%s'", bundle);
	session_pass(&s, pass);
	session_expect(&s, "locked.zip has changed since it was listed.");
	session_gone(&s, "Report number 1");
	session_quit(&s);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_opens_with_its_passphrase_only),
		cmocka_unit_test(given_up_it_stays_closed_and_Enter_asks_again),
		cmocka_unit_test(with_one_report_in_it_that_is_read_at_once),
		cmocka_unit_test(a_changed_file_is_not_opened_as_the_one_that_was_verified),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
