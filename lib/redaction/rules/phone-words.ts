/** Words that usually announce a telephone number. */
export const beforeWord =
  /\b(?:phone|phones|telephone|tel|mobile|mob|cell|cellphone|landline|call|calling|callback|dial|fax|sms|whatsapp|hotline|helpline|desk|pager)\b[^\d\n]{0,12}\n?[^\d\n]{0,16}$/i;

/** Words that announce a telephone number or something else. */
export const weakWord =
  /\b(?:number|no|messages?|answering|answers?|registered|contact|reach|ring|text|office|home|work|direct|main|line|backup|emergency)\b[^\d\n]{0,16}$/i;

/** Words that may follow a telephone number: `212 736 5000 office`. */
export const afterWord = /^[^\w\n]{1,3}(?:office|fax|mobile|cell|home|work|desk|tel|phone|direct)\b/i;

const otherNumber =
  /\b(?:order|invoice|account|acct|card|tracking|case|ticket|reference|ref|serial|part|policy|room|flight|booking|bank|routing|passport|license|licence|tax|ssn|social|security|version|build|port|page|row|rows|record|records|po|sku|isbn|ean|upc|imei|vin|batch|lot|model|item|product|customer|member|patient|employee|user|message|msg|channel|thread|id|ids|uuid|lat|lon|latitude|longitude|zip|postal|postcode|price|total|amount|usd|eur|ratio|size|width|height)\b[^\d\n]{0,4}(?:number|numbers|no|num|nr|id|code)?\b[^\d\n]{0,8}$/i;

/** True when the words before a number announce another kind of number. */
export const isOtherNumber = (before: string): boolean => otherNumber.test(before);
