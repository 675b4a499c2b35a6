/** Protobuf puts one of several before a message's text, by chance, so that nobody relies on the text. */
const DEBUG_MARK = /goo\.gle\/debug\w*\s+/g;

/** An Envoy's words without what differs from one process to the next: equal errors have equal texts. */
export function withoutDebugMark(text: string): string {
  return text.replaceAll(DEBUG_MARK, '');
}
