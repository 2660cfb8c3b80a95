/* Translations without the locale machinery of the libc: reads GNU .mo files
 * itself, so the language can be chosen (and changed while running) on systems
 * that have no locale but C, whatever libc the program is linked with.
 *
 * The loaded catalogue is the one piece of file-level state outside the
 * terminal's file: set at the start, before the jail, or when the person picks
 * another language.  Strings that tr() gave are gone after the next load.
 * A translation is used only when printf() with the original's arguments is
 * safe with it. */
#ifndef QORJYN_BASE_I18N_H
#define QORJYN_BASE_I18N_H

#include <stdbool.h>

/* Loads DIR/LANG.mo, DIR/LANG.gmo or DIR/LANG/LC_MESSAGES/qorjyn.mo; "en" or
 * NULL: none.  False when there is no such catalogue or it is damaged; the
 * program then goes on in English. */
bool i18n_load(const char *dir, const char *lang);
void i18n_free(void);
/* Loads the first of langs (canonical codes, NULL-terminated) that has a sound
 * catalogue in dir, else the one without its script or region ("uk" for
 * "uk-Latn"); English where "en" comes first or none is there. */
void i18n_choose(const char *dir, char *const *langs);
const char *i18n_language(void); /* "en" when nothing is loaded */
/* Whether the header of the catalogue says "X-Review: draft": no native speaker has reviewed it. */
bool i18n_is_draft(void);

const char *tr(const char *msgid) __attribute__((format_arg(1)));
const char *tr_n(const char *one, const char *many, unsigned long n) __attribute__((format_arg(1), format_arg(2)));
const char *tr_c(const char *context, const char *msgid) __attribute__((format_arg(2)));

#define _(s) tr(s)
#define N_(s) (s)

#endif
