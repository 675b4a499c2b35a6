import type { envoy } from '../proto/types.generated.d.ts';
import type { RequestHeaders } from './headers.ts';

type HeaderMatcher = envoy.config.route.v3.HeaderMatcher;
type RouteMatch = envoy.config.route.v3.RouteMatch;

/** A matching rule that Envoy knows and the evaluator does not. Our own resources hold none. */
export class NotExplained extends Error {
  constructor(what: string) {
    super(`the resources hold ${what}, which explain does not evaluate`);
    this.name = 'NotExplained';
  }
}

/** Field of `rule` that is set, among those of a oneof; throws for one that is not in `known`. */
function refuseOthers(rule: object, known: readonly string[], what: string): void {
  const other = Object.keys(rule).find((field) => !known.includes(field));
  if (other !== undefined) throw new NotExplained(`${what}.${other}`);
}

interface StringRule {
  readonly exact?: string | undefined;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  readonly contains?: string | undefined;
  readonly safe_regex?: { readonly regex?: string | undefined } | undefined;
  readonly ignore_case?: boolean | undefined;
}

const STRING_RULES = ['exact', 'prefix', 'suffix', 'contains', 'safe_regex', 'ignore_case'];

/** Envoy's and xDS' StringMatcher, which are alike. */
export function matchesString(rule: StringRule, value: string): boolean {
  refuseOthers(rule, STRING_RULES, 'a string matcher');
  const { exact, prefix, suffix, contains, safe_regex: regex, ignore_case: ignoreCase } = rule;
  if (regex !== undefined) return new RegExp(`^(?:${regex.regex ?? ''})$`, 'u').test(value);
  const fold = (text: string): string => (ignoreCase === true ? text.toLowerCase() : text);
  const subject = fold(value);
  if (prefix !== undefined) return subject.startsWith(fold(prefix));
  if (suffix !== undefined) return subject.endsWith(fold(suffix));
  if (contains !== undefined) return subject.includes(fold(contains));
  return subject === fold(exact ?? '');
}

const HEADER_RULES = [
  'name',
  'string_match',
  'present_match',
  'invert_match',
  'treat_missing_header_as_empty',
];

function matchesHeader(matcher: HeaderMatcher, headers: RequestHeaders): boolean {
  refuseOthers(matcher, HEADER_RULES, 'a header matcher');
  const found = headers.get((matcher.name ?? '').toLowerCase());
  const value = found ?? (matcher.treat_missing_header_as_empty === true ? '' : undefined);
  const invert = matcher.invert_match === true;
  if (matcher.string_match === undefined)
    return ((value !== undefined) === (matcher.present_match ?? true)) !== invert;
  return (value !== undefined && matchesString(matcher.string_match, value)) !== invert;
}

const ROUTE_RULES = ['prefix', 'path', 'path_separated_prefix', 'safe_regex', 'case_sensitive', 'headers'];

function matchesPath(match: RouteMatch, whole: string): boolean {
  const path = whole.split('?', 1)[0] ?? '';
  const fold = (text: string): string => (match.case_sensitive === false ? text.toLowerCase() : text);
  const subject = fold(path);
  if (match.path !== undefined) return subject === fold(match.path);
  if (match.path_separated_prefix !== undefined) {
    const prefix = fold(match.path_separated_prefix);
    return subject === prefix || subject.startsWith(`${prefix}/`);
  }
  if (match.safe_regex !== undefined) return matchesString({ safe_regex: match.safe_regex }, path);
  return fold(whole).startsWith(fold(match.prefix ?? ''));
}

/** Whether a Route takes the request. */
export function matchesRoute(match: RouteMatch, headers: RequestHeaders): boolean {
  refuseOthers(match, ROUTE_RULES, 'a route match');
  return (
    matchesPath(match, headers.get(':path') ?? '') &&
    (match.headers ?? []).every((matcher) => matchesHeader(matcher, headers))
  );
}
