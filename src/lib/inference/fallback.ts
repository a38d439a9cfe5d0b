/** A program that can answer. */
export interface Endpoint<Answer> {
  /** As the reader knows it, such as “the primary API”. */
  name: string;
  /**
   * @throws EndpointUnavailable if another may be asked instead; any other error is final, as a mistake in the file is
   * the same mistake everywhere
   */
  ask(signal: AbortSignal): Promise<Answer>;
}

/** An endpoint cannot answer, through no fault of what it was asked. The message completes a sentence that begins with its name. */
export class EndpointUnavailable extends Error {
  override readonly name = "EndpointUnavailable";
}

export interface FirstAnswer<Answer> {
  answer: Answer;
  /** The name of the endpoint that gave it. */
  from: string;
  /** Those before it, and why they did not. */
  unavailable: {name: string; reason: string}[];
}

/**
 * Asks one endpoint after the other until one answers.
 * @throws the first final error; the signal's reason; an EndpointUnavailable if none can answer
 */
export async function firstAnswer<Answer>(
  endpoints: readonly Endpoint<Answer>[],
  {signal = new AbortController().signal}: {signal?: AbortSignal} = {}
): Promise<FirstAnswer<Answer>> {
  const unavailable: FirstAnswer<Answer>["unavailable"] = [];
  for (const endpoint of endpoints) {
    signal.throwIfAborted();
    try {
      return {answer: await endpoint.ask(signal), from: endpoint.name, unavailable};
    } catch (error) {
      // A request that is aborted fails in its own way; what counts is that it was.
      signal.throwIfAborted();
      if (!(error instanceof EndpointUnavailable)) throw error;
      unavailable.push({name: endpoint.name, reason: error.message});
    }
  }
  const reasons = unavailable.map(({name, reason}) => `${name} ${reason}`);
  throw new EndpointUnavailable(`The file cannot be scored now: ${reasons.join("; ")}.`);
}
