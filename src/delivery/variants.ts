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
  /** The variant of a group that was given last: equal nodes come with the very same group. */
  const given = new WeakMap<NodeGroup, NodeGroup & { readonly variant: string }>();
  const inVariant = (group: NodeGroup, variant: string): NodeGroup => {
    let own = given.get(group);
    if (own?.variant !== variant) given.set(group, (own = { ...group, variant }));
    return own;
  };
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
    groupOf(group, facts, isKnown) {
      const variant = variantOf(rules, group.service, facts);
      const plain = group.variant === undefined ? group : withoutVariant(group);
      if (variant === undefined) return plain;
      const own = variant === group.variant ? group : inVariant(plain, variant);
      return restored && !isKnown(groupKey(own)) ? plain : own;
    },
  };
}

function withoutVariant({ variant: _variant, ...group }: NodeGroup): NodeGroup {
  return group;
}
