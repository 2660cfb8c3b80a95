#include <config.h>
#include "base/plural.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { PLURAL_DEPTH = 32 };

struct plural {
	const char *at;
	unsigned long n;
	int depth;
	bool bad;
};

enum op { OR, AND, EQ, NE, LE, GE, LT, GT, ADD, SUB, MUL, DIV, MOD, OPS };

/* longer signs before those they begin with */
static const struct {
	const char *sign;
	int rank;
} ops[OPS] = {
	[OR] = { "||", 1 }, [AND] = { "&&", 2 }, [EQ] = { "==", 3 }, [NE] = { "!=", 3 }, [LE] = { "<=", 4 },
	[GE] = { ">=", 4 }, [LT] = { "<", 4 },	 [GT] = { ">", 4 },  [ADD] = { "+", 5 }, [SUB] = { "-", 5 },
	[MUL] = { "*", 6 }, [DIV] = { "/", 6 },	 [MOD] = { "%", 6 },
};

static unsigned long plural_ternary(struct plural *e);

static void plural_space(struct plural *e)
{
	while (*e->at == ' ' || *e->at == '\t')
		e->at++;
}

static bool plural_eat(struct plural *e, const char *sign)
{
	size_t len = strlen(sign);

	plural_space(e);
	if (strncmp(e->at, sign, len))
		return false;
	e->at += len;
	return true;
}

static unsigned long plural_unary(struct plural *e)
{
	unsigned long v = 0;

	if (++e->depth > PLURAL_DEPTH)
		e->bad = true;
	if (e->bad)
		return 0;
	plural_space(e);
	if (isdigit((unsigned char)*e->at)) {
		char *end;

		v = strtoul(e->at, &end, 10);
		e->at = end;
	} else if (plural_eat(e, "n")) {
		v = e->n;
	} else if (plural_eat(e, "!")) {
		v = !plural_unary(e);
	} else if (plural_eat(e, "(")) {
		v = plural_ternary(e);
		if (!plural_eat(e, ")"))
			e->bad = true;
	} else {
		e->bad = true;
	}
	e->depth--;
	return v;
}

static unsigned long plural_apply(struct plural *e, enum op op, unsigned long a, unsigned long b)
{
	switch (op) {
	case OR: return a || b;
	case AND: return a && b;
	case EQ: return a == b;
	case NE: return a != b;
	case LE: return a <= b;
	case GE: return a >= b;
	case LT: return a < b;
	case GT: return a > b;
	case ADD: return a + b;
	case SUB: return a - b;
	case MUL: return a * b;
	case DIV:
	case MOD:
		if (b)
			return op == DIV ? a / b : a % b;
		break;
	case OPS: break;
	}
	e->bad = true;
	return 0;
}

static unsigned long plural_binary(struct plural *e, int rank)
{
	unsigned long a = plural_unary(e);

	while (!e->bad) {
		int op;

		for (op = 0; op < OPS; op++)
			if (ops[op].rank >= rank && plural_eat(e, ops[op].sign))
				break;
		if (op == OPS)
			break;
		a = plural_apply(e, (enum op)op, a, plural_binary(e, ops[op].rank + 1));
	}
	return a;
}

static unsigned long plural_ternary(struct plural *e)
{
	unsigned long c;

	if (++e->depth > PLURAL_DEPTH)
		e->bad = true;
	if (e->bad)
		return 0;
	c = plural_binary(e, 1);
	if (!e->bad && plural_eat(e, "?")) {
		unsigned long a = plural_ternary(e), b;

		if (!plural_eat(e, ":"))
			e->bad = true;
		b = plural_ternary(e);
		c = c ? a : b;
	}
	e->depth--;
	return c;
}

bool plural_eval(const char *expr, unsigned long n, unsigned long *value)
{
	struct plural e = { expr, n, 0, false };

	*value = plural_ternary(&e);
	plural_space(&e);
	return !e.bad && !*e.at;
}
