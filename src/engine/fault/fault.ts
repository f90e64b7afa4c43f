/**
 * The engine's one kind of error: a stable code for machines and one sentence for people.
 * Twin: pkg/engine/fault/fault.go.
 */

/**
 * An error whose `code` is part of the engine's contract: `<stage>/<reason>`, the same in
 * both engines. `message` says what was got, what was wanted and how to repair it.
 */
export class Fault extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'Fault';
    this.code = code;
  }
}

/** Bounds what a message repeats of a text, in characters. */
const MAX_QUOTE = 60;

/** The begin of a text that a message repeats, which may be as long as the query. Twin: fault.Short. */
export function short(text: string): string {
  const characters = [...text.slice(0, 2 * MAX_QUOTE + 2)]; // two units a character at most
  return characters.length > MAX_QUOTE ? `${characters.slice(0, MAX_QUOTE).join('')}…` : text;
}

/**
 * The code of an error: `""` for null or undefined, `"uncoded"` for anything but a Fault
 * (by its shape, so that a Fault posted from a worker counts), looking through `cause`.
 * Twin: fault.Code.
 */
export function faultCode(error: unknown): string {
  if (error === null || error === undefined) {
    return '';
  }
  const { name, code, cause } = error as Partial<Fault> & { cause?: unknown };
  if (name === 'Fault' && typeof code === 'string') {
    return code;
  }
  return faultCode(cause) || 'uncoded';
}
