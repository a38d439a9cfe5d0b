/** Somewhere that can answer. */
export interface Endpoint<Answer> {
  /** As the reader knows it, such as “the primary API”. */
  name: string;
  /**
   * @throws EndpointUnavailable if another may be asked instead; any other error is final, as a mistake in the file is
   * the same mistake everywhere
   */
  ask(signal: AbortSignal): Promise<Answer>;
}

/** An endpoint cannot answer, through no fault of what it was asked. The message completes “… was passed over: ”. */
export class EndpointUnavailable extends Error {
  override readonly name = "EndpointUnavailable";
}

export interface FirstAnswer<Answer> {
  answer: Answer;
  /** The name of the endpoint that gave it. */
  from: string;
  /** Those before it, and why they did not. */
  passedOver: {name: string; reason: string}[];
}

/**
 * Asks one endpoint after the other until one answers.
 * @throws the first final error; the signal's reason; an EndpointUnavailable if none can answer
 */
export async function firstAnswer<Answer>(
  endpoints: readonly Endpoint<Answer>[],
  {signal = new AbortController().signal}: {signal?: AbortSignal} = {}
): Promise<FirstAnswer<Answer>> {
  const passedOver: FirstAnswer<Answer>["passedOver"] = [];
  for (const endpoint of endpoints) {
    signal.throwIfAborted();
    try {
      return {answer: await endpoint.ask(signal), from: endpoint.name, passedOver};
    } catch (error) {
      // A request that is broken off fails in its own way; what counts is that it was.
      signal.throwIfAborted();
      if (!(error instanceof EndpointUnavailable)) throw error;
      passedOver.push({name: endpoint.name, reason: error.message});
    }
  }
  const reasons = passedOver.map(({name, reason}) => `${name} ${reason}`);
  throw new EndpointUnavailable(`Nobody can score this now: ${reasons.join("; ")}.`);
}
