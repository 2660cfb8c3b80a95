/* What --help prints.  Inside cli/ only. */
#ifndef QORJYN_CLI_HELP_H
#define QORJYN_CLI_HELP_H

#include <stddef.h>

struct buf;
struct cli_command;

/* Appends it, with the usage of each command. */
void help_add(struct buf *out, const struct cli_command *commands, size_t n);

#endif
