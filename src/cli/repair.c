#include <config.h>
#include "cli/cli.h"
int cli_repair(struct cli_args *args)
{
	(void)args;
	return STATUS_FAILED;
}
