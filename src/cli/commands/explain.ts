import { createExplainer, type Explainer } from '../../explain/explain.ts';
import { formatExplanation } from '../../explain/format.ts';
import { parseHeader } from '../../explain/headers.ts';
import type { ExplainRequest } from '../../explain/model.ts';
import { variantOf } from '../../snapshot/variants.ts';
import type { Action, Context } from '../command.ts';
import { nodeFacts } from '../node-facts.ts';
import { compileOffline } from '../offline.ts';
import type { explainOptions } from '../options.ts';
import { textLines } from '../server-events.ts';
import { printJson } from '../terminal.ts';
import { unknownService } from '../unknown-service.ts';
import { EXIT, UsageError } from '../usage-error.ts';

type Headers = ExplainRequest['headers'];

export const explain: Action<typeof explainOptions> = async (context, { options, positional }) => {
  const headers = options.header.map(headerOf);
  const { inputs, compiled } = await compileOffline(context, options.catalog);
  const variant = variantOf(compiled.variants, options.service, nodeFacts(options));
  const explainer = createExplainer({ compiled, inputs, service: options.service, variant });
  if (explainer === null) throw unknownService(options.service, compiled.services);
  const target = positional ?? '';
  if (target === '-') {
    await explainLines(context, explainer, headers);
  } else {
    const explanation = explainer({ target, headers });
    if (options.json) printJson(context.out, explanation);
    else context.out.write(formatExplanation(explanation));
  }
  return EXIT.ok;
};

/** An object for each line, an empty one too, so that answers and questions can be laid side by side. */
async function explainLines({ input, out }: Context, explainer: Explainer, headers: Headers): Promise<void> {
  for await (const target of textLines(input)) out.line(JSON.stringify(explainer({ target, headers })));
}

function headerOf(text: string): Headers[number] {
  const header = parseHeader(text);
  if (header === null) throw new UsageError(`--header is written 'name: value', not "${text}"`);
  return header;
}
