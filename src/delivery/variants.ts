import { groupKey } from '../snapshot/groups.ts';
import type { NodeGroup } from '../snapshot/model.ts';
import { NO_VARIANTS, variantOf } from '../snapshot/variants.ts';
import type { NodeFacts, VariantRules } from '../snapshot/variants.ts';

/** Which groups nodes come to, by the rules that were published last. */
export interface Variants {
  readonly rules: VariantRules;
  /** True if that may put nodes into other groups. */
  publish(rules: VariantRules): boolean;
  /** Rules of before a restart: until newer ones come, only groups that are known from then are given. */
  restore(rules: VariantRules): void;
  /** `group` as the rules have it for such a node; `isKnown` tells groups by key. */
  groupOf(group: NodeGroup, facts: NodeFacts, isKnown: (key: string) => boolean): NodeGroup;
}

export function createVariants(): Variants {
  let rules = NO_VARIANTS;
  let text = JSON.stringify(rules);
  let restored = false;
  return {
    get rules() {
      return rules;
    },
    publish(newest) {
      const newText = JSON.stringify(newest);
      if (newText === text && !restored) return false;
      rules = newest;
      text = newText;
      restored = false;
      return true;
    },
    restore(known) {
      rules = known;
      text = JSON.stringify(known);
      restored = true;
    },
    groupOf({ variant: _before, ...group }, facts, isKnown) {
      const variant = variantOf(rules, group.service, facts);
      if (variant === undefined) return group;
      const own = { ...group, variant };
      return restored && !isKnown(groupKey(own)) ? group : own;
    },
  };
}
