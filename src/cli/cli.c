#include <config.h>

#include "cli/cli.h"
#include "cli/help.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/out.h"

/* Letters of options without a short form of their own. */
enum { OPT_ASCII = 256, OPT_NO_COLOR, OPT_STATE, OPT_EXPORT_DIR, OPT_NO_TRACE, OPT_NO_PLACES, OPT_COLOR, OPT_JSON, OPT_TO, OPT_FROM, OPT_THEME, OPT_FORMAT, OPT_FILTER, OPT_LIST_KEYS, OPT_LINEAR, OPT_LOCK_AFTER,
	OPT_AGAINST, OPT_CODES, OPT_GROUP, OPT_SORT, OPT_CITE, OPT_WITH_NOTES, OPT_SEPARATOR, OPT_BOM, OPT_FORCE, OPT_MINE, OPT_WITH_OTHERS,
	OPT_ALSO, OPT_YES, OPT_ALLOW_INVALID, OPT_PASSPHRASE,
	OPT_INCLUDE, OPT_EXCLUDE, OPT_INIT, OPT_WRITE_IDS, OPT_STRIP_METADATA, OPT_DESPITE_ERRORS, OPT_SIGN };

static const struct option long_options[] = {
	{ "lang", required_argument, NULL, 'l' },
	{ "width", required_argument, NULL, 'w' },
	{ "linear", no_argument, NULL, OPT_LINEAR },
	{ "ascii", no_argument, NULL, OPT_ASCII },
	{ "no-color", no_argument, NULL, OPT_NO_COLOR },
	{ "state", required_argument, NULL, OPT_STATE },
	{ "export-dir", required_argument, NULL, OPT_EXPORT_DIR },
	{ "no-trace", no_argument, NULL, OPT_NO_TRACE },
	{ "no-places", no_argument, NULL, OPT_NO_PLACES },
	{ "color", required_argument, NULL, OPT_COLOR },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "to", required_argument, NULL, OPT_TO },
	{ "from", required_argument, NULL, OPT_FROM },
	{ "theme", required_argument, NULL, OPT_THEME },
	{ "format", required_argument, NULL, OPT_FORMAT },
	{ "list-keys", no_argument, NULL, OPT_LIST_KEYS },
	{ "filter", required_argument, NULL, OPT_FILTER },
	{ "group", required_argument, NULL, OPT_GROUP },
	{ "sort", required_argument, NULL, OPT_SORT },
	{ "cite", required_argument, NULL, OPT_CITE },
	{ "with-notes", no_argument, NULL, OPT_WITH_NOTES },
	{ "with-others", no_argument, NULL, OPT_WITH_OTHERS },
	{ "mine", no_argument, NULL, OPT_MINE },
	{ "separator", required_argument, NULL, OPT_SEPARATOR },
	{ "bom", no_argument, NULL, OPT_BOM },
	{ "output", required_argument, NULL, 'o' },
	{ "force", no_argument, NULL, OPT_FORCE },
	{ "include", required_argument, NULL, OPT_INCLUDE },
	{ "exclude", required_argument, NULL, OPT_EXCLUDE },
	{ "init", no_argument, NULL, OPT_INIT },
	{ "write-ids", no_argument, NULL, OPT_WRITE_IDS },
	{ "strip-metadata", no_argument, NULL, OPT_STRIP_METADATA },
	{ "despite-errors", no_argument, NULL, OPT_DESPITE_ERRORS },
	{ "sign", required_argument, NULL, OPT_SIGN },
	{ "against", required_argument, NULL, OPT_AGAINST },
	{ "codes", no_argument, NULL, OPT_CODES },
	{ "key", required_argument, NULL, 's' },
	{ "also", no_argument, NULL, OPT_ALSO },
	{ "yes", no_argument, NULL, OPT_YES },
	{ "allow-invalid", no_argument, NULL, OPT_ALLOW_INVALID },
	{ "passphrase", no_argument, NULL, OPT_PASSPHRASE },
	{ "lock-after", required_argument, NULL, OPT_LOCK_AFTER },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

/* Which options only some commands take; see cli_command.takes. */
static const struct { int option; char letter; const char *name; } special[] = {
	{ 'w', 'w', "-w" }, { OPT_COLOR, 'c', "--color" }, { OPT_JSON, 'j', "--json" }, { OPT_TO, 'r', "--to" }, { OPT_FROM, 'f', "--from" },
	{ OPT_THEME, 't', "--theme" }, { OPT_FILTER, 'r', "--filter" }, { OPT_GROUP, 'r', "--group" }, { OPT_SORT, 'r', "--sort" },
	{ OPT_CITE, 'x', "--cite" }, { OPT_FORMAT, 'x', "--format" }, { OPT_SEPARATOR, 'x', "--separator" }, { OPT_BOM, 'x', "--bom" },
	{ 'o', 'O', "-o" }, { OPT_FORCE, 'F', "--force" }, { OPT_WITH_NOTES, 'r', "--with-notes" },
	{ OPT_MINE, 'm', "--mine" }, { OPT_WITH_OTHERS, 'o', "--with-others" }, { OPT_AGAINST, 'a', "--against" }, { OPT_CODES, 'a', "--codes" },
	{ OPT_INCLUDE, 'p', "--include" }, { OPT_EXCLUDE, 'p', "--exclude" }, { OPT_INIT, 'p', "--init" }, { OPT_WRITE_IDS, 'p', "--write-ids" },
	{ OPT_STRIP_METADATA, 'p', "--strip-metadata" }, { OPT_DESPITE_ERRORS, 'p', "--despite-errors" }, { OPT_SIGN, 'p', "--sign" },
	{ OPT_LIST_KEYS, 'k', "--list-keys" }, { OPT_LINEAR, 'n', "--linear" }, { OPT_LOCK_AFTER, 'l', "--lock-after" },
	{ 's', 's', "-s" }, { OPT_ALSO, 's', "--also" }, { OPT_YES, 'y', "--yes" }, { OPT_PASSPHRASE, 'P', "--passphrase" }, { OPT_ALLOW_INVALID, 'i', "--allow-invalid" },
};

static const struct cli_command commands[] = {
	{ "", "wktnl", N_("qorjyn [--linear] [OPTION...] [PATH...]"), NULL },
	{ "cat", "wcniP", N_("qorjyn cat [--linear] [-w COLUMNS] [-l LANGUAGE] [--color=WHEN] PATH [REPORT]"), cli_cat },
	{ "list", "jP", N_("qorjyn list [--json] [PATH...]"), cli_list },
	{ "recs", "rtxfOFP", N_("qorjyn recs [CHOICE...] [--format=FORMAT] [-o FILE] [PATH...]"), cli_recs },
	{ "notes list", "rtjfOFP", N_("qorjyn notes list [CHOICE...] [--json] [-o FILE] [PATH...]"), cli_notes_list },
	{ "notes export", "rtxfoOFP", N_("qorjyn notes export [CHOICE...] [--format=FORMAT] [-o FILE] [PATH...]"), cli_notes_export },
	{ "notes check", "jP", N_("qorjyn notes check [--json] [PATH...]"), cli_notes_check },
	{ "notes seal", "", N_("qorjyn notes seal"), cli_notes_seal },
	{ "notes unseal", "", N_("qorjyn notes unseal"), cli_notes_unseal },
	{ "notes import", "fm", N_("qorjyn notes import [--mine | --from NAME] FILE..."), cli_notes_import },
	{ "notes forget", "", N_("qorjyn notes forget NAME"), cli_notes_forget },
	{ "check", "jaP", N_("qorjyn check [--json] [--against OLD] PATH [PATH...]"), cli_check },
	{ "keygen", "O", N_("qorjyn keygen [-o NAME]"), cli_keygen },
	{ "sign", "sFP", N_("qorjyn sign [-s KEY] [--also] [--force] BUNDLE..."), cli_sign },
	{ "verify", "j", N_("qorjyn verify [--json] PATH..."), cli_verify },
	{ "trust list", "j", N_("qorjyn trust list [--json]"), cli_trust_list },
	{ "trust show", "", N_("qorjyn trust show KEY"), cli_trust_show },
	{ "trust add", "y", N_("qorjyn trust add [--yes] KEY [NAME]"), cli_trust_add },
	{ "trust name", "", N_("qorjyn trust name KEY NAME"), cli_trust_name },
	{ "trust remove", "y", N_("qorjyn trust remove [--yes] KEY"), cli_trust_remove },
	{ "trust revoke", "y", N_("qorjyn trust revoke [--yes] KEY"), cli_trust_revoke },
	{ "trust", "y", N_("qorjyn trust [--yes] KEY [NAME]"), cli_trust },
	{ "pack", "OFpP", N_("qorjyn pack [OPTION...] [-o FILE] FOLDER"), cli_pack },
	{ "repair", "OFP", N_("qorjyn repair -o FILE DAMAGED [COPY...]"), cli_repair },
	{ "where", "", N_("qorjyn where [PATH...]"), cli_where },
};

/* Their names are taken; a later version has them. */
static const char *const later[] = { "find" };

enum { COMMANDS = sizeof commands / sizeof *commands };

static bool print_help(void)
{
	struct buf out = BUF_INIT;
	bool ok;

	help_add(&out, commands, COMMANDS);
	ok = out_flush(&out, true);
	buf_free(&out);
	return ok;
}

static bool print_version(void)
{
	struct buf out = BUF_INIT;
	bool ok;

	buf_adds(&out, PACKAGE_STRING "\n");
	if (i18n_is_draft())
		buf_addf(&out, "%s\n", _("This translation is a draft: no native speaker has reviewed it yet."));
	ok = out_flush(&out, true);
	buf_free(&out);
	return ok;
}

/* One clear line. */
__attribute__((format(printf, 2, 3)))
static bool usage_error(int *status, const char *fmt, ...)
{
	struct buf line = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&line, fmt, ap);
	va_end(ap);
	out_error("%s", buf_str(&line));
	buf_free(&line);
	*status = STATUS_FAILED;
	return false;
}

static bool set_width(struct options *o, const char *s, int *status)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (*end || end == s || s[0] == '-' || n < 20 || n > 10000)
		return usage_error(status, _("-w needs a number of columns from 20 to 10000, not \"%s\"."), s);
	o->width = (unsigned)n;
	return true;
}

static bool set_lock_after(struct options *o, const char *s, int *status)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (*end || end == s || s[0] == '-' || n > LOCK_AFTER_MAX)
		return usage_error(status, _("--lock-after needs minutes from 0 (never) to 1440, not \"%s\"."), s);
	o->lock_after = (unsigned)n;
	return true;
}

static bool set_color(struct options *o, const char *s, int *status)
{
	static const char *const names[] = { [COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(s, names[i])) {
			o->color = (enum color_when)i;
			return true;
		}
	return usage_error(status, _("--color is always, auto or never, not \"%s\"."), s);
}

/* The reader's --theme; recs has one that is about recommendations. */
static bool set_background(struct options *o, const char *s, int *status)
{
	static const char *const names[] = { [BACKGROUND_AUTO] = "auto", [BACKGROUND_DARK] = "dark", [BACKGROUND_LIGHT] = "light" };

	if (!strcmp(s, "mono")) {
		o->color = COLOR_NEVER;
		return true;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(s, names[i])) {
			o->background = (enum background)i;
			return true;
		}
	return usage_error(status, _("--theme is auto, dark, light or mono, not \"%s\"."), s);
}

static bool set_lang(struct options *o, const char *s, int *status)
{
	char **list = lang_list(s);
	bool any = list[0] != NULL;

	lang_list_free(list);
	if (!any)
		return usage_error(status, _("\"%s\" is not a language code such as kk, ru or en."), s);
	lang_list_free(o->langs);
	o->langs = lang_preferred(s);
	o->langs_named = true;
	return true;
}

/* Which of names[n] s is, SIZE_MAX none. */
static size_t name_index(const char *const *names, size_t n, const char *s)
{
	for (size_t i = 0; i < n; i++)
		if (names[i] && !strcmp(names[i], s))
			return i;
	return SIZE_MAX;
}

static bool set_format(struct cli_args *args, const char *s, int *status)
{
	size_t i = name_index(export_format_names, EXPORT_FORMATS, s);

	args->text = !strcmp(s, "text");
	args->format_named = true;
	if (i != SIZE_MAX)
		args->how.format = (enum export_format)i;
	else if (!args->text)
		return usage_error(status, _("--format is text, markdown, csv, json, annotations, bibtex, csl or ris, not \"%s\"."), s);
	return true;
}

static bool set_group(struct cli_args *args, const char *s, int *status)
{
	static const char *const names[GROUPS] = { [GROUP_REPORT] = "report", [GROUP_TO] = "to", [GROUP_FROM] = "from", [GROUP_THEME] = "theme",
		[GROUP_RESPONSE] = "response", [GROUP_STATUS] = "status", [GROUP_TAG] = "tag" };
	size_t i = name_index(names, GROUPS, s);

	if (i == SIZE_MAX)
		return usage_error(status, _("--group is report, to, from, theme, response, status or tag, not \"%s\"."), s);
	args->how.group = (enum rec_group)i;
	return true;
}

static bool set_order(struct cli_args *args, const char *s, int *status)
{
	static const char *const names[ORDERS] = { [ORDER_REPORT] = "report", [ORDER_TO] = "to", [ORDER_THEME] = "theme", [ORDER_STATUS] = "status",
		[ORDER_DATE] = "date" };
	size_t i = name_index(names, ORDERS, s);

	if (i == SIZE_MAX)
		return usage_error(status, _("--sort is report, to, theme, status or date, not \"%s\"."), s);
	args->order = (enum rec_order)i;
	return true;
}

static bool set_cite(struct cli_args *args, const char *s, int *status)
{
	size_t i = name_index(cite_style_names, CITE_STYLES, s);

	if (i == SIZE_MAX)
		return usage_error(status, _("--cite is plain, un or oscola, not \"%s\"."), s);
	args->how.style = (enum cite_style)i;
	return true;
}

static bool set_separator(struct cli_args *args, const char *s, int *status)
{
	static const char *const names[] = { "comma", "semicolon", "tab" };
	size_t i = name_index(names, sizeof names / sizeof *names, s);

	if (i == SIZE_MAX)
		return usage_error(status, _("--separator is comma, semicolon or tab, not \"%s\"."), s);
	args->how.separator = ",;\t"[i];
	return true;
}

/* Onto a list that ends in NULL. */
static void add_word(const char ***list, size_t *n, const char *word)
{
	*list = mem_realloc(*list, *n + 2, sizeof **list);
	(*list)[(*n)++] = word;
	(*list)[*n] = NULL;
}

static bool set_option(struct cli_args *args, int c, const char *value, int *status)
{
	struct options *o = &args->options;

	switch (c) {
	case 'l': return set_lang(o, value, status);
	case 'w': return set_width(o, value, status);
	case OPT_COLOR: return set_color(o, value, status);
	case OPT_FORMAT: return set_format(args, value, status);
	case OPT_LINEAR: o->linear = true; break;
	case OPT_GROUP: return set_group(args, value, status);
	case OPT_SORT: return set_order(args, value, status);
	case OPT_CITE: return set_cite(args, value, status);
	case OPT_SEPARATOR: return set_separator(args, value, status);
	case OPT_ASCII: o->ascii = true; break;
	case OPT_NO_COLOR: o->color = COLOR_NEVER; break;
	case OPT_STATE: o->state = value; break;
	case OPT_EXPORT_DIR: o->export_dir = value; break;
	case OPT_NO_TRACE: o->no_trace = true; break;
	case OPT_NO_PLACES: o->no_places = true; break;
	case OPT_LIST_KEYS: args->list_keys = true; break;
	case OPT_JSON: args->json = true; break;
	case OPT_TO: args->to = value; break;
	case OPT_FROM: args->from = value; break;
	case OPT_THEME: args->theme = value; break;
	case OPT_FILTER: args->filter = value; break;
	case OPT_WITH_OTHERS: args->how.with_others = true; break;
	case OPT_MINE: args->mine = true; break;
	case OPT_LOCK_AFTER: return set_lock_after(o, value, status);
	case OPT_WITH_NOTES: args->how.with_notes = true; break;
	case OPT_BOM: args->how.bom = true; break;
	case OPT_FORCE: args->force = true; break;
	case OPT_INCLUDE: add_word(&args->pack.include, &args->pack.nincludes, value); break;
	case OPT_EXCLUDE: add_word(&args->pack.exclude, &args->pack.nexcludes, value); break;
	case OPT_INIT: args->pack.init = true; break;
	case OPT_WRITE_IDS: args->pack.write_ids = true; break;
	case OPT_STRIP_METADATA: args->pack.strip_metadata = true; break;
	case OPT_DESPITE_ERRORS: args->pack.despite_errors = true; break;
	case OPT_SIGN: args->pack.sign = value; break;
	case OPT_AGAINST: args->against = value; break;
	case OPT_CODES: args->codes = true; break;
	case 'o': args->output = value; break;
	case 's': args->key = value; break;
	case OPT_ALSO: args->also = true; break;
	case OPT_YES: args->yes = true; break;
	case OPT_ALLOW_INVALID: args->allow_invalid = true; break;
	case OPT_PASSPHRASE: args->passphrase = true; break;
	}
	if (c == 'o' && !*value)
		return usage_error(status, "%s", _("-o needs a file."));
	if ((c == OPT_STATE || c == OPT_EXPORT_DIR) && !*value)
		return usage_error(status, "%s", c == OPT_STATE ? _("--state needs a folder.") : _("--export-dir needs a folder."));
	return true;
}

/* The command that begins here, of one word or two, and how many they are. */
static const struct cli_command *find_command(char *const *words, int n, int *taken)
{
	for (size_t i = 1; i < COMMANDS; i++) {
		const char *name = commands[i].name;
		size_t first = strcspn(name, " ");

		if (strlen(words[0]) != first || strncmp(name, words[0], first) != 0)
			continue;
		*taken = name[first] ? 2 : 1;
		if (*taken == 1 || (n > 1 && !strcmp(name + first + 1, words[1])))
			return &commands[i];
	}
	return NULL;
}

/* Words that are the first of a command of two. */
static bool is_half(const char *word)
{
	return !strcmp(word, "notes");
}

static bool is_later(const char *name)
{
	for (size_t i = 0; i < sizeof later / sizeof *later; i++)
		if (!strcmp(later[i], name))
			return true;
	return false;
}

/* Whether every special option that was used is the command's. */
static bool check_special(const struct cli_command *cmd, const bool *used, int *status)
{
	for (size_t i = 0; i < sizeof special / sizeof *special; i++)
		if (used[i] && !strchr(cmd->takes, special[i].letter))
			return usage_error(status, _("%s does not go with this command. Usage: %s"), special[i].name, tr(cmd->usage));
	return true;
}

/* Text is for the screen, and what is read there without --format; an export is Markdown unless it is told. */
static bool check_format(const struct cli_command *cmd, struct cli_args *args, int *status)
{
	bool exports = cmd->run == cli_notes_export;

	if (!args->format_named)
		args->text = !exports;
	if (exports && args->text)
		return usage_error(status, "%s", _("notes export has no text format; notes list prints text. Try --format=markdown."));
	return true;
}

/* c: what getopt_long answered, '?' or ':'. */
static bool bad_option(char **argv, int c, int *status)
{
	char letter[3] = { '-', (char)optopt, '\0' };
	const char *word = argv[optind - 1];
	bool is_long = !strncmp(word, "--", 2);
	char *name = text_name(is_long || optopt <= 0 || optopt > 255 ? word : letter);

	if (c == ':')
		usage_error(status, _("The option %s needs a value. Try qorjyn --help."), name);
	else if (is_long && optopt)
		usage_error(status, _("The option %s takes no value. Try qorjyn --help."), name);
	else
		usage_error(status, _("There is no option %s, or it is not written out. Try qorjyn --help."), name);
	free(name);
	return false;
}

/* What is no option: the command, when it is the first, or a path; after "--" all the rest are paths. */
static bool take_word(int argc, char **argv, struct cli_args *args, const struct cli_command **cmd, bool *first, int *status)
{
	bool rest = optind > 1 && !strcmp(argv[optind - 1], "--"), may = *first && !rest;
	const struct cli_command *found = NULL;
	int taken = 0;

	*first = false;
	if (may && (found = find_command(argv + optind, argc - optind, &taken)) != NULL) {
		*cmd = found;
		optind += taken;
		return true;
	}
	if (may && is_half(argv[optind]))
		return usage_error(status, "%s", _("qorjyn notes is followed by list, export, check, import, forget, seal or unseal. Try qorjyn --help."));
	if (may && is_later(argv[optind]))
		return usage_error(status, _("The command %s is not in this version of qorjyn. Try qorjyn --help."), argv[optind]);
	do
		args->options.paths[args->noperands++] = argv[optind++];
	while (rest && optind < argc);
	return true;
}

const struct cli_command *cli_parse(int argc, char **argv, struct cli_args *args, int *status)
{
	const struct cli_command *cmd = &commands[0];
	bool used[sizeof special / sizeof *special] = { false };
	bool first = true;

	memset(args, 0, sizeof *args);
	args->options.langs = lang_preferred(NULL);
	args->how.group = GROUP_NONE; /* unless told */
	args->options.lock_after = LOCK_AFTER;
	args->options.program = argv[0];
	args->options.paths = mem_calloc((size_t)argc + 1, sizeof(char *));
	opterr = 0;
	*status = STATUS_DONE;
	while (optind < argc) {
		int c = getopt_long(argc, argv, "+:l:w:o:s:hV", long_options, NULL);

		if (c == -1) {
			if (optind >= argc)
				break;
			if (!take_word(argc, argv, args, &cmd, &first, status))
				return NULL;
			continue;
		}
		if (c == 'h' || c == 'V') {
			*status = (c == 'h' ? print_help : print_version)() ? STATUS_DONE : STATUS_FAILED;
			return NULL;
		}
		if (c == '?' || c == ':') {
			bad_option(argv, c, status);
			return NULL;
		}
		for (size_t i = 0; i < sizeof special / sizeof *special; i++)
			used[i] |= special[i].option == c;
		if (!set_option(args, c, optarg, status))
			return NULL;
	}
	if (!check_special(cmd, used, status) || !check_format(cmd, args, status))
		return NULL;
	if (!cmd->run && args->theme && !set_background(&args->options, args->theme, status))
		return NULL;
	return cmd;
}

void cli_args_free(struct cli_args *args)
{
	lang_list_free(args->options.langs);
	free(args->options.paths);
	free(args->pack.include);
	free(args->pack.exclude);
	memset(args, 0, sizeof *args);
}
