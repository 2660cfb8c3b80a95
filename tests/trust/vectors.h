/* What the minisign program wrote: a key without a passphrase, and its two forms of signature of VECTOR_TEXT, as f.txt. */
#ifndef QORJYN_TESTS_TRUST_VECTORS_H
#define QORJYN_TESTS_TRUST_VECTORS_H

#define VECTOR_TEXT "The State should release them.\n"
#define VECTOR_ID "565746FC517AED47"
#define VECTOR_LINE "RWRH7XpR/EZXVvl1hAiSbusJcAjvW3saOzWoKRQ/H/rU+huIUJtPTIA/"
#define VECTOR_PUBLIC "untrusted comment: minisign public key 565746FC517AED47\n" VECTOR_LINE "\n"
#define VECTOR_SECRET "untrusted comment: minisign encrypted secret key\n" \
	"RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAR+16UfxGV1bRuzUaUbnaBw1biImggg0Ci53XRL2gvMAk17zNBrhj" \
	"gPl1hAiSbusJcAjvW3saOzWoKRQ/H/rU+huIUJtPTIA/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
#define VECTOR_COMMENT "timestamp:1700000000\tfile:f.txt"
#define VECTOR_HASHED "untrusted comment: signature from minisign secret key\n" \
	"RURH7XpR/EZXVoGpDPzQkC/C4Wo5lS5z0xpSwubnQJG6Oyl8rTQ0wBM2xsNGmd8QrKSse+eoXhrFal2s8k5on8vrct+Lp3VF0AI=\n" \
	"trusted comment: " VECTOR_COMMENT "\thashed\n" \
	"YAp97GowPPA7s50GbtsbtGaTmphpsSrhBSH4MagFQpviXsSvEVbt7Ou2YkLQ5219BCzzqh+SnfjxzeJ0SOrHBA==\n"
#define VECTOR_LEGACY "untrusted comment: signature from minisign secret key\n" \
	"RWRH7XpR/EZXVo1F2ZqAoJuxh4Ob/lpnmrLPii/3Uau93NLzYwfsxDpGPK8UYjcA1zFm68w+VwoX2wDy6h2NFHB2tZmqx1E/nQg=\n" \
	"trusted comment: " VECTOR_COMMENT "\n" \
	"wQqRpDtwyzwA0TRHG3+5QSLmlUeFO3KjEsK02eiUTQybjS6tOoBbpW1j9sv1kjJ4ZCEq+I+Udx1jsrtFGbrdAw==\n"

#endif
