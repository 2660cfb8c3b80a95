#include <config.h>
#include "base/props.h"

#include <unicase.h>
#include <unictype.h>

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
