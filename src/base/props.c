#include <config.h>
#include "base/props.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

bool props_graphic(uint32_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N |
						   UC_CATEGORY_MASK_P | UC_CATEGORY_MASK_S);
}

bool props_mark(uint32_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Me);
}

bool props_pictographic(uint32_t c)
{
	return uc_is_property_extended_pictographic(c);
}

bool props_word(uint32_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
		UC_CATEGORY_MASK_Nd | UC_CATEGORY_MASK_Nl | UC_CATEGORY_MASK_Pc) || uc_is_property_alphabetic(c);
}

uint32_t props_lower(uint32_t c)
{
	return uc_tolower(c);
}

uint32_t props_compose(uint32_t base, uint32_t mark)
{
	return uc_composition(base, mark);
}

const char *props_script(uint32_t c)
{
	const uc_script_t *script = uc_script(c);

	return script ? script->name : "";
}

bool props_letter(uint32_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L);
}

uint32_t props_plain(uint32_t c)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];

	while (uc_canonical_decomposition(c, parts) > 0 && parts[0] != c)
		c = parts[0];
	return c;
}
