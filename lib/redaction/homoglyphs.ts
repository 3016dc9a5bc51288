/**
 * Letters of other scripts that look like Latin letters, each followed by its Latin twin.
 *
 * @see Unicode Technical Standard 39, confusables
 */
const pairs =
  'аaвbсcеeнhіiјjкkԛqмmоoрpѕsтtуyхxԁdԝwһhӏlьbАAВBЕEЗ3ІIЈJКKМMНHОOРPСCТTУYХXЅSԌGԜW' +
  'αaεeιiκkνvοoρpτtυuχxγyΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϲcϳjօoոnսuհhցgԱU';

const twins: ReadonlyMap<string, string> = new Map(
  Array.from({ length: pairs.length / 2 }, (_, at) => [pairs.charAt(2 * at), pairs.charAt(2 * at + 1)]),
);

/** All look-alike letters, in one string. */
export const homoglyphs: string = [...twins.keys()].join('');

/** Replaces look-alike letters with Latin letters. */
export const toLatin = (text: string): string => text.replace(/./g, (letter) => twins.get(letter) ?? letter);
