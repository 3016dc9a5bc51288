/** Words that usually announce a telephone number. */
export const beforeWord =
  /\b(?:phone|phones|telephone|tel|mobile|mob|cell|cellphone|landline|call|calling|callback|dial|fax|sms|whatsapp|hotline|helpline|desk|pager)\b[^\d\n]{0,12}\n?[^\d\n]{0,16}$/i;

/** Words that announce a telephone number or something else. */
export const weakWord =
  /\b(?:number|no|messages?|answering|answers?|registered|contact|reach|ring|text|office|home|work|direct|main|line|backup|emergency)\b[^\d\n]{0,16}$/i;

/** Words that may follow a telephone number: `212 736 5000 office`. */
export const afterWord = /^[^\w\n]{1,3}(?:office|fax|mobile|cell|home|work|desk|tel|phone|direct)\b/i;
