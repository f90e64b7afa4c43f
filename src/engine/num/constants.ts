/** Constants that several functions of num share, each with its bits. Twin: beside their first use in pkg/engine/num. */

export const EXP_OVERFLOW = 7.09782712893383973096e2; // 0x40862E42 FEFA39EF
export const EXP_UNDERFLOW = -7.4513321910194110842e2; // 0xC0874910 D52D3051
export const INV_LN2 = 1.442695040888963387; // 0x3FF71547 652B82FE
export const LN2_HI = 6.9314718036912381649e-1; // 0x3FE62E42 FEE00000
export const LN2_LO = 1.90821492927058770002e-10; // 0x3DEA39EF 35793C76
export const MIN_NORMAL = 2.2250738585072014e-308; // 2^−1022
export const TWO_54 = 18014398509481984; // 2^54
export const TWO_M54 = 5.551115123125783e-17; // 2^−54
