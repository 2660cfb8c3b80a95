#include <config.h>
#include "base/format.h"

#include <string.h>

enum { ARGS_MAX = 9, ARG_NONE = 0 };

/* The arguments of a format, as codes: conversion and length. */
struct format {
	unsigned arg[ARGS_MAX];
	unsigned next; /* number of the next argument without a number of its own */
	bool bad;
};

/* "3$" at *p: 3, else 0 and nothing is eaten. */
static unsigned format_number(const char **p)
{
	const char *s = *p;

	if (s[0] < '1' || s[0] > '9' || s[1] != '$')
		return 0;
	*p = s + 2;
	return (unsigned)(s[0] - '0');
}

static void format_arg(struct format *f, unsigned number, unsigned code)
{
	unsigned i = number ? number - 1 : f->next++;

	if (i >= ARGS_MAX || (f->arg[i] != ARG_NONE && f->arg[i] != code))
		f->bad = true;
	else
		f->arg[i] = code;
}

/* Digits, or a "*" that takes an argument. */
static const char *format_size(struct format *f, const char *p)
{
	if (*p == '*') {
		p++;
		format_arg(f, format_number(&p), 'd');
		return p;
	}
	return p + strspn(p, "0123456789");
}

/* The conversion after a "%". */
static const char *format_one(struct format *f, const char *p)
{
	unsigned number = format_number(&p), code = 0;

	p += strspn(p, "-+ #0'");
	p = format_size(f, p);
	if (*p == '.')
		p = format_size(f, p + 1);
	while (*p && strchr("hlLjzt", *p) && code < 0x10000)
		code = code << 8 | (unsigned char)*p++;
	if (!*p || !strchr("diouxXcsfFeEgGp", *p)) {
		f->bad = true;
		return p;
	}
	/* signs and bases differ, what is passed does not */
	code = code << 8 | (unsigned char)(strchr("diouxX", *p) ? 'd' : strchr("fFeEgG", *p) ? 'f' : *p);
	format_arg(f, number, code);
	return p + 1;
}

static void format_read(struct format *f, const char *p)
{
	memset(f, 0, sizeof *f);
	while (!f->bad && (p = strchr(p, '%')) != NULL) {
		p++;
		if (*p == '%')
			p++;
		else
			p = format_one(f, p);
	}
}

bool format_fits(const char *original, const char *other)
{
	struct format a, b;
	bool ended = false;

	if (!strchr(other, '%'))
		return true;
	format_read(&b, other);
	format_read(&a, original);
	if (a.bad || b.bad)
		return false;
	for (int i = 0; i < ARGS_MAX; i++) {
		if (b.arg[i] == ARG_NONE)
			ended = true;
		/* libcs differ in what they do with a gap */
		else if (ended || b.arg[i] != a.arg[i])
			return false;
	}
	return true;
}
