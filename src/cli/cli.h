/* The command line: options, commands, exit status. */
#ifndef QORJYN_CLI_CLI_H
#define QORJYN_CLI_CLI_H

#include <stdbool.h>

#include "reader/export.h"
#include "reader/options.h"
#include "reader/rec_table.h"

enum { STATUS_DONE = 0, STATUS_NOT_FOUND = 1, STATUS_FAILED = 2 };

/* What only pack asks. */
struct pack_args {
	const char **include, **exclude; /* NULL-terminated; NULL: none */
	size_t nincludes, nexcludes;
	bool init, write_ids, strip_metadata, despite_errors;
	const char *sign;                /* the secret key file; NULL */
};

struct cli_args {
	struct options options;    /* options.paths: all operands after the command */
	int noperands;
	const char *to, *from, *theme, *filter;
	enum rec_order order;
	bool format_named;
	bool text;                 /* for people to read on the screen; else how.format */
	struct export_how how;
	const char *output;        /* -o; NULL or "-": standard output */
	bool force;                /* an existing file may be replaced */
	bool json;
	bool mine;                 /* --mine */
	bool passphrase;           /* asked for: of what is encrypted; pack: also of what is made */
	const char *key;           /* -s: the secret key file */
	bool also, yes;            /* beside another key's signature; nothing is asked */
	bool allow_invalid;        /* cat prints what does not verify */
	bool list_keys;            /* instead of reading */
	struct pack_args pack;
	bool codes;                /* check: only the table of codes */
	const char *against;       /* check: an older edition; NULL */
};

struct cli_command {
	const char *name;
	const char *takes;         /* option letters that it takes besides those that work everywhere */
	const char *usage;         /* N_() */
	int (*run)(struct cli_args *args); /* NULL: the reader itself */
};

/* The command that argv asks for, with args filled in (cli_args_free() afterwards).  NULL when there
 * is nothing more to do: then *status is set and help, version or one line about bad usage was printed. */
const struct cli_command *cli_parse(int argc, char **argv, struct cli_args *args, int *status);
void cli_args_free(struct cli_args *args);

/* One file a command. */
int cli_cat(struct cli_args *args);
/* All reports of all paths: what the reader does when it has no terminal. */
int cli_cat_all(struct cli_args *args);
int cli_check(struct cli_args *args);
int cli_keygen(struct cli_args *args);
int cli_list(struct cli_args *args);
int cli_notes_check(struct cli_args *args);
int cli_notes_export(struct cli_args *args);
int cli_notes_forget(struct cli_args *args);
int cli_notes_import(struct cli_args *args);
int cli_notes_list(struct cli_args *args);
int cli_notes_seal(struct cli_args *args);
int cli_notes_unseal(struct cli_args *args);
int cli_pack(struct cli_args *args);
int cli_recs(struct cli_args *args);
int cli_repair(struct cli_args *args);
int cli_sign(struct cli_args *args);
/* Without words it lists, else it adds. */
int cli_trust(struct cli_args *args);
int cli_trust_add(struct cli_args *args);
int cli_trust_list(struct cli_args *args);
int cli_trust_name(struct cli_args *args);
int cli_trust_remove(struct cli_args *args);
int cli_trust_revoke(struct cli_args *args);
int cli_trust_show(struct cli_args *args);
int cli_verify(struct cli_args *args);
int cli_where(struct cli_args *args);

#endif
