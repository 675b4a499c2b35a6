import type { InputView, SidecarView, StatusResponse } from '../api/model.ts';
import { heldLine, isolatedLine } from './render-held.ts';
import { paintState, unchecked, waitingStreams } from './render-status.ts';
import type { Terminal } from './terminal.ts';

/** What has changed from one status to the next, a line each; from nothing, everything that is there. */
export function changeLines(
  terminal: Terminal,
  before: StatusResponse | null,
  after: StatusResponse,
): readonly string[] {
  return [
    ...(before?.version === after.version ? [] : [`snapshot ${after.version ?? 'none'}`]),
    ...inputLines(terminal, before?.inputs ?? [], after.inputs),
    ...heldLines(terminal, before, after),
    ...waitingLines(before, after),
    ...sidecarLines(terminal, before?.sidecars ?? [], after.sidecars),
  ];
}

function inputLines(
  terminal: Terminal,
  before: readonly InputView[],
  after: readonly InputView[],
): readonly string[] {
  const earlier = new Map(before.map((input) => [input.file, input]));
  return after
    .filter((input) => {
      const old = earlier.get(input.file);
      return input.state !== (old?.state ?? 'current') || input.reason !== (old?.reason ?? null);
    })
    .map(
      (input) =>
        `${input.file} ${paintState(terminal, input.state)}${input.reason === null ? '' : `: ${input.reason}`}`,
    );
}

function heldLines(
  terminal: Terminal,
  before: StatusResponse | null,
  after: StatusResponse,
): readonly string[] {
  const linesOf = ({ delivery }: StatusResponse): readonly string[] => [
    ...delivery.held.map((one) => `${terminal.paint('red', 'HELD')} ${heldLine(one)}`),
    ...(delivery.isolated ?? []).map((one) => `${terminal.paint('yellow', 'ISOLATED')} ${isolatedLine(one)}`),
    ...unchecked(terminal, delivery),
  ];
  const lines = linesOf(after);
  const earlier = before === null ? [] : linesOf(before);
  return [
    ...earlier.filter((line) => !lines.includes(line)).map((line) => `no longer ${line}`),
    ...lines.filter((line) => !earlier.includes(line)),
  ];
}

/** That they begin to wait and that none does any more: between the two the number changes all the time. */
function waitingLines(before: StatusResponse | null, after: StatusResponse): readonly string[] {
  const [earlier, now] = [before?.waiting ?? 0, after.waiting ?? 0];
  if (earlier > 0 === now > 0) return [];
  return now > 0 ? waitingStreams(after) : ['no stream waits to be let in any more'];
}

function sidecarLines(
  terminal: Terminal,
  before: readonly SidecarView[],
  after: readonly SidecarView[],
): readonly string[] {
  const earlier = new Map(before.map((view) => [view.streamId, view]));
  const present = new Set(after.map((view) => view.streamId));
  return [
    ...before
      .filter((view) => !present.has(view.streamId))
      .map((view) => `${view.nodeId} (${view.service}) disconnected`),
    ...after
      .filter((view) => earlier.get(view.streamId)?.state !== view.state)
      .map(
        (view) => `${view.nodeId} (${view.service}) ${paintState(terminal, view.state)}${errorText(view)}`,
      ),
  ];
}

function errorText(view: SidecarView): string {
  const error = Object.values(view.types).find((type) => type.error !== null)?.error ?? null;
  return error === null ? '' : `: ${error.replaceAll(/\s+/g, ' ').trim()}`;
}
