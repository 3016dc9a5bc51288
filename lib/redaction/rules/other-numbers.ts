/** Names of goods, consignments and records. */
const thingNumber =
  /(?:\b|_)(?:order|invoice|tracking|shipment|parcel|package|waybill|consignment|case|ticket|reference|ref|serial|part|parts|p\/n|pn|s\/n|policy|version|build|po|sku|isbn|issn|ean|upc|gtin|barcode|imei|imsi|iccid|vin|batch|lot|model|item|article|art|product|request|transaction|txn|timestamp|ts|epoch|trace|span|session|job|task|event|commit|block|revision|catalog|stock|device|meter|tweet|snowflake|receipt|voucher|rma)(?:(?:[ _-]?(?:number|numbers|no|num|nr|id|ids|code|Id|ID|Number|No)|-1[03])\b|\b)[^\p{L}\d\n]{0,8}$/iu;
/** Names of people and accounts, of positions and of measured values. */
const otherNumber =
  /(?:\b|_)(?:account|acct|card|room|flight|booking|bank|routing|passport|license|licence|tax|ssn|social|security|port|page|row|rows|record|records|customer|member|patient|employee|user|message|msg|channel|thread|id|ids|uuid|lat|lon|latitude|longitude|zip|postal|postcode|price|total|amount|usd|eur|ratio|size|width|height|score|loss|cost|latency|duration|elapsed|p50|p90|p95|p99)\b[^\d\n]{0,4}(?:number|numbers|no|num|nr|id|code)?\b[^\d\n]{0,8}$/i;
const thingKey =
  /(?:order|invoice|tracking|shipment|parcel|consignment|waybill|serial|part|sku|isbn|ean|upc|gtin|imei|imsi|iccid|transaction|txn|request|trace|span|ticket|batch|device|timestamp|ts|snowflake|tweet)s?_?(?:id|number|no|num|code|ms|us|ns)?$/i;

/** True when the words before a number announce another kind of number than a telephone number. */
export const isOtherNumber = (before: string): boolean =>
  otherNumber.test(before) || thingNumber.test(before);

/** True when the words before a number name goods, a consignment or a record. */
export const isThingNumber = (before: string): boolean => thingNumber.test(before);

/** True for an object key such as `orderId`, whose number is neither a card nor a telephone number. */
export const isThingKey = (key: string): boolean => thingKey.test(key);
