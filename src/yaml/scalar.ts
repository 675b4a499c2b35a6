/** What a scalar means under the YAML 1.2 core schema (YAML 1.2.2, 10.3.2). */
export type ScalarValue = string | number | boolean | null;

const NULL = /^(?:null|Null|NULL|~|)$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const DECIMAL = /^[-+]?[0-9]+$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INFINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/** Resolves a plain scalar without a tag. */
export function resolvePlain(text: string): ScalarValue {
  if (NULL.test(text)) return null;
  if (BOOLEAN.test(text)) return text.charAt(0).toLowerCase() === 't';
  if (DECIMAL.test(text) || OCTAL.test(text) || HEXADECIMAL.test(text) || FLOAT.test(text))
    return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return NOT_A_NUMBER.test(text) ? NaN : text;
}

/** YAML 1.1 (which PyYAML reads) takes more plain scalars for something else than text. */
const YAML11_NOT_TEXT = new RegExp(
  [
    '^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$',
    '^(?:~|null|Null|NULL|)$',
    '^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*)$',
    '^[-+]?(?:[0-9][0-9_]*)?\\.[0-9_]*(?:[eE][-+][0-9]+)?$',
    '^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*$',
    '^(?:[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$',
    '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \\t].*)?$',
    '^=$',
  ].join('|'),
);

/** True if a plain scalar is text to PyYAML's loader as well. */
export function isPlainText11(text: string): boolean {
  return !YAML11_NOT_TEXT.test(text);
}
