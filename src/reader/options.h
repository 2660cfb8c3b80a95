/* What the person asked for on the command line and in the environment. */
#ifndef QORJYN_READER_OPTIONS_H
#define QORJYN_READER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum background { BACKGROUND_AUTO /* as COLORFGBG says */, BACKGROUND_DARK, BACKGROUND_LIGHT };

enum { LOCK_AFTER = 10, LOCK_AFTER_MAX = 24 * 60 /* minutes */ };

struct options {
	char **langs;          /* preferred languages, best first, NULL-terminated; lang_preferred() */
	bool langs_named;      /* by --lang, not only by the environment */
	char **paths;          /* as given, NULL-terminated; may be empty */
	const char *state;     /* --state, or NULL */
	const char *export_dir;/* --export-dir, or NULL */
	const char *program;   /* argv[0], for what stands beside the program */
	bool linear;           /* --linear: words, one thing after another, for speech and Braille */
	bool ascii;            /* --ascii, or a locale that is not UTF-8 */
	bool no_trace;
	bool no_places;        /* reading places are not kept */
	unsigned lock_after;   /* minutes without a key until sealed notes are locked; 0: never */
	enum color_when color;
	enum background background; /* what colours are chosen for */
	unsigned width;        /* -w; 0: default */
};

#endif
