/* Every limit on what a bundle may hold, counted on delivered bytes. */
#ifndef QORJYN_BUNDLE_LIMITS_H
#define QORJYN_BUNDLE_LIMITS_H

enum {
	LIMIT_MEMBERS = 50000,
	LIMIT_REPORT_BYTES = 16 << 20,      /* one report, to be shown at all */
	LIMIT_MEMBER_BYTES = 64 << 20,      /* any other member */
	LIMIT_CHECKED_BYTES = 256 << 20,    /* other members that are read through to check them; above: only listed */
	LIMIT_REPORTS_BYTES = 512 << 20,    /* all reports of one bundle */
	LIMIT_KEPT_BYTES = 48 << 20,        /* texts kept of a solid archive; above: the wanted report only */
	LIMIT_PATH_BYTES = 1024,
	LIMIT_PART_BYTES = 8 << 20,         /* texts that are read one after another, at a time */
	LIMIT_SOLID_PART_BYTES = 32 << 20,  /* the same of a solid archive, all of which is read again for the next ones */
	LIMIT_META_BYTES = 256 << 10,       /* front matter or manifest */
	LIMIT_META_KEYS = 256,
	LIMIT_VALUE_BYTES = 64 << 10,
	LIMIT_MANIFEST_BYTES = 16 << 20,    /* a manifest lists every file */
	LIMIT_LANGUAGES = 64
};

#endif
