/**
 * Calling codes of countries and networks, with the minimum and maximum digits after each.
 *
 * @see ITU-T E.164 and its list of assigned codes; lengths follow the `possibleLengths` of Google's libphonenumber
 * metadata, with a minimum of five digits
 */
const assigned = `
5-5 500 682
5-6 247
5-7 676 677 678 683 688 690
5-8 47 386 686
5-9 290
5-10 27 64 685 98
5-11 31 352 852
5-12 61 358 971
5-13 43 598
5-14 82
5-15 49
6-6 298 299 672 687
6-7 597
6-9 40 252 355 376 421 508 681 689
6-10 48 53 95 880
6-11 375 595
6-12 39 46 359 381
6-13 63
7-7 238 239 246 248 269 291 297 592 673 674 680 691 692
7-8 241 599 670 675 853 961 965 975
7-9 220 231 245 265 354 385 423 967 968
7-10 44 84 230 243 254 263 267 353 372 960
7-11 501 503 507 679 886 974
7-12 86 882 972
7-13 62 90
8-8 45 216 222 223 226 227 228 232 235 236 253 257 266 350 356 357 370 371 373 374 389 505 509 800 808 973 993
8-9 32 36 51 213 224 233 237 250 258 264 268 377 382 387 591 962 963
8-10 20 60 378 506 850 855 856 964 970 976
8-11 55 57 65 502 504 593 977
8-12 92 383 883
8-13 66 81 91
9-9 33 34 93 94 211 212 218 221 240 242 244 249 251 255 256 260 261 262 351 590 594 596 979 992 994 995 998
9-10 380 881 966 996
9-11 56
9-12 41 420 870
10-10 1 52 58 225 229
10-11 54 888
10-12 30
10-14 7 234
12-12 878
`;

interface Lengths {
  readonly min: number;
  readonly max: number;
}

const lengthsOf: ReadonlyMap<string, Lengths> = new Map(
  assigned
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [range = '', ...codes] = line.split(' ');
      const [min = 0, max = 0] = range.split('-').map(Number);
      return codes.map((code) => [code, { min, max }] as const);
    }),
);

const maxCodeDigits = 3;
/** The optional national trunk digit, as in `+41 (0)44 668 18 00`. */
const trunkDigits = 1;
/** A number with one missing digit still counts as personal data. */
const missingDigits = 1;

/** True when digits, starting with the calling code, form a complete international number. */
export function isInternational(digits: string, hasTrunkDigit = false): boolean {
  for (let length = 1; length <= maxCodeDigits; length++) {
    const lengths = lengthsOf.get(digits.slice(0, length));
    if (!lengths) continue;
    const rest = digits.length - length - (hasTrunkDigit ? trunkDigits : 0);
    return rest >= lengths.min - missingDigits && rest <= lengths.max;
  }
  return false;
}
